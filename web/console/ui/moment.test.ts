import { expect, it } from "vitest";
import { fromField, toField } from "./moment.ts";

it("shows moments in Vietnam's time, whatever the laptop's", () => {
  expect(toField("2025-12-23T18:30:00Z")).toBe("2025-12-24T01:30");
});

it("gives back the moment that it showed", () => {
  const moment = "2025-12-24T00:30:00Z";

  expect(Date.parse(fromField(toField(moment))!)).toBe(Date.parse(moment));
});

it("says when a field holds no moment", () => {
  expect(fromField("")).toBeNull();
});

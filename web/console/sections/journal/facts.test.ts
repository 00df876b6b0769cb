import { expect, it } from "vitest";
import { factText, subjectText } from "./facts.ts";

it("says whom an entry is about", () => {
  expect(subjectText("delegate/0b61e6de-78b1-4d38-9a3c-c11f2bfe0f35", "Trần Minh Khang")).toBe("Đại biểu: Trần Minh Khang");
});

it("shows a short name that stands in the subject itself, but no id", () => {
  expect(subjectText("screen/main", "")).toBe("Màn hình: main");
  expect(subjectText("scan/17", "")).toBe("Lượt quét: 17");
  expect(subjectText("delegate/0b61e6de-78b1-4d38-9a3c-c11f2bfe0f35", "")).toBe("Đại biểu");
});

it("calls facts as people do, and leaves what it does not know as it is", () => {
  expect(factText("reason")).toBe("lý do");
  expect(factText("sha256")).toBe("sha256");
});

import { expect, it } from "vitest";
import { canBeReplaced, canHaveProxies, canTakePlace, standing, type Person } from "./person.ts";

const HAN: Person = {
  id: "1",
  number: "004",
  full_name: "Lê Thị Ngọc Hân",
  kind: "official",
  basis: "elected",
  delegation_code: "02",
  delegation: "Thủ Đức",
  unit: "",
  position: "",
  seat: "",
  mandates: 1,
  credentials: "recognised",
  replaces_id: null,
  replaced_by_id: null,
  is_present: false,
  has_badge: true,
  has_pin: true,
};

it("says where somebody is, and that a badge is missing", () => {
  expect(standing({ ...HAN, is_present: true })).toEqual(["present"]);
  expect(standing({ ...HAN, has_badge: false })).toEqual(["absent", "no_badge"]);
});

it("says nothing else about those who no longer count", () => {
  expect(standing({ ...HAN, credentials: "rejected", is_present: true })).toEqual(["rejected"]);
  expect(standing({ ...HAN, replaced_by_id: "2", has_badge: false })).toEqual(["replaced"]);
});

it("lets alternates who are recognised take a place, once", () => {
  const binh: Person = { ...HAN, kind: "alternate" };

  expect(canTakePlace(binh)).toBe(true);
  expect(canTakePlace({ ...binh, credentials: "rejected" })).toBe(false);
  expect(canTakePlace({ ...binh, kind: "official", replaces_id: "1" })).toBe(false);
});

it("lets official delegates be replaced, once", () => {
  expect(canBeReplaced(HAN)).toBe(true);
  expect(canBeReplaced({ ...HAN, replaced_by_id: "2" })).toBe(false);
  expect(canBeReplaced({ ...HAN, kind: "guest" })).toBe(false);
});

it("lets only those give and hold proxies who vote", () => {
  expect(canHaveProxies(HAN)).toBe(true);
  expect(canHaveProxies({ ...HAN, credentials: "rejected" })).toBe(false);
  expect(canHaveProxies({ ...HAN, replaced_by_id: "2" })).toBe(false);
  expect(canHaveProxies({ ...HAN, kind: "alternate" })).toBe(false);
});

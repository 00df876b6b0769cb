import { expect, it } from "vitest";
import { Repeats } from "./repeats.ts";
import { Wedge } from "./wedge.ts";

function typed(text: string, gap: number, wedge = new Wedge(), from = 0): string | null {
  let at = from;
  for (const key of text) wedge.key(key, (at += gap));
  return wedge.key("Enter", at + gap);
}

it("a scanner's fast keys ended by Enter are a code", () => {
  expect(typed("HTTPS://DH.EXAMPLE/B/0123", 8)).toBe("HTTPS://DH.EXAMPLE/B/0123");
});

it("slow typing is not", () => {
  expect(typed("0123456789ABCDEFGHJKMNPQRS", 450)).toBeNull();
});

it("a few fast keys are not", () => {
  expect(typed("anh", 8)).toBeNull();
});

it("a shift between the keys of a scanner does no harm", () => {
  const wedge = new Wedge();
  let at = 0;
  for (const key of ["Shift", "H", "Shift", "T", "T", "P", "S", "Shift", ":", "/", "/", "D"]) wedge.key(key, (at += 5));

  expect(wedge.key("Enter", at + 5)).toBe("HTTPS://D");
});

it("what a person typed before a scan does not become part of it", () => {
  const wedge = new Wedge();
  wedge.key("x", 0);

  expect(typed("0123456789", 8, wedge, 1_000)).toBe("0123456789");
});

it("a badge held before the camera is one scan, however long", () => {
  const repeats = new Repeats();

  const scans = Array.from({ length: 80 }, (_, n) => repeats.isNew("A", n * 100)).filter(Boolean);

  expect(scans).toHaveLength(1);
});

it("the same badge counts again after three seconds out of sight, another at once", () => {
  const repeats = new Repeats();
  repeats.isNew("A", 0);

  expect(repeats.isNew("A", 2_900)).toBe(false);
  expect(repeats.isNew("A", 5_900)).toBe(true);
  expect(repeats.isNew("B", 6_000)).toBe(true);
});

it("after a change of direction the badge in sight counts", () => {
  const repeats = new Repeats();
  repeats.isNew("A", 0);
  repeats.forget();

  expect(repeats.isNew("A", 100)).toBe(true);
});

it("of two codes that lie side by side before the camera each is one scan", () => {
  const repeats = new Repeats();

  const scans = Array.from({ length: 80 }, (_, n) => repeats.isNew(n % 2 ? "A" : "B", n * 100)).filter(Boolean);

  expect(scans).toHaveLength(2);
});

import { describe, expect, it } from "vitest";
import { pagesOf, type Line } from "./pages.ts";

function lines(...heights: number[]): Line[] {
  let top = 100;
  return heights.map((height) => ({ top, bottom: (top += height) }));
}
const equal = (count: number, height = 10) => lines(...Array<number>(count).fill(height));

describe("the pages of a long list", () => {
  it("are one while everything fits", () => {
    expect(pagesOf(equal(15), 150, 15)).toEqual([0]);
    expect(pagesOf([], 150, 15)).toEqual([0]);
  });

  it("are evenly filled", () => {
    expect(pagesOf(equal(16), 1000, 15)).toEqual([0, 8]);
    expect(pagesOf(equal(20), 150, 15)).toEqual([0, 10]);
    expect(pagesOf(equal(31), 150, 15)).toEqual([0, 11, 22]);
  });

  it("hold fewer lines where lines are high", () => {
    expect(pagesOf(lines(50, 50, 10, 10, 10), 60, 15)).toEqual([0, 1, 3]);
  });

  it("give a line that is higher than the page a page of its own", () => {
    expect(pagesOf(lines(10, 500, 10), 100, 15)).toEqual([0, 1, 2]);
  });

  it("hold every line once, in order, and overflow nowhere", () => {
    for (let count = 1; count <= 60; count++) {
      const all = lines(...Array.from({ length: count }, (_, n) => 10 + ((n * 7) % 25)));
      const firsts = pagesOf(all, 120, 9);
      firsts.forEach((first, page) => {
        const next = firsts[page + 1] ?? count;
        expect(next).toBeGreaterThan(first);
        expect(next - first).toBeLessThanOrEqual(9);
        expect(all[next - 1]!.bottom - all[first]!.top).toBeLessThanOrEqual(120);
      });
    }
  });
});

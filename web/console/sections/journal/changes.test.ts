import { expect, it } from "vitest";
import { changes } from "./changes.ts";

it("names what is another than before", () => {
  expect(changes({ name: "An", role: "chair" }, { name: "An", role: "teller" })).toEqual([
    { name: "role", before: "chair", after: "teller" },
  ]);
});

it("shows what came and what went", () => {
  expect(changes(null, { title: "Mới" })).toEqual([{ name: "title", before: null, after: "Mới" }]);
  expect(changes({ title: "Cũ" }, null)).toEqual([{ name: "title", before: "Cũ", after: null }]);
});

it("writes lists and truths as text, and shortens what is very long", () => {
  const [list, long] = changes(null, { ids: [1, 2], text: "x".repeat(500) });

  expect(list?.after).toBe("[1,2]");
  expect(long?.after).toHaveLength(241);
});

it("finds nothing where nothing changed", () => {
  expect(changes({ a: [1], b: "" }, { a: [1] })).toEqual([]);
});

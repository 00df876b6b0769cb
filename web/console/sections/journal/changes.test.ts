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

  expect(list?.after).toBe("1, 2");
  expect(long?.after).toHaveLength(241);
});

it("says how many where reading each would help nobody, and when in words", () => {
  const ids = ["0b61e6de-78b1-4d38-9a3c-c11f2bfe0f35", "5b0d2b2e-9a06-4a55-8ff5-0a1a5d1d2f11"];

  const [items, paper, at] = changes(null, {
    items: ids,
    paper: { questions: [{ number: 1 }, { number: 2 }], note: "" },
    at: "2025-12-24T00:30:00Z",
  });

  expect(items?.after).toBe("× 2");
  expect(paper?.after).toBe("questions: × 2");
  expect(at?.after).toBe("07:30, 24/12/2025");
});

it("leaves out ids, which nobody reads", () => {
  const poll_id = "0b61e6de-78b1-4d38-9a3c-c11f2bfe0f35";

  expect(changes({ kind: "auto" }, { kind: "poll", poll_id })).toEqual([{ name: "kind", before: "auto", after: "poll" }]);
});

it("finds nothing where nothing changed", () => {
  expect(changes({ a: [1], b: "" }, { a: [1] })).toEqual([]);
});

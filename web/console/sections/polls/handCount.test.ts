import { describe, expect, test } from "vitest";
import type { Question } from "../../../shared/protocol.ts";
import { countOf, fault, type Entered } from "./handCount.ts";

const question = {
  kind: "election",
  min_marks: 1,
  max_marks: 2,
  options: ["a", "b", "c"].map((key) => ({ key, label_vi: key, label_en: "" })),
} as unknown as Question;

function typed(papers: string, marks: string[], more: Partial<Entered> = {}): Entered {
  const [a = "", b = "", c = ""] = marks;
  return { papers, invalid: "0", blank: "0", marks: { a, b, c }, ...more };
}

describe("what a teller types", () => {
  test.each([
    ["nothing yet", typed("", ["", "", ""]), "number"],
    ["no number", typed("5", ["2", "x", "1"]), "number"],
    ["more than were handed out", typed("6", ["1", "1", "1"]), "papers"],
    ["more invalid ones than there are", typed("2", ["0", "0", "0"], { invalid: "2", blank: "1" }), "invalid"],
    ["somebody marked more often than there are papers", typed("3", ["3", "0", "0"], { invalid: "1" }), "mark"],
    ["more marks than fit", typed("2", ["2", "2", "1"]), "marks"],
    ["fewer marks than papers", typed("2", ["1", "0", "0"]), "marks"],
    ["what papers can come to", typed("5", ["4", "2", "1"], { invalid: "1" }), null],
  ] as const)("%s", (_, entered, expected) => {
    expect(fault(entered, question, 5)).toBe(expected);
  });

  test("a single candidate may be struck on every paper", () => {
    const alone = { ...question, max_marks: 1, options: question.options.slice(0, 1) };
    expect(fault({ papers: "3", invalid: "0", blank: "0", marks: { a: "0" } }, alone, 3)).toBeNull();
  });

  test("goes out as numbers", () => {
    expect(countOf(typed(" 5 ", ["4", "2", "1"]), question)).toEqual({
      papers: 5,
      invalid: 0,
      blank: 0,
      marks: { a: 4, b: 2, c: 1 },
    });
  });
});

import type { HandCount, Question } from "../../../shared/protocol.ts";
import { isAlone } from "../../../shared/questions.ts";

/** What a teller has typed: digits, or nothing yet. */
export interface Entered {
  papers: string;
  invalid: string;
  blank: string;
  marks: Record<string, string>;
}

export type Fault = "number" | "papers" | "invalid" | "mark" | "marks";

/** Why papers cannot have come to this; `null` if they can. The server asks the same (`voting/hand_count.py`). */
export function fault(entered: Entered, question: Question, given: number): Fault | null {
  const marks = question.options.map((option) => entered.marks[option.key] ?? "");
  if (![entered.papers, entered.invalid, entered.blank, ...marks].every((typed) => /^\d{1,7}$/.test(typed.trim()))) {
    return "number";
  }
  const count = countOf(entered, question);
  const numbers = Object.values(count.marks);
  const sum = numbers.reduce((one, other) => one + other, 0);
  const marked = count.papers - count.invalid - count.blank;
  if (count.papers > given) return "papers";
  if (marked < 0) return "invalid";
  if (numbers.some((number) => number > marked)) return "mark";
  const fewest = isAlone(question) ? 0 : question.min_marks * marked;
  return sum < fewest || sum > question.max_marks * marked ? "marks" : null;
}

/** The numbers. */
export function countOf(entered: Entered, question: Question): Required<HandCount> {
  const marks = question.options.map((option) => [option.key, Number(entered.marks[option.key] ?? "")] as const);
  return {
    papers: Number(entered.papers),
    invalid: Number(entered.invalid),
    blank: Number(entered.blank),
    marks: Object.fromEntries(marks),
  };
}

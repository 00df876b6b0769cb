import type { HandCount, Question } from "../../../shared/protocol.ts";
import { isAlone, isOfEach, optionOf, markable } from "../../../shared/questions.ts";

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
  const marks = markable(question).map((mark) => entered.marks[mark] ?? "");
  if (![entered.papers, entered.invalid, entered.blank, ...marks].every((typed) => /^\d{1,7}$/.test(typed.trim()))) {
    return "number";
  }
  const count = countOf(entered, question);
  const numbers = Object.values(count.marks);
  const ofOption = new Map<string, number>();
  for (const [mark, number] of Object.entries(count.marks)) {
    ofOption.set(optionOf(mark), (ofOption.get(optionOf(mark)) ?? 0) + number);
  }
  const sum = numbers.reduce((one, other) => one + other, 0);
  const marked = count.papers - count.invalid - count.blank;
  if (count.papers > given) return "papers";
  if (marked < 0) return "invalid";
  if ([...ofOption.values()].some((number) => number > marked)) return "mark";
  const fewest = isAlone(question) ? 0 : question.min_marks * marked;
  const most = isOfEach(question) ? question.options.length : question.max_marks;
  return sum < fewest || sum > most * marked ? "marks" : null;
}

/** The numbers. */
export function countOf(entered: Entered, question: Question): Required<HandCount> {
  const marks = markable(question).map((mark) => [mark, Number(entered.marks[mark] ?? "")] as const);
  return {
    papers: Number(entered.papers),
    invalid: Number(entered.invalid),
    blank: Number(entered.blank),
    marks: Object.fromEntries(marks),
  };
}

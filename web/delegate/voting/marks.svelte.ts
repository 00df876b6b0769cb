import type { Answer, Paper, Question } from "../../shared/protocol.ts";
import { canonical, isAlone, isOfEach, optionOf, wordOf } from "../../shared/questions.ts";

/** What a draft of a paper holds: the marks by question; `[]` is a blank that was chosen. */
export type MarkedQuestions = Record<number, string[]>;

/** The marks on one paper, as they are being made. */
export class Marks {
  readonly paper: Paper;
  #marked = $state.raw<MarkedQuestions>({});

  readonly answered: number = $derived.by(() => this.questions.filter((question) => this.isAnswered(question)).length);
  readonly isComplete: boolean = $derived.by(() => this.answered === this.questions.length);
  readonly isUntouched: boolean = $derived(Object.keys(this.#marked).length === 0);

  constructor(paper: Paper, marked: MarkedQuestions = {}) {
    this.paper = paper;
    this.#marked = fitting(paper, marked);
  }

  get marked(): MarkedQuestions {
    return this.#marked;
  }

  get questions(): Question[] {
    return this.paper.questions;
  }

  /** Mark an option; where several may be marked, the second time takes it back. Where one strikes names, strike one. */
  mark(question: Question, option: string): void {
    if (question.by_crossing_out) {
      const standing = this.standing(question);
      const isStruck = !standing.includes(option);
      this.put(question, isStruck ? [...standing, option] : standing.filter((one) => one !== option));
      return;
    }
    const before = this.#marked[question.number] ?? [];
    if (question.max_marks === 1 && question.kind !== "election" && !isOfEach(question)) return this.put(question, [option]);
    if (before.includes(option)) {
      const rest = before.filter((one) => one !== option);
      this.put(question, rest.length > 0 ? rest : undefined);
    } else if (before.length < question.max_marks || isOfEach(question)) {
      this.put(question, [...before, option]);
    }
  }

  /** Say something of an option, "yes" or "7"; nothing takes it back. */
  say(question: Question, option: string, word: string): void {
    const rest = (this.#marked[question.number] ?? []).filter((mark) => optionOf(mark) !== option);
    const marks = canonical(question, word ? [...rest, `${option}=${word}`] : rest);
    this.put(question, marks.length > 0 ? marks : undefined);
  }

  /** What is said of an option; "" if nothing is. */
  said(question: Question, option: string): string {
    return wordOf(this.#marked[question.number]?.find((mark) => optionOf(mark) === option) ?? "");
  }

  /** The place of an option in the order, from 1; 0 if it has none. */
  place(question: Question, option: string): number {
    return (this.#marked[question.number]?.indexOf(option) ?? -1) + 1;
  }

  /** Put an option of the order one place up. */
  up(question: Question, option: string): void {
    const order = [...(this.#marked[question.number] ?? [])];
    const at = order.indexOf(option);
    if (at < 1) return;
    order.splice(at - 1, 2, option, order[at - 1]!);
    this.put(question, order);
  }

  /** Vote for everybody on the list, where there are seats for all. */
  markAll(question: Question): void {
    if (question.options.length <= question.max_marks) this.put(question, question.options.map(({ key }) => key));
  }

  leaveBlank(question: Question): void {
    if (this.mayBeEmpty(question)) this.put(question, []);
  }

  /** Nothing marked is an answer: blank, or no vote for the only candidate. */
  mayBeEmpty(question: Question): boolean {
    return this.paper.allows_blank || isAlone(question);
  }

  /** The keys that count as marked. Where one strikes names, all stand until they are struck. */
  standing(question: Question): string[] {
    return this.#marked[question.number] ?? (question.by_crossing_out ? question.options.map(({ key }) => key) : []);
  }

  isMarked(question: Question, option: string): boolean {
    return this.standing(question).includes(option);
  }

  /** How many names too many stand. */
  excess(question: Question): number {
    return Math.max(0, this.standing(question).length - question.max_marks);
  }

  isBlank(question: Question): boolean {
    return this.#marked[question.number]?.length === 0;
  }

  /** All that may be marked is marked, so that another one needs one taken back. */
  isFull(question: Question): boolean {
    if (question.by_crossing_out || isOfEach(question) || (question.max_marks === 1 && question.kind !== "election")) return false;
    return (this.#marked[question.number]?.length ?? 0) >= question.max_marks;
  }

  isAnswered(question: Question): boolean {
    const marked = this.#marked[question.number];
    if (marked === undefined) return false;
    if (marked.length === 0) return this.mayBeEmpty(question);
    return marked.length >= question.min_marks && (isOfEach(question) || marked.length <= question.max_marks);
  }

  /** Fill the motions that have no answer yet with "for", their first option. What was marked stays. */
  markRestFor(): void {
    for (const question of this.questions) {
      const [first] = question.options;
      if (question.kind === "motion" && first && !this.isAnswered(question)) this.put(question, [first.key]);
    }
  }

  /** The first question without an answer behind `after`, beginning anew at the end. */
  nextOpen(after = 0): Question | undefined {
    const open = this.questions.filter((question) => !this.isAnswered(question));
    return open.find((question) => question.number > after) ?? open[0];
  }

  toAnswers(): Answer[] {
    return this.questions.map(({ number }) => ({ question: number, options: this.#marked[number] ?? [] }));
  }

  private put(question: Question, options: string[] | undefined): void {
    const next = { ...this.#marked };
    if (options === undefined) delete next[question.number];
    else next[question.number] = options;
    this.#marked = next;
  }
}

/** The marks of a draft that the paper still has. */
function fitting(paper: Paper, marked: MarkedQuestions): MarkedQuestions {
  const fits: MarkedQuestions = {};
  for (const question of paper.questions) {
    const options = marked[question.number];
    if (options?.every((mark) => question.options.some(({ key }) => key === optionOf(mark)))) fits[question.number] = options;
  }
  return fits;
}

/** How many marked what, for the review: one line an option label, in the order of the paper, blanks last. */
export function summary(answers: Answer[], paper: Paper, labelOf: (question: Question, key: string) => string, blank: string) {
  const counts = new Map<string, number>();
  for (const question of paper.questions) for (const { key } of question.options) counts.set(labelOf(question, key), 0);
  counts.set(blank, 0);
  for (const { question: number, options } of answers) {
    const question = paper.questions[number - 1];
    if (question === undefined) continue;
    const labels = options.length > 0 ? options.map((key) => labelOf(question, key)) : [blank];
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 0).map(([label, count]) => ({ label, count }));
}

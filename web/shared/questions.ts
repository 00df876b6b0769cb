import type { Outcome, Question, Standing } from "./protocol.ts";

/** A question as far as its marks go by it. */
export type Marked = { options: readonly { key: string }[] } & Partial<Pick<Question, "kind" | "most_points">>;

/** One candidate alone: not to vote for them is a vote against, never a blank. */
export const isAlone = ({ kind, options }: Pick<Question, "kind" | "options">): boolean => kind === "election" && options.length === 1;

/** Whether each option gets a mark of its own, as many as one likes. */
export const isOfEach = ({ kind }: Pick<Question, "kind">): boolean => kind === "approval" || kind === "ranking" || kind === "score";

/** Whether it fills seats with people. */
export const isOfPeople = ({ kind, candidates }: Pick<Question, "kind"> & { candidates: readonly unknown[] }): boolean =>
  kind === "election" || candidates.length > 0;

/** The option of a mark: `"an"` of `"an=yes"`. */
export const optionOf = (mark: string): string => mark.split("=")[0]!;

/** What a mark says of its option: `"yes"` of `"an=yes"`. */
export const wordOf = (mark: string): string => mark.split("=")[1] ?? "";

/** Options as a result is read out: where places are filled, those who have one and then from the most votes down. */
export function inOrder({ kind }: Question, { chosen, standings }: Outcome): Standing[] {
  if (kind === "motion" || kind === "choice") return [...standings];
  const place = ({ option }: Standing): number => (chosen.includes(option) ? chosen.indexOf(option) : chosen.length);
  return [...standings].sort((one, other) => place(one) - place(other) || other.mandates - one.mandates);
}

/** What can be said of an option; nothing where it is marked or not. */
export function wordsOf({ kind, most_points = 0 }: Marked): string[] {
  if (kind === "approval") return ["yes", "no"];
  return kind === "score" ? Array.from({ length: most_points + 1 }, (_, points) => String(points)) : [];
}

/** Everything that a tally counts, in the paper's order. */
export function markable(question: Marked): string[] {
  const words = wordsOf(question);
  return question.options.flatMap(({ key }) => (words.length > 0 ? words.map((word) => `${key}=${word}`) : [key]));
}

/** Marks as they are stored: in the paper's order, of a ranking in the voter's. */
export function canonical({ kind, options }: Pick<Question, "kind" | "options">, marks: readonly string[]): string[] {
  if (kind === "ranking") return [...marks];
  return options.flatMap(({ key }) => marks.filter((mark) => optionOf(mark) === key).slice(0, 1));
}

/** As much as one can say on a paper: the longest mark of each option. */
export function fullest(question: Marked): string[] {
  const longest = wordsOf(question).reduce((one, other) => (other.length > one.length ? other : one), "");
  return question.options.map(({ key }) => (longest ? `${key}=${longest}` : key));
}

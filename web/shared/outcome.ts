/** What a count comes to, worked out anew: the browser's half of `voting/kinds` and `voting/places.py`. Pure. */

import type { Outcome, Question } from "./protocol.ts";
import { isOfPeople, markable, optionOf, wordOf } from "./questions.ts";
import { schulze, transferable, type Order, type Places } from "./rankings.ts";

/** A question, as far as it is decided by it. */
export type DecidedQuestion = Pick<Question, "kind" | "max_marks" | "most_points" | "counted_by"> & {
  options: readonly { key: string }[];
  candidates: readonly unknown[];
  rule: Pick<NonNullable<Question["rule"]>, "numerator" | "denominator" | "exactly_suffices" | "base"> | null;
};

/** The count of a question, printed papers included. `orders`: of a ranking, whose marks are first preferences. */
export interface Counted {
  marks: Readonly<Record<string, number>>;
  valid: number;
  cast: number;
  orders: readonly Order[];
}

/** What is decided, and the number that shares are taken of. */
export type Decided = Pick<Outcome, "conclusion" | "chosen" | "tied" | "whole">;

const ANY_VOTE = { base: "valid", numerator: 0, denominator: 1, exactly_suffices: false } as const; // one is enough

/** The outcome. `stated` is how many were present, or entitled: where the rule goes by that, no ballot says it. */
export function outcomeOf(question: DecidedQuestion, counted: Counted, stated: number): Decided {
  const rule = question.rule ?? ANY_VOTE;
  let whole = rule.base === "valid" || rule.base === "cast" ? counted[rule.base] : stated;
  if (question.kind === "score") whole = counted.valid * question.most_points;
  const suffices = (votes: number): boolean => {
    const margin = votes * rule.denominator - whole * rule.numerator;
    return votes > 0 && (margin > 0 || (margin === 0 && rule.exactly_suffices));
  };
  const { chosen, tied } = placesIn(question, counted, suffices);
  return { conclusion: conclusionOf(question, chosen, tied), chosen, tied, whole };
}

function placesIn(question: DecidedQuestion, counted: Counted, suffices: (votes: number) => boolean): Places {
  const { kind, max_marks: places } = question;
  const keys = question.options.map(({ key }) => key);
  if (kind === "ranking") return (question.counted_by === "schulze" ? schulze : transferable)(keys, counted.orders, places);
  const votes = votesOf(question, counted);
  const asked = kind === "motion" ? keys.slice(0, 1) : keys; // the others are those against it
  const ranked = asked.filter((key) => suffices(votes(key))).sort((one, other) => votes(other) - votes(one));
  const nextBest = ranked[places] === undefined ? 0 : votes(ranked[places]); // of the first for whom there is no place
  const chosen = ranked.slice(0, places).filter((key) => votes(key) > nextBest);
  return { chosen, tied: chosen.length < places ? ranked.filter((key) => votes(key) === nextBest) : [] };
}

function votesOf(question: DecidedQuestion, { marks }: Counted): (key: string) => number {
  const of = (mark: string): number => marks[mark] ?? 0;
  switch (question.kind) {
    case "approval": // without a rule it takes more who are for it than against
      return (key) => (question.rule === null && of(`${key}=yes`) <= of(`${key}=no`) ? 0 : of(`${key}=yes`));
    case "score":
      return (key) =>
        markable(question)
          .filter((mark) => optionOf(mark) === key)
          .reduce((sum, mark) => sum + of(mark) * Number(wordOf(mark)), 0);
    default:
      return of;
  }
}

function conclusionOf(question: DecidedQuestion, chosen: string[], tied: string[]): Outcome["conclusion"] {
  if (tied.length > 0) return "tied";
  if (question.kind === "motion") return chosen.length > 0 ? "adopted" : "rejected";
  if (isOfPeople(question)) return chosen.length === question.max_marks ? "elected" : "too_few";
  return chosen.length > 0 ? "chosen" : "none_chosen";
}

import { optionOf, wordsOf } from "../shared/questions.ts";
import type { Recount } from "../shared/urn.ts";
import type { PollInFile } from "./urnFile.ts";

/** What one line of the count says: votes, of a score points. `word`: which of the two votes on an option. */
export interface Line {
  option: string;
  word: "" | "yes" | "no";
  urn: number;
  hand: number;
}

/** The count in the paper's order, as it was found here; printed papers as the file has them. */
export function linesOf({ question, hand }: PollInFile, { marks }: Pick<Recount, "marks">): Line[] {
  const onPaper = hand?.marks ?? {};
  if (question.kind === "score") {
    return question.options.map(({ key }) => ({ option: key, word: "", urn: points(marks, key), hand: points(onPaper, key) }));
  }
  const words = wordsOf(question) as ("yes" | "no")[];
  return question.options.flatMap(({ key }) =>
    (words.length > 0 ? words : [""] as const).map((word) => {
      const mark = word ? `${key}=${word}` : key;
      return { option: key, word, urn: marks[mark] ?? 0, hand: onPaper[mark] ?? 0 };
    }),
  );
}

/** All points that an option was given. */
function points(marks: Record<string, number>, key: string): number {
  const own = Object.entries(marks).filter(([mark]) => optionOf(mark) === key);
  return own.reduce((sum, [mark, times]) => sum + Number(mark.slice(key.length + 1)) * times, 0);
}

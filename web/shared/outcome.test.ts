// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { outcomeOf, type Counted, type Decided, type DecidedQuestion } from "./outcome.ts";

// Questions and counts by chance, and what they came to; the server's tests make them (test_outcomes_of_browsers.py).
const EXAMPLES = JSON.parse(
  readFileSync(new URL("../../tests/voting/data/outcomes.json", import.meta.url), "utf8"),
) as (Counted & { question: DecidedQuestion; outcome: Decided })[];

it.each(EXAMPLES.map((example, at) => [`${at}, ${example.question.kind}`, example] as const))(
  "comes to what the congress makes of it: %s",
  (_, { question, outcome, ...counted }) => {
    expect(outcomeOf(question, counted, outcome.whole)).toEqual(outcome);
  },
);

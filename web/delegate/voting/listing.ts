import { once } from "../../shared/once.ts";
import type { PollOnFloor, Question } from "../../shared/protocol.ts";

/** Whether its options are rows of a list, with more to each than a mark: fetched when needed, as the first view is small. */
export const isListed = ({ kind }: Question): boolean => kind !== "motion" && kind !== "choice";

/** What draws such lists. */
export const listed = once(() => import("./Listed.svelte"));

/** The same for what few see. */
export const latePaper = once(() => import("./LatePaper.svelte"));

/** Fetch it as soon as such a poll is announced, so that its paper opens at once, with a network or without. */
export function fetchAhead(polls: PollOnFloor[]): void {
  if (polls.some(({ paper }) => paper.questions.some(isListed))) listed().catch(() => {}); // the paper asks again, and says so
}

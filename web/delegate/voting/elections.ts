import { once } from "../../shared/once.ts";
import type { PollOnFloor } from "../../shared/protocol.ts";

/** What draws candidates: only elections need it, and the first view is small. */
export const candidates = once(() => import("./Candidates.svelte"));

/** Fetch it as soon as an election is announced, so that its paper opens at once, with a network or without. */
export function fetchAhead(polls: PollOnFloor[]): void {
  const isElection = polls.some(({ paper }) => paper.questions.some(({ kind }) => kind === "election"));
  if (isElection) candidates().catch(() => {}); // the paper asks again, and says so
}

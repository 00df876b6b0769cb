import type { Mine, MyBallot, PollOnFloor } from "../../shared/protocol.ts";

/** How one delegate stands in one poll that is announced or open. */
export type Standing =
  | { kind: "unknown" } // what concerns me has not come yet
  | { kind: "counted"; ballot: MyBallot }
  | { kind: "may_vote" }
  | { kind: "never" } // guests, alternates, credentials not recognised
  | { kind: "not_present" }
  | { kind: "not_listed" }; // the electorate was frozen without me

/**
 * Whether and why. For polls that `mine` knows to be open its word is certain; one that opened since is judged by kind and
 * presence, and the answer to the cast decides.
 */
export function standing(poll: PollOnFloor, mine: Mine | undefined): Standing {
  if (mine === undefined) return { kind: "unknown" };
  const ballot = mine.ballots.find((one) => one.poll_id === poll.id);
  if (ballot !== undefined) return { kind: "counted", ballot };
  if (!mine.votes) return { kind: "never" };
  if (poll.electorate_kind === "present" && !mine.is_present) return { kind: "not_present" };
  if (mine.may_vote_in.includes(poll.id)) return { kind: "may_vote" };
  const isDecided = poll.state === "open" && mine.open_polls.includes(poll.id);
  return isDecided ? { kind: "not_listed" } : { kind: "may_vote" };
}

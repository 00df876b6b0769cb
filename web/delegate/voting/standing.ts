import type { Mine, MyBallot, PollOnFloor } from "../../shared/protocol.ts";
import type { SecretStanding } from "./secret.svelte.ts";

/** How one delegate stands in one poll that is announced or open. */
export type Standing =
  | { kind: "unknown" } // what concerns me has not come yet
  | { kind: "counted"; ballot: MyBallot }
  | { kind: "may_vote" }
  | { kind: "never" } // guests, alternates, credentials not recognised
  | { kind: "not_present" }
  | { kind: "not_listed" } // the electorate was frozen without me
  | { kind: "for_some" } // announced to some delegations or a named list: whether I am one of them shows when it opens
  | { kind: "not_for_me" } // open to them, and I am not one of them
  | { kind: "paper_coming" } // secret: this phone is getting a paper
  | { kind: "late_paper" } // secret: open, and a paper can be asked for
  | { kind: "in_line" } // secret: it has been asked for, and comes with the next batch
  | { kind: "no_paper"; code: string } // secret: it has none, and why
  | { kind: "wrong_key" } // secret: the key is not the one that everybody was shown
  | { kind: "in_urn" }; // secret: cast; whose ballot it is only this phone knows

/**
 * Whether and why. For polls that `mine` knows to be open its word is certain; one that opened since is judged by kind and
 * presence, and the answer to the cast decides. `secret` is what this phone knows of its paper in a secret poll.
 */
export function standing(poll: PollOnFloor, mine: Mine | undefined, secret?: SecretStanding): Standing {
  const known = byRoll(poll, mine);
  if (!poll.secret || (known.kind !== "may_vote" && secret?.step !== "cast")) return known;
  switch (secret?.step) {
    case undefined:
    case "fetching":
      return { kind: "paper_coming" };
    case "late":
      return { kind: "late_paper" };
    case "in_line":
      return { kind: "in_line" };
    case "refused":
      return { kind: "no_paper", code: secret.code };
    case "alarm":
      return { kind: "wrong_key" };
    case "cast":
      return { kind: "in_urn" };
    default:
      return known;
  }
}

function byRoll(poll: PollOnFloor, mine: Mine | undefined): Standing {
  if (mine === undefined) return { kind: "unknown" };
  const ballot = mine.ballots.find((one) => one.poll_id === poll.id);
  if (ballot !== undefined) return { kind: "counted", ballot };
  if (!mine.votes) return { kind: "never" };
  if (poll.electorate_kind === "present" && !mine.is_present) return { kind: "not_present" };
  if (mine.may_vote_in.includes(poll.id)) return { kind: "may_vote" };
  const isDecided = mine.open_polls.includes(poll.id);
  if (poll.is_for_some) return { kind: poll.state === "open" || isDecided ? "not_for_me" : "for_some" };
  return isDecided ? { kind: "not_listed" } : { kind: "may_vote" };
}

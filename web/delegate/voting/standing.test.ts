import { describe, expect, it } from "vitest";
import type { Mine, PollOnFloor } from "../../shared/protocol.ts";
import { standing } from "./standing.ts";

const POLL = { id: "p", state: "open", electorate_kind: "present" } as PollOnFloor;

function me(changes: Partial<Mine> = {}): Mine {
  return { is_present: true, votes: true, open_polls: [], may_vote_in: [], ballots: [], ...changes } as Mine;
}

describe("the standing of a delegate", () => {
  it("is not known before what concerns them has come", () => {
    expect(standing(POLL, undefined).kind).toBe("unknown");
  });

  it("lets who is present vote at once in a poll that opened since", () => {
    expect(standing(POLL, me()).kind).toBe("may_vote");
  });

  it("goes by the electorate once it is told", () => {
    expect(standing(POLL, me({ open_polls: ["p"], may_vote_in: ["p"] })).kind).toBe("may_vote");
    expect(standing(POLL, me({ open_polls: ["p"] })).kind).toBe("not_listed");
  });

  it("tells who is not in the hall to come in", () => {
    expect(standing(POLL, me({ is_present: false })).kind).toBe("not_present");
    expect(standing(POLL, me({ is_present: false, open_polls: ["p"] })).kind).toBe("not_present");
    expect(standing(POLL, me({ is_present: false, open_polls: ["p"], may_vote_in: ["p"] })).kind).toBe("not_present");
  });

  it("does not ask for presence where all official delegates vote", () => {
    expect(standing({ ...POLL, electorate_kind: "all_official" }, me({ is_present: false })).kind).toBe("may_vote");
  });

  it("lets guests and alternates watch", () => {
    expect(standing(POLL, me({ votes: false })).kind).toBe("never");
  });

  it("knows a ballot that is in, whatever else changed", () => {
    const ballot = { ballot_id: "b", poll_id: "p", cast_at: "2025-12-24T01:00:00Z" };

    expect(standing(POLL, me({ ballots: [ballot], is_present: false }))).toEqual({ kind: "counted", ballot });
  });
});

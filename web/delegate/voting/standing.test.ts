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

  it("in a poll of some goes by what the server says, and by nothing else", () => {
    const some = { ...POLL, is_for_some: true };

    expect(standing(some, me()).kind).toBe("not_for_me");
    expect(standing(some, me({ may_vote_in: ["p"], open_polls: ["p"] })).kind).toBe("may_vote");
    expect(standing({ ...some, state: "announced" }, me()).kind).toBe("for_some");
    expect(standing(some, me({ votes: false })).kind).toBe("never");
  });
});

describe("a secret poll", () => {
  const secret = { ...POLL, state: "announced", secret: { mode: "strict" } } as unknown as PollOnFloor;
  const listed = me({ open_polls: ["p"], may_vote_in: ["p"] });

  it("waits for this phone's paper, and asks for a vote once it is here", () => {
    expect(standing(secret, listed).kind).toBe("paper_coming");
    expect(standing(secret, listed, { step: "fetching" }).kind).toBe("paper_coming");
    expect(standing(secret, listed, { step: "ready" }).kind).toBe("may_vote");
  });

  it("offers a late paper while an attended poll is open, and waits for the next batch once it is asked for", () => {
    expect(standing(secret, listed, { step: "late" }).kind).toBe("late_paper");
    expect(standing(secret, listed, { step: "in_line" }).kind).toBe("in_line");
  });

  it("says why there is no paper, and warns of a key that is not the announced one", () => {
    expect(standing(secret, listed, { step: "refused", code: "no_more_papers" })).toEqual({
      kind: "no_paper",
      code: "no_more_papers",
    });
    expect(standing(secret, listed, { step: "alarm" }).kind).toBe("wrong_key");
  });

  it("is over for this phone once its ballot is in the urn, also when the delegate has left", () => {
    expect(standing(secret, me({ ...listed, is_present: false }), { step: "cast" }).kind).toBe("in_urn");
  });

  it("knows from announcing on who is listed", () => {
    expect(standing(secret, me({ open_polls: ["p"] }), { step: "ready" }).kind).toBe("not_listed");
  });
});

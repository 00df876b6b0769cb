import { describe, expect, it } from "vitest";
import { BallotBox, type BallotStore, type Post, type Sending } from "./ballots.ts";
import { LostError, RefusedError, type Live } from "./live.ts";
import type { Answer, CastBallot, CastFrame } from "./protocol.ts";

const FOR: Answer[] = [{ question: 1, options: ["for"] }];
const AGAINST: Answer[] = [{ question: 1, options: ["against"] }];

/** A store that a reload survives. */
function aStore(): BallotStore & { kept: Map<string, CastBallot> } {
  const kept = new Map<string, CastBallot>();
  return {
    kept,
    read: async (id) => kept.get(id),
    write: async (ballot) => void kept.set(ballot.poll_id, ballot),
    remove: async (id) => void kept.delete(id),
  };
}

/** A server that keeps ballots as the real one does, behind a line that fails as told. */
function aServer(...fails: ("before" | "after" | "busy" | "never")[]) {
  const counted = new Map<string, CastBallot>();
  const live = {
    ask: async ({ ballot }: Omit<CastFrame, "ref">) => {
      const fault = fails.shift();
      if (fault === "before") throw new LostError("lost on the way there");
      if (fault === "busy") throw new RefusedError("intake_busy");
      const known = [...counted.values()].find((one) => one.poll_id === ballot.poll_id);
      if (known !== undefined && known.ballot_id !== ballot.ballot_id) {
        if (ballot.replaces !== known.ballot_id) throw new RefusedError("already_voted");
        counted.delete(known.ballot_id);
      }
      counted.set(ballot.ballot_id, ballot);
      if (fault === "after") throw new LostError("lost on the way back");
      return { type: "counted", receipt: { ballot_id: ballot.ballot_id, poll_id: ballot.poll_id, cast_at: "now" } };
    },
  };
  return { live: live as unknown as Live, counted };
}

function aBox(live: Live, store: BallotStore, post: Post = unreachable): BallotBox {
  let n = 0;
  return new BallotBox(live, store, post, () => `ballot-${++n}`, async () => {});
}

async function unreachable(): Promise<never> {
  throw new LostError("no connection");
}

describe("the ballot box", () => {
  it("keeps the marks before they leave and forgets them when they are counted", async () => {
    const store = aStore();
    const { live, counted } = aServer();

    const end = await aBox(live, store).cast("poll", FOR);

    expect(end.step).toBe("counted");
    expect([...counted.values()].map((ballot) => ballot.answers)).toEqual([FOR]);
    expect(store.kept.size).toBe(0);
  });

  it("sends the same ballot again until there is an answer, and is counted once", async () => {
    const steps: Sending["step"][] = [];
    const { live, counted } = aServer("before", "after", "busy", "after");

    const end = await aBox(live, aStore()).cast("poll", FOR, (sending) => steps.push(sending.step));

    expect(end.step).toBe("counted");
    expect(counted.size).toBe(1);
    expect(steps).toEqual(["sending", "waiting", "waiting", "waiting", "waiting", "counted"]);
  });

  it("casts by a request where no socket gets through, and the same ballot", async () => {
    const posted: CastBallot[] = [];
    const { live, counted } = aServer("after");

    const end = await aBox(live, aStore(), async (ballot) => {
      posted.push(ballot);
      return { ballot_id: ballot.ballot_id, poll_id: ballot.poll_id, cast_at: "then" };
    }).cast("poll", FOR);

    expect(end).toMatchObject({ step: "counted", receipt: { cast_at: "then" } });
    expect(posted).toEqual([...counted.values()]);
  });

  it("hears a refusal by either way", async () => {
    const { live } = aServer("before");

    const end = await aBox(live, aStore(), async () => {
      throw new RefusedError("poll_closed");
    }).cast("poll", FOR);

    expect(end).toMatchObject({ step: "refused", refusal: { code: "poll_closed" } });
  });

  it("goes on after the page was killed between sending and answer", async () => {
    const store = aStore();
    const { live, counted } = aServer();
    await store.write({ ballot_id: "from-before", poll_id: "poll", answers: FOR });

    const end = await aBox(live, store).resume("poll");

    expect(end?.step).toBe("counted");
    expect([...counted.keys()]).toEqual(["from-before"]);
  });

  it("does not turn a ballot that may have arrived into another one", async () => {
    const store = aStore();
    const { live, counted } = aServer();
    await store.write({ ballot_id: "from-before", poll_id: "poll", answers: FOR });

    await aBox(live, store).cast("poll", AGAINST);

    expect([...counted.values()].map((ballot) => ballot.answers)).toEqual([FOR]);
  });

  it("sends once however often the button is pressed", async () => {
    const { live, counted } = aServer("before");
    const box = aBox(live, aStore());

    const ends = await Promise.all([box.cast("poll", FOR), box.cast("poll", FOR), box.cast("poll", FOR)]);

    expect(ends.map((end) => end.step)).toEqual(["counted", "counted", "counted"]);
    expect(counted.size).toBe(1);
  });

  it("ends with the reason when the server refuses", async () => {
    const store = aStore();
    const { live } = aServer();
    await aBox(live, store).cast("poll", FOR);

    const end = await new BallotBox(live, store, unreachable, () => "another device").cast("poll", AGAINST);

    expect(end).toMatchObject({ step: "refused", refusal: { code: "already_voted" } });
    expect(store.kept.size).toBe(0);
  });

  it("says which ballot a changed one replaces, also when the page dies on the way", async () => {
    const store = aStore();
    const { live, counted } = aServer("never", "after");
    const box = aBox(live, store);
    await box.cast("poll", FOR);
    await store.write({ ballot_id: "ballot-2", poll_id: "poll", answers: AGAINST, replaces: "ballot-1" }); // and died

    const end = await aBox(live, store).resume("poll");

    expect(end).toMatchObject({ step: "counted", receipt: { ballot_id: "ballot-2" } });
    expect([...counted.values()].map(({ answers }) => answers)).toEqual([AGAINST]);
    expect(await box.cast("poll", FOR, undefined, "ballot-2")).toMatchObject({ step: "counted" });
    expect([...counted.values()]).toMatchObject([{ answers: FOR, replaces: "ballot-2" }]);
  });

  it("has nothing to go on with when nothing was under way", async () => {
    const { live } = aServer();

    expect(await aBox(live, aStore()).resume("poll")).toBeUndefined();
  });
});

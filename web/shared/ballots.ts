import { newId } from "./ids.ts";
import type { Live } from "./live.ts";
import { LostError, RefusedError } from "./live.ts";
import type { Answer, CastBallot, CastFrame, Counted, Receipt } from "./protocol.ts";

/** Casts without a socket. Throws {@link RefusedError}, or {@link LostError} when nobody knows how it ended. */
export type Post = (ballot: CastBallot) => Promise<Receipt>;

/** Where a phone keeps a ballot that it is sending, so that neither a reload nor a dead battery loses it. */
export interface BallotStore {
  read(pollId: string): Promise<CastBallot | undefined>;
  write(ballot: CastBallot): Promise<void>;
  remove(pollId: string): Promise<void>;
}

/** How a sending stands. `waiting`: the connection is away; it goes on by itself. */
export type Sending =
  | { step: "sending" }
  | { step: "waiting" }
  | { step: "counted"; receipt: Receipt }
  | { step: "refused"; refusal: RefusedError };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
const PASSING = new Set(["intake_busy", "internal_error"]);

type Rest = (ms: number) => Promise<void>;

/**
 * Sends ballots until the server has answered.
 *
 * The ballot is written down with its id before it leaves. An answer that got lost is asked for again with the same id, so
 * that the ballot counts once however often it is sent; only an answer ends it.
 */
export class BallotBox {
  private readonly sendings = new Map<string, Promise<Sending>>();

  constructor(
    private readonly live: Live,
    private readonly store: BallotStore,
    private readonly post: Post,
    private readonly idOf: () => string = newId,
    private readonly rest: Rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {}

  /**
   * Cast `answers`, in the place of the ballot `replaces` if there was one; `tell` hears each step. Resolves with the
   * last one: counted, or refused.
   */
  cast(pollId: string, answers: Answer[], tell: (sending: Sending) => void = () => {}, replaces?: string): Promise<Sending> {
    return this.alone(pollId, async () => {
      const kept = await this.store.read(pollId);
      // A ballot that may have arrived must not become another one: what was first sent is what is sent.
      const ballot = kept ?? { ballot_id: this.idOf(), poll_id: pollId, answers, ...(replaces && { replaces }) };
      if (kept === undefined) await this.store.write(ballot);
      return this.untilAnswered(ballot, tell);
    });
  }

  /** Go on with a ballot of `pollId` that was being sent when the page died. Undefined if there is none. */
  async resume(pollId: string, tell: (sending: Sending) => void = () => {}): Promise<Sending | undefined> {
    const ballot = await this.store.read(pollId);
    if (ballot === undefined) return undefined;
    return this.alone(pollId, () => this.untilAnswered(ballot, tell));
  }

  private alone(pollId: string, begin: () => Promise<Sending>): Promise<Sending> {
    const going = this.sendings.get(pollId);
    if (going !== undefined) return going;
    const sending = begin().finally(() => this.sendings.delete(pollId));
    this.sendings.set(pollId, sending);
    return sending;
  }

  private async untilAnswered(ballot: CastBallot, tell: (sending: Sending) => void): Promise<Sending> {
    for (let failures = 0; ; failures++) {
      tell({ step: failures === 0 ? "sending" : "waiting" });
      const end = await this.once(ballot);
      if (end !== undefined) {
        await this.store.remove(ballot.poll_id);
        tell(end);
        return end;
      }
      await this.rest(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures));
    }
  }

  /** One attempt; undefined when nobody knows how it ended. */
  private async once(ballot: CastBallot): Promise<Sending | undefined> {
    try {
      return { step: "counted", receipt: await this.send(ballot) };
    } catch (error) {
      if (error instanceof RefusedError && !PASSING.has(error.code)) return { step: "refused", refusal: error };
      if (error instanceof RefusedError || error instanceof LostError) return undefined;
      throw error;
    }
  }

  /** Over the socket; where none gets through (a proxy of the house, a line that has just changed), by a request. */
  private async send(ballot: CastBallot): Promise<Receipt> {
    try {
      return ((await this.live.ask<CastFrame>({ type: "cast", ballot })) as Counted).receipt;
    } catch (error) {
      if (!(error instanceof LostError)) throw error;
      return this.post(ballot);
    }
  }
}

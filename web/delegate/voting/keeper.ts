/**
 * Gets a paper for each secret poll at a moment that says nothing, and brings ballots to the urn until it has answered.
 *
 * Loaded when there is a secret poll: the first view is small.
 */

import type { Sending } from "../../shared/ballots.ts";
import type { Code } from "../../shared/codes.ts";
import { api, got, Problem } from "../../shared/http.ts";
import { RefusedError } from "../../shared/live.ts";
import type { Answer, PollOnFloor } from "../../shared/protocol.ts";
import { drafts } from "../kept.ts";
import { delay, put } from "./casting.ts";
import { chance, rest, untilReached } from "./patience.ts";
import { AnotherKey, collect, finish, forget, isPromised, isSigned, makePocket, voidOf, type Pocket } from "./pocket.ts";
import { pollNow } from "./pollNow.ts";
import { isSecret, POCKET, type SecretStanding } from "./secret.svelte.ts";
import { draftOf } from "./urn.svelte.ts";

const LAST_MOMENT_MS = 3_000; // before papers end, for a slow network
const GIVE_BACK_OVER_MS = 30_000; // all phones hear of the closing at once: which one answers when says nothing

export type Told = (standing: SecretStanding) => void;

/** A poll that is secret. */
export type SecretPoll = PollOnFloor & { secret: NonNullable<PollOnFloor["secret"]> };

export class Keeper {
  private readonly pockets = new Map<string, Pocket>();
  private readonly attended = new Set<string>();
  /** Polls of which the server says that this delegate has a paper, and those whose next batch this phone waits for. */
  private readonly given = new Set<string>();
  private readonly inLine = new Set<string>();
  private readonly settling = new Set<string>();
  private readonly busy = new Map<string, Promise<unknown>>();

  /** `now`: the server's time. */
  constructor(private readonly now: () => number) {}

  /** See to it that this delegate has a paper; `tell` hears how it stands. Harmless to call again. */
  async attend(poll: SecretPoll, mandates: number, isElsewhere: boolean, tell: Told): Promise<void> {
    const under = underOf(poll); // another key of the same poll is looked at anew
    if (isElsewhere) this.given.add(poll.id);
    if (isElsewhere && this.inLine.delete(poll.id)) this.attended.delete(under); // the batch is here
    if (this.attended.has(under)) return;
    this.attended.add(under);
    try {
      const pocket = (await this.kept(poll.id)) ?? (await this.made(poll, mandates, isElsewhere, tell));
      if (pocket === undefined) return;
      if (pocket.fingerprint !== poll.secret.fingerprint) throw new AnotherKey();
      if (isPromised(pocket)) return tell({ step: "cast" });
      if (!isSigned(pocket)) {
        const isLost = poll.state === "open" && !pocket.isLate && !isElsewhere; // it did not come through in time
        if (isLost && isAttended(poll)) return tell({ step: "late" });
        if (!(await this.signed(pocket, poll, tell))) return tell({ step: "in_line" });
      }
      tell({ step: pocket.sealed.length > 0 ? "casting" : "ready" });
    } catch (error) {
      if (error instanceof AnotherKey) tell({ step: "alarm" });
      else if (error instanceof Problem) {
        tell({ step: "refused", code: error.code });
        if (error.code === "not_present") this.attended.delete(under); // whoever comes back gets one
      } else throw error;
    }
  }

  /** Ask for a late paper: the delegate wants one, knowing that it is had in a small crowd. */
  async askLate(poll: SecretPoll, mandates: number, tell: Told): Promise<void> {
    try {
      const pocket = (await this.kept(poll.id)) ?? (await this.fresh(poll, mandates, this.now(), tell));
      pocket.isLate = true;
      await this.keep(pocket);
    } catch (error) {
      if (error instanceof AnotherKey) return tell({ step: "alarm" });
      throw error;
    }
    this.attended.delete(underOf(poll));
    await this.attend(poll, mandates, this.given.has(poll.id), tell);
  }

  /** Cast, until the urn has answered. Also goes on with what was being cast when the page died. */
  cast(poll: SecretPoll, answers: Answer[], tell: (sending: Sending) => void): Promise<Sending | "promised"> {
    return this.alone(poll.id, () => this.casting(poll, answers, tell));
  }

  /**
   * Give back, unused, the papers of polls that are over; `underWay` are those that are not.
   *
   * Whoever holds papers, ballots and voids together sees then that nobody voted with ours. Harmless to call again.
   */
  async settle(underWay: readonly string[]): Promise<void> {
    for (const { key } of await drafts.list(POCKET)) {
      const pollId = key.slice(POCKET.length);
      if (underWay.includes(pollId) || this.settling.has(pollId)) continue;
      this.settling.add(pollId);
      void this.alone(pollId, () => this.settled(pollId)).catch((error: unknown) => {
        this.settling.delete(pollId); // the next floor asks again
        if (!(error instanceof Problem)) throw error;
      });
    }
  }

  private async settled(pollId: string): Promise<void> {
    const pocket = await this.kept(pollId);
    if (pocket === undefined || pocket.papers.length === 0) return;
    const poll = await untilReached(() => pollNow(pollId));
    if (poll.state === "announced" || poll.state === "open" || !isSecret(poll)) return void this.settling.delete(pollId);
    if (poll.state !== "annulled") {
      if (!isSigned(pocket)) await this.signed(pocket, poll, () => {}).catch(() => {}); // what is not signed is no paper
      await rest(chance() * GIVE_BACK_OVER_MS);
      for (const place of pocket.papers.keys()) await this.giveBack(pocket, place, poll);
    }
    pocket.leaves = pocket.leaves.slice(0, pocket.promises.length);
    forget(pocket);
    await this.keep(pocket);
  }

  /** A ballot without an answer may be in: it is asked about first. */
  private async giveBack(pocket: Pocket, place: number, poll: SecretPoll): Promise<void> {
    if (place < pocket.promises.length) return;
    const ballot = pocket.sealed[place];
    if (ballot !== undefined) {
      const promise = await untilReached(() => unlessRefused(put(pocket, ballot), "poll_closed"));
      if (promise !== null) {
        pocket.promises.push(promise);
        return this.keep(pocket);
      }
    }
    const unused = await voidOf(pocket, place, poll.paper);
    if (unused === null) return;
    await this.keep(pocket);
    const word = await untilReached(() => unlessRefused(put(pocket, unused, "void"), "paper_spent"));
    if (word !== null) pocket.returned = [...(pocket.returned ?? []), word];
  }

  private async casting(poll: SecretPoll, answers: Answer[], tell: (sending: Sending) => void): Promise<Sending | "promised"> {
    const pocket = await this.kept(poll.id);
    if (pocket === undefined) throw new Error("there is no paper");
    if (isPromised(pocket)) return "promised";
    tell({ step: "sending" });
    await finish(pocket, answers, poll.paper);
    await this.keep(pocket);
    await drafts.remove(draftOf(poll.id)); // what was marked is nobody's business from here on
    for (const ballot of pocket.sealed.slice(pocket.promises.length)) {
      await rest(delay(poll, this.now()));
      try {
        pocket.promises.push(await untilReached(() => put(pocket, ballot), () => tell({ step: "waiting" })));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const end: Sending = { step: "refused", refusal: new RefusedError(error.code, error.details, error.details.detail) };
        tell(end);
        return end;
      }
      await this.keep(pocket);
    }
    forget(pocket);
    await this.keep(pocket);
    return "promised";
  }

  /** One thing at a time with the papers of a poll. */
  private alone<T>(pollId: string, run: () => Promise<T>): Promise<T> {
    const next = (this.busy.get(pollId) ?? Promise.resolve()).then(run, run);
    this.busy.set(pollId, next);
    return next;
  }

  private async kept(pollId: string): Promise<Pocket | undefined> {
    const pocket = this.pockets.get(pollId) ?? (await drafts.read<Pocket>(POCKET + pollId));
    if (pocket !== undefined) this.pockets.set(pollId, pocket);
    return pocket;
  }

  /** On the phone before anything leaves it: a reload must not lose what takes the blinding off. */
  private async keep(pocket: Pocket): Promise<void> {
    this.pockets.set(pocket.pollId, pocket);
    await drafts.write(POCKET + pocket.pollId, pocket);
  }

  private async made(poll: SecretPoll, mandates: number, isElsewhere: boolean, tell: Told): Promise<Pocket | undefined> {
    if (isElsewhere || poll.state !== "announced") {
      if (!isElsewhere && poll.state === "open" && isAttended(poll)) tell({ step: "late" });
      else tell({ step: "refused", code: isElsewhere ? "paper_already_given" : "no_more_papers" });
      return undefined;
    }
    const end = Date.parse(poll.secret.papers_until) - LAST_MOMENT_MS;
    return this.fresh(poll, mandates, this.now() + chance() * Math.max(0, end - this.now()), tell);
  }

  private async fresh(poll: SecretPoll, mandates: number, askAt: number, tell: Told): Promise<Pocket> {
    tell({ step: "fetching" });
    const { verifier } = await untilReached(() => got(api.GET("/api/v1/congress-key")));
    const pocket = await makePocket(termsOf(poll), verifier, mandates, askAt);
    await this.keep(pocket);
    return pocket;
  }

  /** Whether the papers are here; else this phone is in the line for the next batch. */
  private async signed(pocket: Pocket, poll: SecretPoll, tell: Told): Promise<boolean> {
    tell({ step: "fetching" });
    await rest(pocket.askAt - this.now());
    const ask = async (mandate: number, blinded: string) => {
      const request = { params: { path: { id: poll.id } }, body: { blinded, mandate } };
      return (await untilReached(() => got(api.POST("/api/v1/polls/{id}/papers", request)))).signed;
    };
    let isHere = await collect(pocket, termsOf(poll), ask);
    // The batch may have been released behind the answer, and the word of it have come before.
    if (!isHere && this.given.has(poll.id)) isHere = await collect(pocket, termsOf(poll), ask);
    await this.keep(pocket);
    if (!isHere) this.inLine.add(poll.id);
    return isHere;
  }
}

const underOf = ({ id, secret }: SecretPoll): string => `${id}/${secret.fingerprint}`;

const isAttended = ({ secret }: SecretPoll): boolean => secret.mode === "attended";

const termsOf = ({ id, secret }: SecretPoll) => ({ pollId: id, key: secret.key, fingerprint: secret.fingerprint });

/** `null` for a refusal with this code. */
async function unlessRefused<T>(request: Promise<T>, code: Code): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Problem && error.code === code) return null;
    throw error;
  }
}

import { fromBase64 } from "../../shared/bytes.ts";
import type { components } from "../../shared/api.d.ts";
import { api, got, Problem } from "../../shared/http.ts";
import type { Answer, PollOnFloor } from "../../shared/protocol.ts";
import { shortHash } from "../../shared/record.ts";
import { delay, put } from "../../delegate/voting/casting.ts";
import { rest, untilReached } from "../../delegate/voting/patience.ts";
import { Marks } from "../../delegate/voting/marks.svelte.ts";
import { AnotherKey, collect, finish, makePocket, type Pocket } from "../../delegate/voting/pocket.ts";

type Place = components["schemas"]["KioskPlace"];
type Badge = components["schemas"]["DelegateSignIn"];

/** An attended poll, which is secret. */
export type AttendedPoll = PollOnFloor & { secret: NonNullable<PollOnFloor["secret"]> };

export const isAttended = (poll: PollOnFloor): poll is AttendedPoll => poll.secret?.mode === "attended";

export type Step =
  | "sign"
  | "waits" // a place is taken; its batch is not released
  | "released" // the paper may be taken now
  | "marking"
  | "casting"
  | "done"
  | "refused";

/**
 * One delegate at the kiosk, from badge and PIN to the code of the ballot.
 *
 * All of it lives in this object and nowhere else: who forgets the object has cleared the tablet.
 */
export class Sitting {
  step = $state<Step>("sign");
  place = $state.raw<Place>();
  marks = $state.raw<Marks>();
  isReviewing = $state(false);
  isBusy = $state(false);
  /** The network or the server is away, and it goes on by itself. */
  isWaiting = $state(false);
  /** Why it went no further: a refusal's code, or `wrong_key`. */
  trouble = $state("");
  /** What stands for the ballots in the published urn, one a mandate. */
  codes = $state.raw<string[]>([]);
  private badge: Badge | undefined;
  private pocket: Pocket | undefined;

  /** `now`: the server's time. */
  constructor(private readonly now: () => number) {}

  /** Sign for a place, or find that it is released. */
  async sign(poll: AttendedPoll, badge: Badge): Promise<void> {
    await this.run(async () => {
      this.place = await got(api.POST("/api/v1/polls/{id}/kiosk", { ...pathOf(poll), body: badge }));
      this.badge = this.place.is_released ? badge : undefined;
      this.step = this.place.is_released ? "released" : "waits";
    });
  }

  /** Take the paper. From here on whoever leaves leaves it unused. */
  async take(poll: AttendedPoll): Promise<void> {
    const { badge, place } = this;
    if (badge === undefined || place === undefined) return;
    await this.run(async () => {
      const terms = { pollId: poll.id, key: poll.secret.key, fingerprint: poll.secret.fingerprint };
      const { verifier } = await this.reached(() => got(api.GET("/api/v1/congress-key")));
      const pocket = await makePocket(terms, verifier, place.mandates, this.now());
      const ask = async (mandate: number, blinded: string) => {
        const request = { ...pathOf(poll), body: { ...badge, blinded, mandate } };
        return (await this.reached(() => got(api.POST("/api/v1/polls/{id}/kiosk/papers", request)))).signed;
      };
      if (!(await collect(pocket, terms, ask))) throw new Problem({ code: "no_more_papers", status: 409, detail: "" });
      this.pocket = pocket;
      this.badge = undefined; // nothing more is asked for with a name
      this.marks = new Marks(poll.paper);
      this.step = "marking";
    });
  }

  /** Cast, until the urn has answered. */
  async cast(poll: AttendedPoll, answers: Answer[]): Promise<void> {
    const { pocket } = this;
    if (pocket === undefined) return;
    this.step = "casting";
    await this.run(async () => {
      await finish(pocket, answers, poll.paper);
      this.marks = undefined;
      for (const ballot of pocket.sealed) {
        await rest(delay(poll, this.now()));
        await this.reached(() => put(pocket, ballot));
      }
      this.codes = pocket.leaves.map((leaf) => shortHash(fromBase64(leaf)));
      this.pocket = undefined;
      this.step = "done";
    });
  }

  private async run(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.trouble = "";
    try {
      await work();
    } catch (error) {
      if (error instanceof AnotherKey) this.trouble = "wrong_key";
      else if (error instanceof Problem) this.trouble = error.code;
      else throw error;
      if (this.step !== "sign") this.step = "refused";
    } finally {
      this.isBusy = this.isWaiting = false;
    }
  }

  private async reached<T>(work: () => Promise<T>): Promise<T> {
    const answer = await untilReached(work, () => (this.isWaiting = true));
    this.isWaiting = false;
    return answer;
  }
}

const pathOf = ({ id }: AttendedPoll) => ({ params: { path: { id } } });

import { BallotBox, type Sending } from "../../shared/ballots.ts";
import { api, got, Problem } from "../../shared/http.ts";
import { type Live, LostError, RefusedError } from "../../shared/live.ts";
import type { Answer, CastBallot, Receipt } from "../../shared/protocol.ts";
import { ballotsUnderWay, drafts, sturdyBallots } from "../kept.ts";
import type { SecretPoll } from "./keeper.ts";
import type { Secret } from "./secret.svelte.ts";

const MARKS = "marks/";
/** The key of a recorded ballot's receipt among the drafts. */
export const RECEIPT = "receipt/";

/** The key of a paper's marks among the drafts. */
export const draftOf = (pollId: string): string => MARKS + pollId;

/** The polls of which this phone keeps marks that were not counted. */
export const papersLeft = async (): Promise<string[]> =>
  (await drafts.list(MARKS)).map(({ key }) => key.slice(MARKS.length));

/** How a ballot stands. `promised`: a secret one that the congress has signed for. */
export type Sent = Sending | { step: "promised" };

/** Where this phone's ballots are on their way, by poll; lives as long as the page, whatever view is shown. */
export class Urn {
  // Replaced as a whole: Svelte's own map would bring its set, date and address along into the first view.
  sendings = $state.raw<ReadonlyMap<string, Sent>>(new Map());
  private readonly box: BallotBox;

  constructor(
    live: Live,
    private readonly secret: Secret,
  ) {
    this.box = new BallotBox(live, sturdyBallots(), post);
  }

  /** Send, until the server has answered; `replaces` is the ballot that this one is to count for. */
  async cast(pollId: string, answers: Answer[], replaces?: string): Promise<void> {
    this.settle(pollId, await this.box.cast(pollId, answers, (sending) => this.tell(pollId, sending), replaces));
  }

  /** The same into the urn of a secret poll. */
  async castSecretly(poll: SecretPoll, answers: Answer[]): Promise<void> {
    const end = await this.secret.cast(poll, answers, (sending) => this.tell(poll.id, sending));
    if (end === "promised") this.tell(poll.id, { step: "promised" });
  }

  /** Go on with what was being sent when the page was closed. */
  async resume(): Promise<void> {
    await Promise.all(
      (await ballotsUnderWay()).map(async (pollId) => {
        this.settle(pollId, await this.box.resume(pollId, (sending) => this.tell(pollId, sending)));
      }),
    );
  }

  /** A ballot is on its way whose end nobody knows. */
  get isSending(): boolean {
    return [...this.sendings.values()].some(({ step }) => step === "sending" || step === "waiting");
  }

  /** Back to the paper, after a refusal. */
  dismiss(pollId: string): void {
    this.sendings = new Map([...this.sendings].filter(([id]) => id !== pollId));
  }

  private tell(pollId: string, sending: Sent): void {
    this.sendings = new Map(this.sendings).set(pollId, sending);
  }

  private settle(pollId: string, end: Sending | undefined): void {
    if (end?.step !== "counted") return;
    void drafts.remove(draftOf(pollId));
    void drafts.write(RECEIPT + pollId, end.receipt); // what the server has forgotten, the phone still claims
  }
}

/** What says nothing of the ballot: not signed in (the socket tells it better), too slow, too often. */
const NO_ANSWER = new Set([401, 408, 429]);

async function post(ballot: CastBallot): Promise<Receipt> {
  try {
    return await got(api.POST("/api/v1/ballots", { body: ballot }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, status, details } = error;
    const isAnswer = status >= 400 && status < 500 && code !== "unknown" && !NO_ANSWER.has(status);
    throw isAnswer ? new RefusedError(code, details, details.detail) : new LostError(details.detail);
  }
}

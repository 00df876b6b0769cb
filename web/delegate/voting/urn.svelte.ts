import { BallotBox, type Sending } from "../../shared/ballots.ts";
import type { Live } from "../../shared/live.ts";
import type { Answer } from "../../shared/protocol.ts";
import { ballotsUnderWay, drafts, sturdyBallots } from "../kept.ts";

/** The key of a paper's marks among the drafts. */
export const draftOf = (pollId: string): string => `marks/${pollId}`;

/** Where this phone's ballots are on their way, by poll; lives as long as the page, whatever view is shown. */
export class Urn {
  // Replaced as a whole: Svelte's own map would bring its set, date and address along into the first view.
  sendings = $state.raw<ReadonlyMap<string, Sending>>(new Map());
  private readonly box: BallotBox;

  constructor(live: Live) {
    this.box = new BallotBox(live, sturdyBallots());
  }

  /** Send, until the server has answered. */
  async cast(pollId: string, answers: Answer[]): Promise<void> {
    this.settle(pollId, await this.box.cast(pollId, answers, (sending) => this.tell(pollId, sending)));
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

  private tell(pollId: string, sending: Sending): void {
    this.sendings = new Map(this.sendings).set(pollId, sending);
  }

  private settle(pollId: string, end: Sending | undefined): void {
    if (end?.step === "counted") void drafts.remove(draftOf(pollId));
  }
}

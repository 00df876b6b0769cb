import type { Sending } from "../../shared/ballots.ts";
import type { ServerClock } from "../../shared/clock.ts";
import { once } from "../../shared/once.ts";
import type { Answer, PollOnFloor } from "../../shared/protocol.ts";
import { drafts } from "../kept.ts";
import type { Keeper, SecretPoll } from "./keeper.ts";

/** The key of what this phone keeps of a secret poll, among the drafts. */
export const POCKET = "pocket/";

/** How a delegate stands in a secret poll, as only this phone knows. */
export type SecretStanding =
  | { step: "fetching" } // a paper is made, and asked for at a random moment
  | { step: "late" } // the poll is open and attended: a paper is to be had, if the delegate asks for one
  | { step: "in_line" } // it was asked for, and comes with the next batch
  | { step: "ready" }
  | { step: "refused"; code: string } // there is no paper on this phone
  | { step: "alarm" } // the server offers another key than everybody was shown
  | { step: "casting" } // a finished ballot has no answer yet
  | { step: "cast" };

export const isSecret = (poll: PollOnFloor): poll is SecretPoll => Boolean(poll.secret);

/** Secret polls on this phone. What does the work is loaded with the first one. */
export class Secret {
  standings = $state.raw<ReadonlyMap<string, SecretStanding>>(new Map());
  private readonly keeper: () => Promise<Keeper>;

  constructor(clock: ServerClock) {
    this.keeper = once(async () => new (await import("./keeper.ts")).Keeper(() => clock.now()));
  }

  /** See to it that there is a paper for each of the mandates in each of these polls. */
  async attend(polls: SecretPoll[], mandates: (pollId: string) => number, withPaper: readonly string[]): Promise<void> {
    if (polls.length === 0) return;
    const keeper = await this.keeper().catch(() => undefined); // without network: the next state asks again
    if (keeper === undefined) return;
    for (const poll of polls) {
      const isElsewhere = withPaper.includes(poll.id);
      void keeper.attend(poll, mandates(poll.id), isElsewhere, (standing) => this.tell(poll.id, standing));
    }
  }

  /** Ask for a late paper. */
  async askLate(poll: SecretPoll, mandates: number): Promise<void> {
    await (await this.keeper()).askLate(poll, mandates, (standing) => this.tell(poll.id, standing));
  }

  async cast(poll: SecretPoll, answers: Answer[], tell: (sending: Sending) => void): Promise<Sending | "promised"> {
    const end = await (await this.keeper()).cast(poll, answers, tell);
    if (end === "promised") this.tell(poll.id, { step: "cast" });
    return end;
  }

  /** Give back the papers of polls that are over and were not cast; `underWay` are the polls that are on the floor. */
  async settle(underWay: readonly string[]): Promise<void> {
    const kept = await drafts.list(POCKET);
    if (kept.every(({ key }) => underWay.includes(key.slice(POCKET.length)))) return;
    const keeper = await this.keeper().catch(() => undefined); // without network: the next floor asks again
    await keeper?.settle(underWay);
  }

  private tell(pollId: string, standing: SecretStanding): void {
    this.standings = new Map(this.standings).set(pollId, standing);
  }
}

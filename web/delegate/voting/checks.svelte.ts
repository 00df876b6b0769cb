import type { Mine } from "../../shared/protocol.ts";
import { drafts } from "../kept.ts";
import type { Verdict } from "./check.ts";
import { POCKET } from "./secret.svelte.ts";

/** What this phone has found out about results by itself. What does the work is loaded with the first one. */
export class Checks {
  verdicts = $state.raw<ReadonlyMap<string, Verdict>>(new Map());
  private newest: string | undefined;
  private readonly underWay = new Set<string>();
  private isOver = false;

  /** Nobody is signed in any more: what waits for its moment is not asked. */
  stop(): void {
    this.isOver = true;
  }

  /** A result was published: check it, and what else this phone holds promises for. Harmless to call again. */
  async see(newest: string, mine: Mine): Promise<void> {
    if (newest === this.newest) return;
    this.newest = newest;
    const pockets = (await drafts.list(POCKET)).map(({ key }) => key.slice(POCKET.length));
    for (const pollId of new Set([newest, ...pockets])) void this.check(pollId, mine);
  }

  /** Polls in which something does not hold. */
  get alarms(): string[] {
    return [...this.verdicts].filter(([, { kind }]) => kind === "bad").map(([pollId]) => pollId);
  }

  /** Look at one poll, or remember what was found. */
  async check(pollId: string, mine: Mine): Promise<void> {
    if (this.underWay.has(pollId) || this.verdicts.has(pollId)) return;
    this.underWay.add(pollId);
    try {
      const verdict = await (await import("./check.ts")).check(pollId, mine, () => this.isOver);
      if (verdict !== undefined) this.verdicts = new Map(this.verdicts).set(pollId, verdict);
    } catch {
      this.newest = undefined; // without network, or refused for now: the next state asks again
    } finally {
      this.underWay.delete(pollId);
    }
  }
}

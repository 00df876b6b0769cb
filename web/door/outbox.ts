import type { components } from "../shared/api.d.ts";
import { Problem } from "../shared/http.ts";
import type { Answer, Entry, Finding, Ledger, ScanBadge } from "./ledger.ts";
import { places, type Passage } from "./deciding.ts";

type ScanAnswer = components["schemas"]["ScanAnswer"];
type ScanBatch = components["schemas"]["ScanBatch"];

/** How the outbox reaches the server. Throws {@link Problem}. */
export type Upload = (batch: ScanBatch) => Promise<ScanAnswer[]>;

const BATCH = 100;
const FINAL = new Set([400, 413, 422]); // a repeat would be refused again

export function answered(answer: ScanAnswer): Answer {
  return {
    verdict: answer.verdict,
    direction: answer.direction,
    card: answer.delegate ?? null,
    firstAt: answer.first_at ?? null,
    firstDoor: answer.first_door,
    conflict: answer.conflict,
    scanId: answer.scan_id,
    offline: false,
  };
}

/**
 * The scans of one door: on this device first, then on the server, each exactly once.
 *
 * A scan is durable here before it is answered, under a nonce of its own; so that neither a reload nor a lost answer loses
 * or doubles it. Whatever the server has not answered is sent again until it has.
 */
export class Outbox {
  private readonly entries: Map<string, Entry>;
  private readonly asking = new Set<string>();
  private sending: Promise<number> | null = null;

  private constructor(
    private readonly ledger: Ledger,
    private readonly door: string,
    entries: Entry[],
    private readonly changed: () => void,
  ) {
    this.entries = new Map(entries.map((entry) => [entry.nonce, entry]));
  }

  static async open(ledger: Ledger, door: string, changed: () => void = () => {}): Promise<Outbox> {
    return new Outbox(ledger, door, await ledger.scans(door), changed);
  }

  /** The newest first. */
  get all(): Entry[] {
    return [...this.entries.values()].sort((a, b) => b.at - a.at);
  }

  /** Those that the server has not answered and that nobody is asking about just now, the oldest first. */
  get waiting(): Entry[] {
    return this.all.filter((entry) => entry.waiting && !this.asking.has(entry.nonce)).reverse();
  }

  get findings(): Entry[] {
    return this.all.filter((entry) => entry.finding !== null);
  }

  /** Scans of this door that say where somebody is. */
  get passages(): Passage[] {
    const passages: Passage[] = [];
    for (const { answer, at, undone } of this.entries.values())
      if (answer?.card && places(answer.verdict) && !undone)
        passages.push({ delegateId: answer.card.id, direction: answer.direction, verdict: answer.verdict, at });
    return passages;
  }

  /** Write a scan down; from here on it is not lost. The caller settles it. */
  async begin(command: ScanBadge, at: number): Promise<Entry> {
    const entry: Entry = {
      nonce: command.nonce,
      door: this.door,
      command,
      at,
      waiting: true,
      answer: null,
      shown: null,
      finding: null,
      undone: false,
    };
    this.asking.add(entry.nonce);
    await this.keep(entry);
    return entry;
  }

  /** The server answered, or this door did (`answer.offline`): then the scan waits to be sent. */
  async settle(entry: Entry, answer: Answer): Promise<Entry> {
    const settled: Entry = {
      ...entry,
      answer,
      waiting: answer.offline,
      shown: answer.offline ? answer.verdict : null,
    };
    await this.keep(settled);
    this.asking.delete(entry.nonce);
    this.changed();
    return settled;
  }

  /** Somebody has read the finding. */
  async read(nonce: string): Promise<void> {
    const entry = this.entries.get(nonce);
    if (entry !== undefined) await this.keep({ ...entry, finding: null });
  }

  /** The scan was taken back: it says no longer where somebody is. */
  async undone(entry: Entry): Promise<void> {
    await this.keep({ ...entry, undone: true });
  }

  /** Send everything that waits. Returns how many the server took; throws {@link Problem} when it cannot be reached. */
  send(upload: Upload, now: () => number = Date.now): Promise<number> {
    this.sending ??= this.drain(upload, now).finally(() => (this.sending = null));
    return this.sending;
  }

  private async drain(upload: Upload, now: () => number): Promise<number> {
    let sent = 0;
    for (let batch = this.waiting.slice(0, BATCH); batch.length > 0; batch = this.waiting.slice(0, BATCH))
      sent += await this.sendBatch(batch, upload, now);
    return sent;
  }

  private async sendBatch(batch: Entry[], upload: Upload, now: () => number): Promise<number> {
    let answers: ScanAnswer[];
    try {
      answers = await upload({
        sent_at: new Date(now()).toISOString(),
        scans: batch.map((entry) => entry.command),
      });
    } catch (error) {
      if (!(error instanceof Problem) || !FINAL.has(error.status)) throw error;
      if (batch.length > 1) {
        // One scan that the server cannot take must not hold back the others.
        const half = batch.length >> 1;
        return (await this.sendBatch(batch.slice(0, half), upload, now)) + (await this.sendBatch(batch.slice(half), upload, now));
      }
      await this.keep({ ...batch[0]!, waiting: false, finding: "rejected" });
      return 0;
    }
    await this.keep(
      ...batch.map((entry, place) => {
        const answer = answers[place]!;
        return { ...entry, waiting: false, answer: answered(answer), finding: findingOf(entry, answer) };
      }),
    );
    return batch.length;
  }

  private async keep(...entries: Entry[]): Promise<void> {
    await this.ledger.write(...entries);
    for (const entry of entries) this.entries.set(entry.nonce, entry);
    this.changed();
  }
}

/** What the door's staff must hear when the server's answer is not what they acted on. */
function findingOf(entry: Entry, answer: ScanAnswer): Finding | null {
  if (answer.conflict) return "conflict";
  // "Already present" lets the same person stay where "ok" did; anything else was decided differently.
  const alike = (verdict: string | null) => (verdict === "already_present" ? "ok" : verdict);
  const judged = entry.shown !== null && entry.shown !== "unchecked";
  return (judged && alike(entry.shown) !== alike(answer.verdict)) || (!judged && !places(answer.verdict)) ? "differs" : null;
}

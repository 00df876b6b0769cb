import { newId } from "../shared/ids.ts";
import type { ServerClock } from "../shared/clock.ts";
import { Problem } from "../shared/http.ts";
import type { Link, Live } from "../shared/live.ts";
import { hashOf } from "./badge.ts";
import { answerOf, type Direction, type Source, type Subject } from "./deciding.ts";
import type { Answer, DoorSelf, Entry, Ledger, ScanBadge } from "./ledger.ts";
import { answered, Outbox } from "./outbox.ts";
import { Roster } from "./roster.ts";
import { askAbout, fetchRoster, undoScan, uploadScans } from "./server.ts";

/** Field study: after two seconds without an answer a door decides by itself (`field/congress.md` §1.2, §1.4). */
const PATIENCE_MS = 2_000;
const SYNC_EVERY_MS = 5_000;
const ROSTER_EVERY_MS = 30_000;

/** Somebody before the door: what was read or typed, or whom a search found, with the reason for admitting by hand. */
export type Said = { code: string } | { delegateId: string; reason: string };

/**
 * A door station: takes scans one after the other, answers each within two seconds with or without the server, and gets
 * every one of them to the server.
 */
export class Station {
  /** The scan that is answered on the whole screen. */
  shown = $state.raw<Entry | null>(null);
  /** A scan is being decided. */
  busy = $state(false);
  entries = $state.raw<Entry[]>([]);
  waiting = $state(0);
  findings = $state.raw<Entry[]>([]);
  roster = $state.raw<Roster | null>(null);
  /** Server's time of the last exchange that brought both sides level. */
  syncedAt = $state<number | null>(null);
  /** The server refuses this device: it was revoked, or signed out elsewhere. */
  refused = $state(false);
  /** The server did not answer in time; until it does again, this door decides at once. */
  slow = $state(false);
  /** The disk refuses to keep scans. Then nobody must be told that they are in. */
  broken = $state(false);
  /** What the live connection and the device's own network say. */
  private link = $state<Link>("connecting");
  private network = $state(navigator.onLine);
  private outbox!: Outbox;
  private line: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly self: DoorSelf,
    private readonly ledger: Ledger,
    private readonly live: Live,
  ) {}

  /** The station as this device left it. */
  static async open(self: DoorSelf, ledger: Ledger, live: Live): Promise<Station> {
    const station = new Station(self, ledger, live);
    station.outbox = await Outbox.open(ledger, self.id, () => station.look());
    const taken = await ledger.roster(self.id);
    if (taken !== undefined) station.roster = new Roster(taken);
    station.look();
    return station;
  }

  /** Whether the server is asked first; otherwise this door decides at once. */
  get isOnline(): boolean {
    return this.network && this.link !== "lost" && !this.slow;
  }

  /** The server is there, and hears us. */
  get isConnected(): boolean {
    return this.isOnline && this.link === "open";
  }

  /** The name of this door on its scans; staff, who are no device, scan under none. */
  get doorName(): string {
    return this.self.role === "door" ? this.self.name : "";
  }

  may(permission: string): boolean {
    return this.self.permissions.includes(permission);
  }

  /** Take a scan; resolves when it is answered. Scans wait for one another, so that answers come in their order. */
  take(said: Said, direction: Direction, source: Source): Promise<void> {
    const turn = this.line.then(() => this.answer(said, direction, source));
    this.line = turn.catch(() => undefined);
    return turn;
  }

  /** Undo a scan that the server has. Throws {@link Problem}. */
  async undo(entry: Entry, reason: string): Promise<void> {
    await undoScan(entry.answer!.scanId!, reason);
    await this.outbox.undone(entry);
    if (this.shown?.nonce === entry.nonce) this.shown = null;
    await this.refresh();
  }

  /** Read a finding. */
  async read(entry: Entry): Promise<void> {
    await this.outbox.read(entry.nonce);
  }

  /** Send what waits and fetch the roster, now and again. Returns how to stop. */
  keepLevel(): () => void {
    const sync = setInterval(() => (this.waiting > 0 || this.slow) && void this.sync(), SYNC_EVERY_MS);
    const refresh = setInterval(() => void this.refresh(), ROSTER_EVERY_MS);
    const unwatch = this.live.watch((link) => {
      this.link = link;
      if (link === "signed_out") this.refused = true;
      if (link === "open") void this.sync();
    });
    const network = () => {
      this.network = navigator.onLine;
      if (this.network) void this.sync();
    };
    addEventListener("online", network);
    addEventListener("offline", network);
    return () => {
      clearInterval(sync);
      clearInterval(refresh);
      unwatch();
      removeEventListener("online", network);
      removeEventListener("offline", network);
    };
  }

  /** Bring both sides level. Quiet when the server is away: the next attempt comes by itself. */
  async sync(): Promise<void> {
    try {
      await this.outbox.send(uploadScans);
      this.slow = false;
      await this.fetch();
    } catch (error) {
      this.hear(error);
    }
  }

  private async refresh(): Promise<void> {
    if (!this.isOnline) return;
    try {
      await this.fetch();
    } catch (error) {
      this.hear(error);
    }
  }

  private async fetch(): Promise<void> {
    const held = this.roster?.taken ?? null;
    const taken = await fetchRoster(held, () => this.clock.now());
    this.roster = new Roster(taken);
    if (taken.etag !== held?.etag) await this.ledger.keepRoster(this.self.id, taken);
    this.syncedAt = this.clock.now();
  }

  private async answer(said: Said, direction: Direction, source: Source): Promise<void> {
    this.busy = true;
    try {
      const subject: Subject = "code" in said ? { hash: await hashOf(said.code) } : { delegateId: said.delegateId };
      const entry = await this.outbox.begin(commandOf(subject, said, direction, source), this.clock.now());
      // Settled, which means on the disk, before it is shown.
      this.shown = await this.outbox.settle(entry, await this.ask(entry, subject));
    } catch (error) {
      this.hear(error);
    } finally {
      this.busy = false;
    }
  }

  private async ask(entry: Entry, subject: Subject): Promise<Answer> {
    const { direction } = entry.command;
    if (this.isOnline && !this.refused) {
      try {
        return answered(await askAbout(entry.command, PATIENCE_MS));
      } catch (error) {
        this.hear(error);
      }
    }
    const nobody = { scanId: null, offline: true, conflict: false, direction: direction ?? "entry" };
    if (this.refused) return { ...nobody, verdict: "device_revoked", card: null, firstAt: null, firstDoor: "" };
    const own = answerOf(this.roster, this.outbox.passages, subject, nobody.direction, this.doorName);
    return { ...nobody, ...own };
  }

  private hear(error: unknown): void {
    if (!(error instanceof Problem)) this.broken = true;
    else if (error.status === 401 || error.status === 403) this.refused = true;
    else this.slow = true;
  }

  private look(): void {
    this.entries = this.outbox.all;
    this.waiting = this.outbox.waiting.length;
    this.findings = this.outbox.findings;
  }

  private get clock(): ServerClock {
    return this.live.clock;
  }
}

function commandOf(subject: Subject, said: Said, direction: Direction, source: Source): ScanBadge {
  const who = "hash" in subject ? { code_hash: subject.hash } : { delegate_id: subject.delegateId };
  return {
    nonce: newId(),
    ...who,
    direction,
    source,
    reason: "reason" in said ? said.reason : "",
    occurred_at: new Date().toISOString(),
  };
}

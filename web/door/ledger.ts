import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { components } from "../shared/api.d.ts";
import type { Card, Direction, Verdict } from "./deciding.ts";
import type { TakenRoster } from "./roster.ts";

export type ScanBadge = components["schemas"]["ScanBadge"];

/** What was answered to a scan, by the server or by this door itself (`offline`). */
export interface Answer {
  verdict: Verdict;
  direction: Direction;
  card: Card | null;
  firstAt: string | null;
  firstDoor: string;
  conflict: boolean;
  scanId: number | null; // the server's; none until it has heard of the scan
  offline: boolean;
}

/** What came out when a scan that was answered here reached the server, and differs from what was answered. */
export type Finding = "conflict" | "differs" | "rejected";

/** One scan of this device. It is written down before anybody sees an answer, and stays until the server has it. */
export interface Entry {
  nonce: string;
  door: string; // the device's id
  command: ScanBadge;
  at: number; // server's time in milliseconds, as well as this door knew it
  waiting: boolean; // the server has not answered
  answer: Answer | null; // as the door's staff saw it last; none if the page died before
  shown: Verdict | null; // what was answered offline, to compare
  finding: Finding | null; // until somebody has read it
  undone: boolean;
}

/** Who this device is signed in as; kept, so that the page opens without a network. */
export interface DoorSelf {
  id: string;
  name: string;
  role: string;
  permissions: string[];
}

interface Kept extends DBSchema {
  scans: { key: string; value: Entry; indexes: { door: string } };
  rosters: { key: string; value: TakenRoster & { door: string } };
  selves: { key: "me"; value: DoorSelf };
}

const KEPT_ANSWERED = 300; // scans that the server has, for the list of the last ones

/** What this device keeps for the door: scans, the roster, who it is. */
export class Ledger {
  private constructor(private readonly database: IDBPDatabase<Kept>) {}

  static async open(name = "dienhong-door"): Promise<Ledger> {
    return new Ledger(
      await openDB<Kept>(name, 1, {
        upgrade(database) {
          database.createObjectStore("scans", { keyPath: "nonce" }).createIndex("door", "door");
          database.createObjectStore("rosters", { keyPath: "door" });
          database.createObjectStore("selves");
        },
      }),
    );
  }

  close(): void {
    this.database.close();
  }

  /** Resolves when the entries are on the disk, not merely on their way to it. */
  async write(...entries: Entry[]): Promise<void> {
    const change = this.database.transaction("scans", "readwrite", { durability: "strict" });
    for (const entry of entries) void change.store.put(entry);
    await change.done;
  }

  /** All scans of a door, the oldest first. Drops old ones that the server has. */
  async scans(door: string): Promise<Entry[]> {
    const all = (await this.database.getAllFromIndex("scans", "door", door)).sort((a, b) => a.at - b.at);
    const done = all.filter((entry) => !entry.waiting && entry.finding === null);
    const old = new Set(done.slice(0, Math.max(0, done.length - KEPT_ANSWERED)).map((entry) => entry.nonce));
    if (old.size === 0) return all;
    const change = this.database.transaction("scans", "readwrite");
    for (const nonce of old) void change.store.delete(nonce);
    await change.done;
    return all.filter((entry) => !old.has(entry.nonce));
  }

  /** How many scans wait that another door (or account) made on this device. */
  async waitingOfOthers(door: string): Promise<number> {
    const all = await this.database.getAll("scans");
    return all.filter((entry) => entry.waiting && entry.door !== door).length;
  }

  roster(door: string): Promise<TakenRoster | undefined> {
    return this.database.get("rosters", door);
  }

  async keepRoster(door: string, taken: TakenRoster): Promise<void> {
    await this.database.put("rosters", { door, ...taken });
  }

  self(): Promise<DoorSelf | undefined> {
    return this.database.get("selves", "me");
  }

  async keepSelf(self: DoorSelf): Promise<void> {
    await this.database.put("selves", self, "me");
  }

  /** Signed out: who it was and everybody's names go; scans that the server does not have stay. */
  async forget(): Promise<void> {
    const change = this.database.transaction(["scans", "rosters", "selves"], "readwrite");
    for (const entry of await change.objectStore("scans").getAll())
      if (!entry.waiting) void change.objectStore("scans").delete(entry.nonce);
    void change.objectStore("rosters").clear();
    void change.objectStore("selves").clear();
    await change.done;
  }
}

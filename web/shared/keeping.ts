import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { BallotStore } from "./ballots.ts";
import type { CastBallot } from "./protocol.ts";

/** What this device keeps: ballots under way, drafts, the newest states for reading without network. */
interface Kept extends DBSchema {
  ballots: { key: string; value: CastBallot };
  drafts: { key: string; value: { key: string; value: unknown; changed_at: number } };
  states: { key: string; value: { topic: string; state: unknown; kept_at: number } };
}

let opened: Promise<IDBPDatabase<Kept>> | undefined;

/** The device's database, one for each face (`name`), so that faces in one browser do not mix. */
export function keeping(name = "dienhong"): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>(name, 1, {
    upgrade(database) {
      database.createObjectStore("ballots", { keyPath: "poll_id" });
      database.createObjectStore("drafts", { keyPath: "key" });
      database.createObjectStore("states", { keyPath: "topic" });
    },
  });
  return opened;
}

/** Ballots under way, in the device's database. */
export const ballotStore: BallotStore = {
  read: async (pollId) => (await keeping()).get("ballots", pollId),
  write: async (ballot) => void (await (await keeping()).put("ballots", ballot)),
  remove: async (pollId) => (await keeping()).delete("ballots", pollId),
};

/** Forget everything, when somebody signs out. */
export async function forgetAll(): Promise<void> {
  const database = await keeping();
  await Promise.all([database.clear("ballots"), database.clear("drafts"), database.clear("states")]);
}

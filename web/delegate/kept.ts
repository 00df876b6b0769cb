/** What this phone keeps for its delegate: drafts, states for reading without network, and who it belongs to. */
import type { BallotStore } from "../shared/ballots.ts";
import { ballotStore, forgetAll, keeping } from "../shared/keeping.ts";
import type { CastBallot } from "../shared/protocol.ts";
import { KEPT_PAGES, OPENED_PAGES } from "../worker/caches.ts";

/** A private window may forbid storage: what cannot be kept lives as long as the page. */
async function leniently<T>(run: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await run();
  } catch {
    return otherwise;
  }
}

let isClosed = false;

/** Keep nothing more on this page: what is still on its way when somebody signs out must not be written behind them. */
export function keepNothingMore(): void {
  isClosed = true;
}

async function stillOpen() {
  const database = await keeping();
  if (isClosed) throw new Error("signed out");
  return database;
}

/** Something unfinished: marks on a paper, an opinion. */
export const drafts = {
  read: <T>(key: string): Promise<T | undefined> =>
    leniently(async () => (await (await keeping()).get("drafts", key))?.value as T | undefined, undefined),
  write: (key: string, value: unknown): Promise<void> =>
    leniently(async () => void (await (await stillOpen()).put("drafts", { key, value, changed_at: Date.now() })), undefined),
  remove: (key: string): Promise<void> => leniently(async () => (await keeping()).delete("drafts", key), undefined),
  /** All drafts whose key begins with `prefix`. */
  list: <T>(prefix: string): Promise<{ key: string; value: T }[]> =>
    leniently(
      async () =>
        (await (await keeping()).getAll("drafts")).filter(({ key }) => key.startsWith(prefix)) as { key: string; value: T }[],
      [],
    ),
};

/** The newest of what was seen, by name, for reading without network. */
export const seen = {
  read: <T>(name: string): Promise<T | undefined> =>
    leniently(async () => (await (await keeping()).get("states", name))?.state as T | undefined, undefined),
  write: (name: string, state: unknown): Promise<void> =>
    leniently(async () => void (await (await stillOpen()).put("states", { topic: name, state, kept_at: Date.now() })), undefined),
  remove: (name: string): Promise<void> => leniently(async () => (await keeping()).delete("states", name), undefined),
};

/** The name under which {@link seen} holds how many answers to one's opinions were read. */
export const ANSWERS_SEEN = "answers-seen";

/** Ballots under way; held in memory where the device keeps nothing. */
export function sturdyBallots(store: BallotStore = ballotStore): BallotStore {
  const held = new Map<string, CastBallot>();
  return {
    read: async (pollId) => held.get(pollId) ?? (await leniently(() => store.read(pollId), undefined)),
    write: async (ballot) => {
      held.set(ballot.poll_id, ballot);
      await leniently(() => store.write(ballot), undefined);
    },
    remove: async (pollId) => {
      held.delete(pollId);
      await leniently(() => store.remove(pollId), undefined);
    },
  };
}

/** The polls whose ballots were being sent when the page was last closed. */
export const ballotsUnderWay = (): Promise<string[]> =>
  leniently(async () => (await keeping()).getAllKeys("ballots"), []);

/** Leave nothing of the delegate on the phone. */
export async function forgetDelegate(): Promise<void> {
  await leniently(forgetAll, undefined);
  if ("caches" in window) {
    await leniently(async () => void (await Promise.all([KEPT_PAGES, OPENED_PAGES].map((name) => caches.delete(name)))), undefined);
  }
}

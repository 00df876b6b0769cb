/** How this phone waits: by chance, so that a hall does not ask at once, and until it is answered. */

import { Problem } from "../../shared/http.ts";
import { isPassing } from "../../shared/refusals.ts";

const LONGEST_WAIT_MS = 5_000;

/** Evenly from 0 to 1. */
export const chance = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;

export const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Run it until it was not the network or a busy server that failed; `waiting` hears of each failure. */
export async function untilReached<T>(run: () => Promise<T>, waiting?: () => void): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Problem) || !isPassing(error.code)) throw error;
      waiting?.();
      await rest(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures));
    }
  }
}

/** How ballots travel: at no telling moment, and, into the urn, from nobody. Nothing is kept here. */

import { got, Problem } from "../../shared/http.ts";
import { chance } from "./patience.ts";
import { holds, type Pocket, type Word } from "./pocket.ts";

const LONGEST_DELAY_MS = 5_000; // of a cast: whoever watches hands and network at once sees no order

// Of its own a browser says what its owner reads, and in a hall one person may read English.
const SAME_FOR_ALL = { "Content-Type": "application/octet-stream", Accept: "application/json", "Accept-Language": "*" };

/** Put a ballot in, with nothing in the request that says whose it is; the promise. Throws {@link Problem}. */
export async function put(
  of: Pick<Pocket, "pollId" | "verifier">,
  ballot: Uint8Array<ArrayBuffer>,
  word: Word = "promise",
): Promise<string> {
  const { promise } = await got(
    fetch(`/api/v1/urn/${of.pollId}`, {
      method: "POST",
      body: ballot,
      headers: SAME_FOR_ALL,
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    }).then(async (response) => {
      const content = (await response.json().catch(() => ({}))) as { promise: string };
      return response.ok ? { data: content, response } : { error: content, response };
    }),
  );
  // Whoever stands between us and the congress could answer anything: without its word the ballot is not in.
  if (await holds(promise, ballot, of, word)) return promise;
  throw new Problem({ code: "unreachable", status: 0, detail: "this is not the congress's promise" });
}

/** How long a ballot rests on its way: it does not leave at the tap, but never behind the deadline. `now`: the server's. */
export function delay({ closes_at }: { closes_at: string | null }, now: number): number {
  const left = closes_at === null ? Infinity : Date.parse(closes_at) - now;
  return chance() * Math.min(LONGEST_DELAY_MS, Math.max(0, left / 3));
}

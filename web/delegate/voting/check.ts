/**
 * Looks, without being asked, whether what this phone cast is in the count that was published, and tells the congress that
 * one more phone has. What it tells is the root, the same for all.
 */

import { base64Of, fromBase64, hexOf, type Bytes } from "../../shared/bytes.ts";
import { api, got, Problem } from "../../shared/http.ts";
import type { Mine, PollOnFloor, Receipt } from "../../shared/protocol.ts";
import { CannotVerify, NotProven, openCheckpoint, shortHash } from "../../shared/record.ts";
import { rootOf } from "../../shared/urn.ts";
import { drafts } from "../kept.ts";
import { ownBallots } from "./own.ts";
import { chance, rest, untilReached } from "./patience.ts";
import type { Pocket } from "./pocket.ts";
import { pollNow } from "./pollNow.ts";
import { proven } from "./proven.ts";
import { POCKET } from "./secret.svelte.ts";
import { RECEIPT } from "./urn.svelte.ts";

export const VERDICT = "verdict/";
const OVER_MS = 20_000; // a hall hears of a result in the same instant
const LEAF = 32; // bytes

/** What a phone found. `ours` counts the ballots that it looked for: none where it gave its paper back. */
export type Verdict =
  | { kind: "good"; ours: number; size: number; root: string }
  | { kind: "bad"; evidence: string }; // to be shown to the tellers

interface Found {
  ours: number;
  size: number;
  root: Bytes;
}

/** Something does not hold, with what is needed to show it. */
class NotInCount extends NotProven {
  constructor(readonly evidence: string) {
    super("inclusion");
  }
}

/**
 * The verdict on a poll: found once, and kept. `undefined` where this phone has nothing to look for, or cannot, or where it
 * `isOver` before the moment has come that chance has drawn.
 */
export async function check(pollId: string, mine: Mine, isOver: () => boolean): Promise<Verdict | undefined> {
  const kept = await drafts.read<Verdict>(VERDICT + pollId);
  if (kept !== undefined) return kept;
  const pocket = await drafts.read<Pocket>(POCKET + pollId);
  if (pocket === undefined && !mine.votes) return undefined;
  await rest(chance() * OVER_MS);
  if (isOver()) return undefined;
  const poll = await untilReached(() => pollNow(pollId));
  if (poll.state !== "published") return undefined;
  const verdict = await judged(() => (pocket ? inUrn(poll, pocket) : onRecord(poll, mine)), poll);
  if (verdict !== undefined) await drafts.write(VERDICT + pollId, verdict);
  return verdict;
}

/** The tree that this phone's ballots of a secret poll are in. Throws a problem, {@link NotProven}, {@link CannotVerify}. */
export const inCount = async (pocket: Pocket): Promise<Found> => inUrn(await pollNow(pocket.pollId), pocket);

async function judged(look: () => Promise<Found | undefined>, poll: PollOnFloor): Promise<Verdict | undefined> {
  try {
    const found = await look();
    if (found === undefined) return undefined;
    const { ours, size, root } = found;
    await report(poll, root);
    return { kind: "good", ours, size, root: shortHash(root) };
  } catch (error) {
    if (error instanceof CannotVerify) return undefined;
    if (error instanceof NotInCount) return { kind: "bad", evidence: error.evidence };
    throw error;
  }
}

/** In a secret poll: whether the leaves of this phone's ballots are among all leaves, which are the same for everybody. */
async function inUrn(poll: PollOnFloor, pocket: Pocket): Promise<Found> {
  const ours = pocket.leaves.slice(0, pocket.promises.length);
  const path = { params: { path: { id: poll.id } } };
  const tree = await untilReached(() => got(api.GET("/api/v1/polls/{id}/leaves", path)));
  const leaves = parted(fromBase64(tree.leaves));
  const root = await rootOf(leaves);
  const shown = new Set(leaves.map(base64Of));
  const missing = ours.filter((leaf) => !shown.has(leaf));
  const evidence = [...missing.map((leaf) => `ballot ${leaf}`), `root ${hexOf(root)}`, ...pocket.promises, tree.checkpoint];
  try {
    const stated = await openCheckpoint(poll.checkpoint, pocket.verifier);
    const isThisTree = stated.size === leaves.length && hexOf(stated.root) === hexOf(root) && tree.checkpoint === poll.checkpoint;
    if (!isThisTree || !stated.origin.endsWith(`/polls/${poll.id}`) || missing.length > 0) throw new NotProven("inclusion");
  } catch (error) {
    if (error instanceof NotProven) throw notInCount(poll, evidence);
    throw error;
  }
  return { ours: ours.length, size: leaves.length, root };
}

/** In a recorded poll: whether the ballot that this delegate sees is the one that was counted. */
async function onRecord(poll: PollOnFloor, mine: Mine): Promise<Found | undefined> {
  const receipt = await drafts.read<Receipt>(RECEIPT + poll.id);
  const ballot = (await untilReached(ownBallots)).find(({ poll_id }) => poll_id === poll.id);
  const known = receipt ?? ballot;
  if (known === undefined) return undefined; // nobody voted here
  const evidence = [`ballot ${known.ballot_id}`, `cast ${known.cast_at}`, poll.checkpoint];
  if (ballot === undefined) throw notInCount(poll, evidence);
  try {
    const { size, root } = await untilReached(() => proven(ballot, mine.delegate_id));
    return { ours: 1, size, root };
  } catch (error) {
    const isLost = error instanceof NotProven || (error instanceof Problem && error.code === "ballot_not_in_count");
    throw isLost ? notInCount(poll, evidence) : error;
  }
}

async function report(poll: PollOnFloor, root: Bytes): Promise<void> {
  const request = { params: { path: { id: poll.id } }, body: { root: hexOf(root) } };
  try {
    await untilReached(() => got(api.POST("/api/v1/polls/{id}/verified", request)));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "another_root") throw notInCount(poll, [`root ${hexOf(root)}`, poll.checkpoint]);
  }
}

const notInCount = (poll: PollOnFloor, facts: string[]) =>
  new NotInCount([`${poll.number} · ${poll.title_vi}`, `poll ${poll.id}`, ...facts].join("\n"));

function parted(content: Bytes): Bytes[] {
  return Array.from({ length: content.length / LEAF }, (_, at) => content.slice(at * LEAF, (at + 1) * LEAF));
}

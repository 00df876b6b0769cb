/**
 * The check that a ballot is in the count, the phone's half of `voting/record.py`, `tree.py` and `checkpoint.py`: its own
 * leaf, the way from there to the root (RFC 9162), and the congress's signature on that root (C2SP signed note).
 */

import { fromBase64, hexOf, idBytes, inFours, joined, utf8, type Bytes } from "./bytes.ts";

/** What an entry is made of: all of it is known to whoever cast the ballot. */
export interface RecordedBallot {
  poll_id: string;
  ballot_id: string;
  voter_id: string;
  mandates: number;
  answers: readonly { question: number; options: readonly string[] }[];
}

/** As the server gives it; bytes are in base64. */
export interface BallotProof {
  index: number;
  size: number;
  hashes: readonly string[];
  checkpoint: string;
}

/** A tree as somebody stated it. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

/** Something does not hold; `what` says which part. */
export class NotProven extends Error {
  constructor(readonly what: "note" | "signature" | "poll" | "inclusion") {
    super(what);
  }
}

/** This browser cannot check Ed25519 signatures. */
export class CannotVerify extends Error {}

/** What the congress stated about the ballots, once everything holds. Throws {@link NotProven} or {@link CannotVerify}. */
export async function prove(ballot: RecordedBallot, proof: BallotProof, verifier: string): Promise<Checkpoint> {
  const stated = await openCheckpoint(proof.checkpoint, verifier);
  if (!stated.origin.endsWith(`/polls/${ballot.poll_id}`)) throw new NotProven("poll");
  const leaf = await leafHash(entry(ballot));
  const hashes = proof.hashes.map(decoded);
  if (!(await provesInclusion(leaf, proof.index, stated.size, hashes, stated.root))) throw new NotProven("inclusion");
  return stated;
}

/** A ballot in bytes. */
export function entry({ poll_id, ballot_id, voter_id, mandates, answers }: RecordedBallot): Bytes {
  const count = new Uint8Array(8);
  new DataView(count.buffer).setBigUint64(0, BigInt(mandates));
  const canonical = JSON.stringify(answers.map(({ question, options }) => [question, options]));
  const ids = [poll_id, ballot_id, voter_id].map(idBytes);
  return joined(utf8("dienhong ballot 1\n"), ...ids, count, utf8(canonical));
}

/** Whether `hashes` lead from `leaf` at `index` of `size` leaves to `root` (RFC 9162 §2.1.3.2). */
export async function provesInclusion(leaf: Bytes, index: number, size: number, hashes: Bytes[], root: Bytes) {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let [reached, at, last, used] = [leaf, index, size - 1, 0];
  while (last > 0) {
    const beside = at % 2 === 1 ? at - 1 : at + 1;
    if (beside <= last) {
      const other = hashes[used++];
      if (other === undefined) return false;
      reached = await sha256(new Uint8Array([1]), ...(at % 2 === 1 ? [other, reached] : [reached, other]));
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return used === hashes.length && same(reached, root);
}

export const leafHash = (content: Bytes): Promise<Bytes> => sha256(new Uint8Array([0]), content);

/** The tree that `verifier` stated. Throws {@link NotProven} or {@link CannotVerify}. */
export async function openCheckpoint(note: string, verifier: string): Promise<Checkpoint> {
  const [origin = "", size = "", root = ""] = (await openNote(note, verifier)).split("\n");
  if (!/^\d{1,15}$/.test(size) || decoded(root).length !== 32) throw new NotProven("note");
  return { origin, size: Number(size), root: decoded(root) };
}

/** What `verifier` (`name+id+key`) signed. Throws {@link NotProven} or {@link CannotVerify}. */
export async function openNote(note: string, verifier: string): Promise<string> {
  const [name = "", id = "", key = ""] = partsOf(verifier);
  const edge = note.lastIndexOf("\n\n");
  if (edge < 0) throw new NotProven("note");
  const text = note.slice(0, edge + 1);
  const line = note
    .slice(edge + 2)
    .split("\n")
    .find((one) => one.startsWith(`— ${name} `));
  const content = decoded(line?.slice(name.length + 3) ?? "");
  if (hexOf(content.slice(0, 4)) !== id) throw new NotProven("signature");
  if (!(await verifies(decoded(key).slice(1), content.slice(4), utf8(text)))) throw new NotProven("signature");
  return text;
}

/** The beginning of a root, as people compare it with the screen, or of a ballot's leaf: enough to find it among all. */
export const shortHash = (hash: Bytes): string => inFours(hexOf(hash));

async function verifies(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    throw new CannotVerify();
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}

/** Keys are base64, which has a plus of its own: only the first two part. */
function partsOf(verifier: string): string[] {
  const [one, two] = [verifier.indexOf("+"), verifier.indexOf("+", verifier.indexOf("+") + 1)];
  return [verifier.slice(0, one), verifier.slice(one + 1, two), verifier.slice(two + 1)];
}

async function sha256(...parts: Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

function decoded(text: string): Bytes {
  try {
    return fromBase64(text);
  } catch {
    throw new NotProven("note");
  }
}

const same = (one: Bytes, other: Bytes): boolean => hexOf(one) === hexOf(other);

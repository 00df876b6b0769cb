/**
 * The secret ballot as bytes, the phone's half of `voting/secret_ballot.py`: the paper that is signed blindly, the vote
 * that the paper's own key signs, and the ballot that goes into the urn.
 */

import { idBytes, integer, joined, octets, utf8, type Bytes } from "./bytes.ts";
import { fullest, type Marked } from "./questions.ts";

const PAPER_PREFIX = "dienhong paper 1\n";
const VOTE_PREFIX = "dienhong vote 1\n";
const BLOCK = 64; // marks are padded to a multiple
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n; // of P-256
const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
const SHA_256 = { name: "ECDSA", hash: "SHA-256" };

/** What was marked in each question, in the order of the paper: as the server keeps it. */
export type CanonicalAnswers = readonly (readonly [question: number, options: readonly string[]])[];

/** Questions as far as the size of a ballot goes by them. */
interface Sized {
  questions: readonly (Marked & { number: number })[];
}

/** A key pair for one poll. The private key cannot be taken off the phone, not even by this page. */
export function makePaper(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
}

/** The public key as a compressed point: 33 bytes. */
export async function pointOf({ publicKey }: CryptoKeyPair): Promise<Bytes> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)); // 4 ‖ x ‖ y
  return joined(new Uint8Array([2 + (raw[64]! & 1)]), raw.slice(1, 33));
}

/** What the congress signs blindly. */
export function paperMessage(pollId: string, point: Bytes): Bytes {
  return joined(utf8(PAPER_PREFIX), idBytes(pollId), point);
}

/** What the voter signs. */
export function voteMessage(pollId: string, marks: Bytes): Bytes {
  return joined(utf8(VOTE_PREFIX), idBytes(pollId), marks);
}

/** Bytes of the marks on any ballot of a paper, whatever is marked. */
export function marksSize({ questions }: Sized): number {
  const everything = questions.map((question) => [question.number, fullest(question)] as const);
  return Math.ceil(utf8(JSON.stringify(everything)).length / BLOCK) * BLOCK;
}

/** Answers as they stand on the ballot. */
export function marksOf(answers: CanonicalAnswers, paper: Sized): Bytes {
  const marks = new Uint8Array(marksSize(paper));
  marks.set(utf8(JSON.stringify(answers)));
  return marks;
}

/** The whole ballot: paper, its signature, marks, and the signature of the paper's key over them. */
export async function seal(pollId: string, paper: CryptoKeyPair, paperSignature: Bytes, marks: Bytes): Promise<Bytes> {
  const signed = new Uint8Array(await crypto.subtle.sign(SHA_256, paper.privateKey, voteMessage(pollId, marks)));
  return joined(await pointOf(paper), paperSignature, marks, lower(signed));
}

/** Of the two signatures that verify for one message the one with the lower s: a ballot has one form. */
function lower(signature: Bytes): Bytes {
  const s = integer(signature.slice(32));
  return s <= ORDER / 2n ? signature : joined(signature.slice(0, 32), octets(ORDER - s, 32));
}

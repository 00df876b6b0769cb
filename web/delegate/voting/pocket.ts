/**
 * A delegate's pocket in one secret poll: the papers that this phone made, what the congress signed, the ballots that it
 * cast. What is in it never leaves the phone but as a blinded paper (with the delegate's name) and as a ballot (without).
 */

import { BlindSignatureError, blind, finalise, importKey, type PaperKey } from "../../shared/blind_rsa.ts";
import { base64Of, fromBase64, hexOf, type Bytes } from "../../shared/bytes.ts";
import type { Answer, Paper } from "../../shared/protocol.ts";
import { canonical } from "../../shared/questions.ts";
import { CannotVerify, leafHash, openNote } from "../../shared/record.ts";
import { makePaper, marksOf, marksSize, paperMessage, pointOf, seal, type CanonicalAnswers } from "../../shared/secret_ballot.ts";

const BITS = 3072;

/** The paper of one mandate. `inverse` takes the blinding off and is thrown away with it. */
export interface KeptPaper {
  keys: CryptoKeyPair;
  blinded: Bytes;
  inverse: bigint | null;
  signature: Bytes | null;
}

/** As it is kept on the phone. */
export interface Pocket {
  pollId: string;
  /** Of the key under which the papers were made: no other is taken any more. */
  fingerprint: string;
  /** The congress's own key as it was then: its promises and its word on the count are held against this one. */
  verifier: string;
  /** When to ask for signatures, by the server's clock: drawn once, so that a reload does not move it. */
  askAt: number;
  /** It was made when the poll was open: the delegate asked for a late paper. */
  isLate?: true;
  papers: KeptPaper[];
  /** The finished ballots, from the tap until all are promised: what was first sent is what is sent again. */
  sealed: Bytes[];
  /** What stands for each of them in the tree, in base64. Nothing can be read from it. */
  leaves: string[];
  /** What the congress promised, as many as it has answered for. */
  promises: string[];
  /** Papers to be given back unused, by their places; like ballots, what was first sent is what is sent again. */
  voids?: Bytes[];
  /** The congress's word for each paper that was given back. */
  returned?: string[];
}

/** The server offers another key than the one that is known: it could tell this phone from others by it. */
export class AnotherKey extends Error {}

/** Which poll, and under which key. */
export interface Terms {
  pollId: string;
  key: string;
  fingerprint: string;
}

/** A pocket with fresh papers, one a mandate. Throws {@link AnotherKey} if the key is not what the screen shows. */
export async function makePocket(terms: Terms, verifier: string, mandates: number, askAt: number): Promise<Pocket> {
  const key = await keyOf(terms);
  const papers: KeptPaper[] = [];
  for (let mandate = 1; mandate <= mandates; mandate++) {
    const keys = await makePaper();
    const { message, inverse } = await blind(key, paperMessage(terms.pollId, await pointOf(keys)));
    papers.push({ keys, blinded: message, inverse, signature: null });
  }
  const { pollId, fingerprint } = terms;
  return { pollId, fingerprint, verifier, askAt, papers, sealed: [], leaves: [], promises: [] };
}

/** Whether each mandate has its signed paper. */
export const isSigned = (pocket: Pocket): boolean => pocket.papers.every(({ signature }) => signature !== null);

/** Whether everything that was cast has been promised. */
export const isPromised = (pocket: Pocket): boolean =>
  pocket.leaves.length > 0 && pocket.promises.length === pocket.leaves.length;

/** Leave nothing on the phone that says what was marked, or that could mark again; what is kept proves the ballot. */
export function forget(pocket: Pocket): void {
  pocket.papers = [];
  pocket.sealed = [];
  pocket.voids = [];
}

/** The paper at `place` as it is given back: nothing stands on it. `null` if it was never signed: then there is none. */
export async function voidOf(pocket: Pocket, place: number, paper: Paper): Promise<Bytes | null> {
  const { keys, signature } = pocket.papers[place]!;
  if (signature === null) return null;
  pocket.voids ??= [];
  return (pocket.voids[place] ??= await seal(pocket.pollId, keys, signature, new Uint8Array(marksSize(paper))));
}

/**
 * Ask for the signatures that are missing; whether all are here then. `ask` throws what the server refuses, and gives
 * `null` for what comes with the next batch.
 *
 * Throws {@link AnotherKey}, also when what came back is no signature of the key that everybody was shown.
 */
export async function collect(
  pocket: Pocket,
  terms: Terms,
  ask: (mandate: number, blinded: string) => Promise<string | null>,
): Promise<boolean> {
  if (terms.fingerprint !== pocket.fingerprint) throw new AnotherKey();
  const key = await keyOf(terms);
  for (const [place, paper] of pocket.papers.entries()) {
    if (paper.signature !== null || paper.inverse === null) continue;
    const signed = await ask(place + 1, base64Of(paper.blinded));
    if (signed === null) continue;
    const message = paperMessage(pocket.pollId, await pointOf(paper.keys));
    try {
      paper.signature = await finalise(key, message, fromBase64(signed), paper.inverse);
    } catch (error) {
      throw error instanceof BlindSignatureError ? new AnotherKey() : error;
    }
    paper.inverse = null;
  }
  return isSigned(pocket);
}

/** Finish the ballots: the same marks on each mandate's paper. A ballot that was finished before stays as it is. */
export async function finish(pocket: Pocket, answers: Answer[], paper: Paper): Promise<void> {
  if (pocket.sealed.length > 0) return;
  const marks = marksOf(canonicalAnswers(answers, paper), paper);
  const sealed: Bytes[] = [];
  for (const { keys, signature } of pocket.papers) {
    if (signature === null) throw new Error("a paper is not signed");
    sealed.push(await seal(pocket.pollId, keys, signature, marks));
  }
  pocket.leaves = await Promise.all(sealed.map(async (ballot) => base64Of(await leafHash(ballot))));
  pocket.sealed = sealed;
}

/** What the congress gives its word for: a ballot that is in, or a paper that was given back. */
export type Word = "promise" | "void";

/** Whether `promise` is the congress's word for this very ballot; a browser that cannot check signatures believes it. */
export async function holds(
  promise: string,
  ballot: Bytes,
  { pollId, verifier }: Pick<Pocket, "pollId" | "verifier">,
  word: Word,
): Promise<boolean> {
  try {
    const [kind, origin, leaf] = (await openNote(promise, verifier)).split("\n");
    const isOurs = kind === `dienhong ${word} 1` && origin?.endsWith(`/polls/${pollId}`) === true;
    return isOurs && leaf === base64Of(await leafHash(ballot));
  } catch (error) {
    return error instanceof CannotVerify;
  }
}

/** Every question with its marks as they are stored, whatever order they were made in. */
function canonicalAnswers(answers: Answer[], paper: Paper): CanonicalAnswers {
  return paper.questions.map((question) => {
    const marked = answers.find((answer) => answer.question === question.number)?.options ?? [];
    return [question.number, canonical(question, marked)] as const;
  });
}

async function keyOf({ key, fingerprint }: Terms): Promise<PaperKey> {
  const spki = fromBase64(key);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", spki));
  if (hexOf(digest) !== fingerprint) throw new AnotherKey();
  try {
    return await importKey(spki, BITS);
  } catch {
    throw new AnotherKey();
  }
}

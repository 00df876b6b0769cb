/**
 * The recount of a secret poll from its published urn: what every phone and every observer checks, without trusting the
 * server. The phone's half of `voting/secret_ballot.py`, `tree.py` and `checkpoint.py`.
 */

import { importKey, verifies, type PaperKey } from "./blind_rsa.ts";
import { fromBase64, hexOf, integer, joined, octets, type Bytes } from "./bytes.ts";
import { outcomeOf, type Decided, type DecidedQuestion } from "./outcome.ts";
import type { PollOnFloor, Question } from "./protocol.ts";
import { canonical, isAlone, isOfEach, markable, optionOf } from "./questions.ts";
import { leafHash, openCheckpoint } from "./record.ts";
import { marksSize, paperMessage, voteMessage } from "./secret_ballot.ts";

const BITS = 3072;
const KEY = 33; // bytes of a compressed point
const VOTE_SIGNATURE = 64;
const AT_ONCE = 64; // ballots: enough that no thread of the browser's waits for a signature, few enough to see progress

/** Which of the two heaps: what was cast, or what came back unused. */
type Heap = "ballot" | "void";

/** What does not hold, and of which ballot or void paper (`place`, from 1), if it is one's alone. */
export class WrongUrn extends Error {
  constructor(
    readonly what: "key" | "size" | "paper" | "vote" | "order" | "papers" | "void" | "number" | "checkpoint" | "tally" | "outcome",
    readonly place?: number,
    readonly heap: Heap = "ballot",
  ) {
    super(place === undefined ? what : `${what} of ${heap} ${place}`);
  }
}

/** A question, as far as the recount goes by it. */
export type CountedQuestion = Pick<Question, "number" | "kind" | "options" | "min_marks"> & DecidedQuestion;

/** A published secret poll, as far as the recount goes by it. */
export type CountedPoll = Pick<PollOnFloor, "id" | "checkpoint"> & {
  paper: { questions: readonly CountedQuestion[] };
  secret: { key: string; fingerprint: string; papers: number | null };
  tally: {
    ballots: number;
    questions: readonly { marks: Record<string, number>; blank: number }[];
    outcomes: readonly Decided[];
    /** What tellers counted on printed papers: in the tally, and in no urn. */
    hand?: { papers: number; invalid: number; blank: number; marks: Record<string, number> } | null;
  };
};

/** What every ballot of the poll is held against; worked out once. */
interface Terms {
  pollId: string;
  key: PaperKey;
  asked: CountedQuestion;
  possible: ReadonlySet<string>; // marks
  marksSize: number;
}

/** What a recount found in the urn; printed papers are not in it. */
export interface Recount {
  size: number;
  root: Bytes;
  marks: Record<string, number>;
  blank: number;
}

/**
 * Count anew. `progress` hears the share that is done; `voids` are the papers that were given back.
 *
 * Throws {@link WrongUrn}, `NotProven` if the checkpoint is not signed, `CannotVerify` if this browser cannot tell.
 */
export async function recount(
  poll: CountedPoll,
  ballots: readonly Bytes[],
  verifier: string,
  progress: (share: number) => void = () => {},
  voids: readonly Bytes[] = [],
): Promise<Recount> {
  const asked = poll.paper.questions[0]!;
  const possible = new Set(markable(asked));
  const terms: Terms = { pollId: poll.id, key: await keyOf(poll), asked, possible, marksSize: marksSize(poll.paper) };
  const signed = await openCheckpoint(poll.checkpoint, verifier);
  if (!signed.origin.endsWith(`/polls/${poll.id}`)) throw new WrongUrn("checkpoint");
  const points = ballots.map((ballot) => hexOf(ballot.subarray(0, KEY)));
  const astray = points.findIndex((point, at) => at > 0 && point <= points[at - 1]!); // no paper twice
  if (astray !== -1) throw new WrongUrn("order", astray + 1);
  const marks = Object.fromEntries([...possible].map((mark) => [mark, 0]));
  const orders = new Map<string, { keys: string[]; times: number }>();
  const isRanked = asked.kind === "ranking";
  let [place, blank] = [0, 0];
  for await (const written of allMarks(ballots, terms)) {
    const marked = answersOn(written, ++place, terms);
    if (marked.length === 0 && !isAlone(asked)) blank++;
    for (const mark of isRanked ? marked.slice(0, 1) : marked) marks[mark]!++; // of a ranking, the first preferences
    if (isRanked && marked.length > 0) {
      const order = marked.join(">");
      orders.set(order, { keys: marked, times: (orders.get(order)?.times ?? 0) + 1 });
    }
    if (place % AT_ONCE === 0) progress(place / ballots.length);
  }
  const root = await rootOf(await Promise.all(ballots.map(leafHash)));
  if (signed.size !== ballots.length) throw new WrongUrn("number");
  if (hexOf(root) !== hexOf(signed.root)) throw new WrongUrn("checkpoint");
  await checkVoids(voids, new Set(points), terms);
  if (poll.secret.papers === null || ballots.length + voids.length > poll.secret.papers) throw new WrongUrn("papers");
  const [published, hand] = [poll.tally.questions[0]!, poll.tally.hand];
  const all = Object.fromEntries(Object.entries(marks).map(([mark, times]) => [mark, times + (hand?.marks[mark] ?? 0)]));
  const [cast, empty] = [ballots.length + (hand?.papers ?? 0), blank + (hand?.blank ?? 0)];
  const agrees = Object.entries(all).every(([mark, times]) => published.marks[mark] === times);
  if (!agrees || published.blank !== empty || poll.tally.ballots !== cast) throw new WrongUrn("tally");
  const stated = poll.tally.outcomes[0]!;
  const counted = { marks: all, valid: cast - empty - (hand?.invalid ?? 0), cast, orders: [...orders.values()] };
  if (!isSame(outcomeOf(asked, counted, stated.whole), stated)) throw new WrongUrn("outcome");
  progress(1);
  return { size: ballots.length, root, marks, blank };
}

function isSame(one: Decided, other: Decided): boolean {
  const facts = ({ conclusion, whole, chosen, tied }: Decided): string => JSON.stringify([conclusion, whole, chosen, tied]);
  return facts(one) === facts(other);
}

/** The root of an RFC 9162 tree. */
export async function rootOf(leaves: readonly Bytes[]): Promise<Bytes> {
  if (leaves.length === 0) return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array()));
  if (leaves.length === 1) return leaves[0]!;
  let edge = 1; // the largest power of two below the number of leaves
  while (edge * 2 < leaves.length) edge *= 2;
  const [left, right] = await Promise.all([rootOf(leaves.slice(0, edge)), rootOf(leaves.slice(edge))]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(new Uint8Array([1]), left, right)));
}

/** Each void paper is signed, nothing stands on it, and it is nowhere else. Throws {@link WrongUrn}. */
async function checkVoids(voids: readonly Bytes[], used: Set<string>, terms: Terms): Promise<void> {
  let place = 0;
  for await (const marks of allMarks(voids, terms, "void")) {
    const point = hexOf(voids[place++]!.subarray(0, KEY));
    if (used.has(point) || marks.some((one) => one !== 0)) throw new WrongUrn("void", place, "void");
    used.add(point);
  }
}

/** What stands on each, in order. Throws {@link WrongUrn} for the first whose signatures do not hold. */
async function* allMarks(papers: readonly Bytes[], terms: Terms, heap: Heap = "ballot"): AsyncGenerator<Bytes> {
  for (let from = 0; from < papers.length; from += AT_ONCE) {
    const some = papers.slice(from, from + AT_ONCE);
    const read = await Promise.allSettled(some.map((paper, at) => signedMarks(paper, from + at + 1, terms, heap)));
    for (const one of read) {
      if (one.status === "rejected") throw one.reason;
      yield one.value;
    }
  }
}

/** What stands on a ballot, or on a void paper, whose signatures hold. Throws {@link WrongUrn}. */
async function signedMarks(ballot: Bytes, place: number, terms: Terms, heap: Heap = "ballot"): Promise<Bytes> {
  const { pollId, key, marksSize: size } = terms;
  const modulus = BITS / 8;
  if (ballot.length !== KEY + modulus + size + VOTE_SIGNATURE) throw new WrongUrn("size", place, heap);
  const point = ballot.slice(0, KEY);
  const signature = ballot.slice(KEY, KEY + modulus);
  const marks = ballot.slice(KEY + modulus, KEY + modulus + size);
  const [isPaper, isVote] = await Promise.all([
    verifies(key, paperMessage(pollId, point), signature),
    isSigned(point, ballot.slice(-VOTE_SIGNATURE), voteMessage(pollId, marks)),
  ]);
  if (!isPaper) throw new WrongUrn("paper", place, heap);
  if (!isVote) throw new WrongUrn("vote", place, heap);
  return marks;
}

/** Read strictly: what is no canonical answer counts for nobody. */
function answersOn(marks: Bytes, place: number, { asked: question, possible }: Terms): string[] {
  try {
    const text = new TextDecoder().decode(marks).replace(/\0+$/, "");
    const [[asked, options]] = JSON.parse(text) as [[number, string[]]];
    const isOnPaper = options.every((mark) => possible.has(mark)) && new Set(options.map(optionOf)).size === options.length;
    const isWritten = JSON.stringify([[question.number, canonical(question, options)]]) === text;
    const most = isOfEach(question) ? question.options.length : question.max_marks;
    const isAllowed = options.length === 0 || (options.length >= question.min_marks && options.length <= most);
    if (asked === question.number && isOnPaper && isWritten && isAllowed) return options;
  } catch {
    // below
  }
  throw new WrongUrn("vote", place);
}

async function keyOf(poll: CountedPoll): Promise<PaperKey> {
  const spki = fromBase64(poll.secret.key);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", spki));
  if (hexOf(digest) !== poll.secret.fingerprint) throw new WrongUrn("key");
  return importKey(spki, BITS).catch(() => {
    throw new WrongUrn("key");
  });
}

async function isSigned(point: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  const key = await voterKey(point);
  return key !== null && crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);
}

/** The key that a paper is for; null if there is none with this point. */
async function voterKey(point: Bytes): Promise<CryptoKey | null> {
  const read = (raw: Bytes) => crypto.subtle.importKey("raw", raw, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  try {
    return await read(point);
  } catch {
    const whole = uncompressed(point); // some browsers read points only whole
    return whole && read(whole);
  }
}

// P-256 (FIPS 186-5, SP 800-186).
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** 4 ‖ x ‖ y of a compressed point; null if there is none with this x. */
function uncompressed(point: Bytes): Bytes | null {
  const x = integer(point.slice(1));
  if ((point[0] !== 2 && point[0] !== 3) || x >= P) return null;
  const square = (((x * x) % P) * x - 3n * x + B) % P;
  const positive = ((square % P) + P) % P;
  const root = power(positive, (P + 1n) / 4n);
  if ((root * root) % P !== positive) return null;
  const y = (root & 1n) === BigInt(point[0] & 1) ? root : P - root;
  return joined(new Uint8Array([4]), octets(x, 32), octets(y, 32));
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

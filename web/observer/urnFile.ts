/**
 * The urn as a file (`voting/urn_file.py`), read with distrust: it may come from anybody, and may be anything.
 *
 * What is read is made anew, value by value. Whether it holds is the recount's matter; here it only has to be an urn.
 */

import { base64Of, type Bytes } from "../shared/bytes.ts";
import { markable } from "../shared/questions.ts";
import type { CountedPoll, CountedQuestion } from "../shared/urn.ts";
import { NotJson, parsed, Part, WrongShape } from "./json.ts";

/** Bytes that a file may have: some fifty thousand ballots. */
export const LARGEST = 64 * 1024 * 1024;

const FORMAT = "dienhong urn";
const VERSION = 1;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEY = /^[a-z0-9][a-z0-9-]{0,31}$/;
const VERIFIER = /^[^\s+]{1,200}\+[0-9a-f]{8}\+A[Q-Za-f][A-Za-z0-9+/]{42}$/; // of Ed25519, the one kind there is
const KINDS = ["motion", "choice", "election", "approval", "ranking", "score"] as const;
const CONCLUSIONS = ["adopted", "rejected", "chosen", "tied", "none_chosen", "elected", "too_few"] as const;
const BASES = ["valid", "cast", "present", "entitled"] as const;
const METHODS = ["stv", "schulze"] as const;
const LARGEST_PART = 1_000; // of a fraction
const AT_A_TIME = 1000; // ballots that are taken from base64 until the page may draw again

/** Why a file is none of ours; `part` says where, of a `shape`. */
export class NotAnUrn extends Error {
  constructor(
    readonly what: "too_big" | "unreadable" | "not_json" | "format" | "version" | "shape",
    readonly part = "",
  ) {
    super(`${what} ${part}`.trim());
  }
}

/** The one question of a secret poll, with what the page says of it. */
export type QuestionInFile = CountedQuestion & { title_vi: string; title_en: string };

/** A poll as its file tells of it. */
export interface PollInFile extends CountedPoll {
  number: number;
  title_vi: string;
  title_en: string;
  question: QuestionInFile;
  secret: { key: string; fingerprint: string; papers: number };
  hand: { papers: number; invalid: number; blank: number; marks: Record<string, number> } | null;
}

export interface UrnFile {
  congress_vi: string;
  congress_en: string;
  verifier: string;
  poll: PollInFile;
  ballots: Bytes[];
  voids: Bytes[];
}

/** What is in `file`. Throws {@link NotAnUrn}. */
export async function readUrn(file: Blob): Promise<UrnFile> {
  if (file.size > LARGEST) throw new NotAnUrn("too_big");
  const content = await file.arrayBuffer().catch(() => {
    throw new NotAnUrn("unreadable");
  });
  try {
    return await urnIn(new Part(parsed(new Uint8Array(content)), ""));
  } catch (error) {
    if (error instanceof NotJson) throw new NotAnUrn("not_json");
    if (error instanceof WrongShape) throw new NotAnUrn("shape", error.part);
    throw error;
  }
}

async function urnIn(file: Part): Promise<UrnFile> {
  if (typeof file.value !== "object" || file.value === null || Array.isArray(file.value)) throw new NotAnUrn("format");
  if (file.at("format").value !== FORMAT) throw new NotAnUrn("format");
  if (file.at("version").value !== VERSION) throw new NotAnUrn("version");
  return {
    congress_vi: file.at("congress_vi").text(),
    congress_en: file.at("congress_en").text(),
    verifier: file.at("verifier").text(VERIFIER),
    poll: pollIn(file.at("poll")),
    ballots: await papersIn(file.at("ballots")),
    voids: await papersIn(file.at("voids")),
  };
}

function pollIn(poll: Part): PollInFile {
  const [tally, secret] = [poll.at("tally"), poll.at("secret")];
  const question = questionIn(poll.at("paper").at("questions").list(1, 1)[0]!);
  const counted = tally.at("questions").list(1, 1)[0]!;
  const outcome = tally.at("outcomes").list(1, 1)[0]!;
  const hand = tally.at("hand").isNothing ? null : handIn(tally.at("hand"), question);
  const keys = question.options.map(({ key }) => key);
  const stated = {
    conclusion: outcome.at("conclusion").oneOf(CONCLUSIONS),
    chosen: outcome.at("chosen").list(0, keys.length).map((one) => one.oneOf(keys)),
    tied: outcome.at("tied").list(0, keys.length).map((one) => one.oneOf(keys)),
    whole: outcome.at("whole").number(),
  };
  return {
    id: poll.at("id").text(ID),
    number: poll.at("number").number(),
    title_vi: poll.at("title_vi").text(),
    title_en: poll.at("title_en").text(),
    checkpoint: poll.at("checkpoint").text(),
    paper: { questions: [question] },
    question,
    secret: {
      key: base64Of(secret.at("key").bytes()),
      fingerprint: secret.at("fingerprint").text(/^[0-9a-f]{64}$/),
      papers: secret.at("papers").number(),
    },
    tally: {
      ballots: tally.at("ballots").number(),
      questions: [{ marks: marksIn(counted.at("marks"), question), blank: counted.at("blank").number() }],
      outcomes: [stated],
      hand,
    },
    hand,
  };
}

function questionIn(question: Part): QuestionInFile {
  const options = question.at("options").list(1, 200).map((option) => ({
    key: option.at("key").text(KEY),
    label_vi: option.at("label_vi").text(),
    label_en: option.at("label_en").text(),
  }));
  if (new Set(options.map(({ key }) => key)).size < options.length) question.at("options").fail();
  const kind = question.at("kind").oneOf(KINDS);
  return {
    number: question.at("number").number(1, 50),
    kind,
    title_vi: question.at("title_vi").text(),
    title_en: question.at("title_en").text(),
    options,
    min_marks: question.at("min_marks").number(1, 200),
    max_marks: question.at("max_marks").number(1, 200),
    most_points: question.at("most_points").number(0, 100),
    counted_by: question.at("counted_by").oneOf(METHODS),
    candidates: question.at("candidates").list(0, 200),
    rule: question.at("rule").isNothing ? null : ruleIn(question.at("rule")),
  };
}

function ruleIn(rule: Part): QuestionInFile["rule"] {
  return {
    base: rule.at("base").oneOf(BASES),
    numerator: rule.at("numerator").number(1, LARGEST_PART),
    denominator: rule.at("denominator").number(1, LARGEST_PART),
    exactly_suffices: rule.at("exactly_suffices").flag(),
  };
}

/** A number for everything that can be marked. */
function marksIn(marks: Part, question: QuestionInFile): Record<string, number> {
  return Object.fromEntries(markable(question).map((mark) => [mark, marks.at(mark).number()]));
}

function handIn(hand: Part, question: QuestionInFile): NonNullable<PollInFile["hand"]> {
  return {
    papers: hand.at("papers").number(),
    invalid: hand.at("invalid").number(),
    blank: hand.at("blank").number(),
    marks: marksIn(hand.at("marks"), question),
  };
}

async function papersIn(papers: Part): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for (const paper of papers.list()) {
    found.push(paper.bytes());
    if (found.length % AT_A_TIME === 0) await new Promise((done) => setTimeout(done));
  }
  return found;
}

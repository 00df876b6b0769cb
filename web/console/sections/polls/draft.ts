import { newId } from "../../../shared/ids.ts";
import type { components } from "../../../shared/api.d.ts";
import type {
  ElectorateKind,
  MajorityRule,
  Option,
  Paper,
  PollLine,
  Question,
  QuestionKind,
  RankingMethod,
  Secrecy,
  SecretMode,
  Visibility,
} from "../../../shared/protocol.ts";
import { areCandidates, candidateKey, candidateLine, isWithin, lines, peopleIn } from "./people.ts";
import { MOTION_OPTIONS } from "./texts.ts";

export type PreparePoll = components["schemas"]["PreparePoll"];

/** A question as its form holds it: everything is text. */
export interface QuestionDraft {
  /** Of the form alone, so that it keeps its place while questions move. */
  id: string;
  kind: QuestionKind;
  title_vi: string;
  title_en: string;
  text_vi: string;
  text_en: string;
  /** One of the rules' keys; "" is the relative majority of a choice. */
  rule: string;
  /** One option a line, of a choice. */
  options_vi: string;
  options_en: string;
  /** One candidate a line, as {@link candidatesOf} reads them. */
  candidates: string;
  by_crossing_out: boolean;
  /** Of kinds that may be about people or not: whether places are filled with people. */
  of_people: boolean;
  /** How many may be marked; the places that an election, an approval, a ranking or a score fills. */
  most: string;
  most_points: string;
  counted_by: RankingMethod;
  /** What the form does not show, kept as it was. */
  kept: { target_id: string | null; options: Option[]; min_marks: number };
}

/** A poll as its form holds it. */
export interface Draft {
  title_vi: string;
  title_en: string;
  item_id: string;
  secrecy: Secrecy;
  /** When the key of a secret poll is destroyed. */
  secret_mode: SecretMode;
  electorate_kind: ElectorateKind;
  /** Who of them. */
  scope: "all" | "delegations" | "list";
  delegation_codes: string[];
  /** Delegates' numbers, parted by anything that is none. */
  delegate_numbers: string;
  late_arrivals: boolean;
  visibility: Visibility;
  /** The chair and a teller close and publish it together. */
  two_persons: boolean;
  /** Whoever has voted can change their ballot until it closes. */
  may_change: boolean;
  /** It may be open together with another poll of the same delegates. */
  beside_others: boolean;
  seconds: string;
  allows_blank: boolean;
  questions: QuestionDraft[];
}

/** What is wrong, by the key of its text (`wrong.…`); empty when nothing is. */
export type Wrong = "" | "title" | "question" | "options" | "candidates" | "most" | "seats" | "points" | "ranked" | "seconds" | "base" | "delegations" | "list" | "single";

export interface Wrongs {
  title: Wrong;
  secrecy: Wrong;
  scope: Wrong;
  seconds: Wrong;
  questions: { title: Wrong; options: Wrong; most: Wrong; points: Wrong; rule: Wrong }[];
}

const MOST_CANDIDATES = 200;
const MOST_RANKED = 20; // options: more than anybody puts in order
const optionKey = (index: number): string => `option-${index + 1}`;

/** Whether it is about the lines of a list of people or things. */
export const isListed = (kind: QuestionKind): boolean => kind !== "motion" && kind !== "choice";

/** Whether its count decides, and no rule of a majority. */
export const isByMethod = (kind: QuestionKind): boolean => kind === "ranking" || kind === "score";

/** A rule's key in the form: what decides, without its words. */
export function ruleKey(rule: MajorityRule | null): string {
  if (rule === null) return "";
  return [rule.numerator, rule.denominator, rule.exactly_suffices ? "reached" : "passed", rule.base].join("/");
}

export function newQuestion(rules: readonly MajorityRule[]): QuestionDraft {
  return {
    ...{ id: newId(), kind: "motion" as const, title_vi: "", title_en: "", text_vi: "", text_en: "" },
    ...{ rule: ruleKey(rules[0] ?? null), options_vi: "", options_en: "", most: "1" },
    ...{ candidates: "", by_crossing_out: false, of_people: true, most_points: "10", counted_by: "stv" as const },
    kept: { target_id: null, options: [], min_marks: 1 },
  };
}

export function newDraft(rules: readonly MajorityRule[], item_id = ""): Draft {
  return {
    ...{ title_vi: "", title_en: "", item_id, electorate_kind: "present" as const, late_arrivals: false },
    ...{ secrecy: "recorded" as const, secret_mode: "strict" as const, scope: "all" as const, delegation_codes: [], delegate_numbers: "" },
    ...{ visibility: "turnout" as const, seconds: "", allows_blank: true, two_persons: false, may_change: false, beside_others: false },
    questions: [newQuestion(rules)],
  };
}

export function draftOf(poll: PollLine): Draft {
  return {
    title_vi: poll.title_vi,
    title_en: poll.title_en,
    item_id: poll.item_id ?? "",
    secrecy: poll.secrecy,
    secret_mode: poll.secret_mode,
    electorate_kind: poll.electorate_kind,
    scope: poll.delegation_codes.length > 0 ? "delegations" : poll.delegate_numbers.length > 0 ? "list" : "all",
    delegation_codes: poll.delegation_codes,
    delegate_numbers: poll.delegate_numbers.join(", "),
    late_arrivals: poll.late_arrivals,
    visibility: poll.visibility,
    two_persons: poll.two_persons,
    may_change: poll.may_change,
    beside_others: poll.beside_others,
    seconds: poll.seconds === null ? "" : String(poll.seconds),
    allows_blank: poll.paper.allows_blank,
    questions: poll.paper.questions.map(questionDraftOf),
  };
}

function questionDraftOf(question: Question): QuestionDraft {
  const { kind, title_vi, title_en, text_vi, text_en, options, target_id, min_marks } = question;
  const hasEnglish = options.some((option) => option.label_en !== "");
  return {
    ...{ id: newId(), kind, title_vi, title_en, text_vi, text_en, rule: ruleKey(question.rule) },
    options_vi: kind === "choice" ? options.map((option) => option.label_vi).join("\n") : "",
    options_en: kind === "choice" && hasEnglish ? options.map((option) => option.label_en).join("\n") : "",
    candidates: isListed(kind) ? options.map((option) => candidateLine(option, question.candidates)).join("\n") : "",
    by_crossing_out: question.by_crossing_out,
    of_people: question.candidates.length > 0 || !isListed(kind),
    most_points: String(question.most_points || 10),
    counted_by: question.counted_by,
    most: String(question.max_marks),
    kept: { target_id, options, min_marks },
  };
}

export function wrongsOf(draft: Draft): Wrongs {
  return {
    title: draft.title_vi.trim() ? "" : "title",
    seconds: isSeconds(draft.seconds) ? "" : "seconds",
    secrecy: draft.secrecy === "secret" && draft.questions.length > 1 ? "single" : "",
    scope:
      draft.scope === "delegations" && draft.delegation_codes.length === 0
        ? "delegations"
        : draft.scope === "list" && numbersIn(draft.delegate_numbers).length === 0
          ? "list"
          : "",
    questions: draft.questions.map((question) => {
      const labels = lines(question.options_vi);
      const differ = labels.length >= 2 && new Set(labels).size === labels.length && !labels.includes("");
      const isChoice = question.kind === "choice";
      const people = isListed(question.kind) ? peopleIn(question.candidates) : [];
      const isRanking = question.kind === "ranking";
      const isElection = question.kind === "election"; // its candidates may still be nominated
      const ofPresent = question.rule.endsWith("/present") && draft.electorate_kind !== "present";
      return {
        title: question.title_vi.trim() ? "" : "question",
        options:
          isChoice && !differ
            ? "options"
            : isListed(question.kind) && !(isElection && people.length === 0) && !areCandidates(people)
              ? "candidates"
              : isRanking && !isWithin(String(people.length), 2, MOST_RANKED)
                ? "ranked"
                : "",
        most:
          isChoice && !isWithin(question.most, 1, labels.length)
            ? "most"
            : isListed(question.kind) && !isWithin(question.most, 1, isElection ? MOST_CANDIDATES : people.length)
              ? "seats"
              : "",
        points: question.kind === "score" && !isWithin(question.most_points, 1, 100) ? "points" : "",
        rule: ofPresent ? "base" : "",
      };
    }),
  };
}

export function isSound(wrongs: Wrongs): boolean {
  return (
    !wrongs.title && !wrongs.secrecy && !wrongs.seconds && !wrongs.scope && wrongs.questions.every((one) => Object.values(one).every((wrong) => !wrong))
  );
}

/** What the server is asked to keep; the draft has to be sound. */
export function commandOf(draft: Draft, rules: readonly MajorityRule[]): PreparePoll {
  const paper: Paper = {
    questions: draft.questions.map((question, index) => questionOf(question, index + 1, rules)),
    allows_blank: draft.allows_blank,
  };
  const isSecret = draft.secrecy === "secret";
  return {
    title_vi: draft.title_vi.trim(),
    title_en: draft.title_en.trim(),
    item_id: draft.item_id || null,
    secrecy: draft.secrecy,
    secret_mode: isSecret ? draft.secret_mode : "strict",
    paper,
    electorate_kind: draft.electorate_kind,
    delegation_codes: draft.scope === "delegations" ? draft.delegation_codes : [],
    delegate_numbers: draft.scope === "list" ? numbersIn(draft.delegate_numbers) : [],
    late_arrivals: !isSecret && draft.electorate_kind === "present" && draft.late_arrivals,
    visibility: isSecret && draft.visibility === "running" ? "turnout" : draft.visibility,
    two_persons: draft.two_persons,
    may_change: !isSecret && draft.may_change,
    beside_others: draft.beside_others,
    seconds: draft.seconds.trim() === "" ? null : Number(draft.seconds),
  };
}

function questionOf(draft: QuestionDraft, number: number, rules: readonly MajorityRule[]): Question {
  const most = draft.kind === "motion" ? 1 : Number(draft.most);
  const people = isListed(draft.kind) ? peopleIn(draft.candidates) : [];
  const isOfPeople = draft.kind === "election" || draft.of_people;
  const keyOf = (index: number): string => (isOfPeople ? candidateKey(index) : optionKey(index));
  return {
    number,
    kind: draft.kind,
    title_vi: draft.title_vi.trim(),
    title_en: draft.title_en.trim(),
    text_vi: draft.text_vi.trim(),
    text_en: draft.text_en.trim(),
    options:
      draft.kind === "choice"
        ? choicesOf(draft)
        : isListed(draft.kind)
          ? people.map(({ name }, index) => ({ key: keyOf(index), label_vi: name, label_en: "" }))
          : motionOptionsOf(draft),
    min_marks: isListed(draft.kind) ? 1 : Math.min(draft.kept.min_marks, most),
    max_marks: most,
    rule: isByMethod(draft.kind) ? null : (rules.find((rule) => ruleKey(rule) === draft.rule) ?? null),
    target_id: draft.kept.target_id,
    candidates: (isOfPeople ? people : []).map(({ name: _, year, ...rest }, index) => ({
      ...rest,
      option: candidateKey(index),
      birth_year: year ? Number(year) : null,
    })),
    by_crossing_out: draft.kind === "election" && draft.by_crossing_out,
    most_points: draft.kind === "score" ? Number(draft.most_points) : 0,
    counted_by: draft.kind === "ranking" ? draft.counted_by : "stv",
  };
}

function motionOptionsOf(draft: QuestionDraft): Option[] {
  if (draft.kept.options.some((option) => option.key === "for")) return draft.kept.options;
  return [...MOTION_OPTIONS];
}

function choicesOf(draft: QuestionDraft): Option[] {
  const english = lines(draft.options_en);
  return lines(draft.options_vi).map((label_vi, index) => ({
    key: optionKey(index),
    label_vi,
    label_en: english[index] ?? "",
  }));
}

/** The numbers of a list, each once: from a column of a spreadsheet as well as from a sentence. */
export function numbersIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

function isSeconds(text: string): boolean {
  return text.trim() === "" || isWithin(text, 10, 86_400);
}

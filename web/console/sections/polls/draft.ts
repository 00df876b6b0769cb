import { shareText } from "../../../shared/format.ts";
import { newId } from "../../../shared/ids.ts";
import type { components } from "../../../shared/api.d.ts";
import type {
  Candidate,
  ElectorateKind,
  MajorityRule,
  Option,
  Paper,
  PollLine,
  Question,
  QuestionKind,
  Secrecy,
  Visibility,
} from "../../../shared/protocol.ts";
import { MOTION_OPTIONS } from "./texts.ts";

export type PreparePoll = components["schemas"]["PreparePoll"];
export type Surplus = components["schemas"]["Surplus"];

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
  /** How many may be marked; the seats of an election. */
  most: string;
  /** What the form does not show, kept as it was. */
  kept: { target_id: string | null; options: Option[]; min_marks: number };
}

/** A poll as its form holds it. */
export interface Draft {
  title_vi: string;
  title_en: string;
  item_id: string;
  secrecy: Secrecy;
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
  seconds: string;
  allows_blank: boolean;
  questions: QuestionDraft[];
}

/** What is wrong, by the key of its text (`wrong.…`); empty when nothing is. */
export type Wrong = "" | "title" | "question" | "options" | "candidates" | "most" | "seats" | "seconds" | "base" | "delegations" | "list" | "single";

export interface Wrongs {
  title: Wrong;
  secrecy: Wrong;
  scope: Wrong;
  seconds: Wrong;
  questions: { title: Wrong; options: Wrong; most: Wrong; rule: Wrong }[];
}

/** A rule's key in the form: what decides, without its words. */
export function ruleKey(rule: MajorityRule | null): string {
  if (rule === null) return "";
  return [rule.numerator, rule.denominator, rule.exactly_suffices ? "reached" : "passed", rule.base].join("/");
}

export function newQuestion(rules: readonly MajorityRule[]): QuestionDraft {
  return {
    ...{ id: newId(), kind: "motion" as const, title_vi: "", title_en: "", text_vi: "", text_en: "" },
    ...{ rule: ruleKey(rules[0] ?? null), options_vi: "", options_en: "", most: "1" },
    ...{ candidates: "", by_crossing_out: false },
    kept: { target_id: null, options: [], min_marks: 1 },
  };
}

export function newDraft(rules: readonly MajorityRule[], item_id = ""): Draft {
  return {
    ...{ title_vi: "", title_en: "", item_id, electorate_kind: "present" as const, late_arrivals: false },
    ...{ secrecy: "recorded" as const, scope: "all" as const, delegation_codes: [], delegate_numbers: "" },
    ...{ visibility: "turnout" as const, seconds: "", allows_blank: true, two_persons: false, may_change: false },
    questions: [newQuestion(rules)],
  };
}

export function draftOf(poll: PollLine): Draft {
  return {
    title_vi: poll.title_vi,
    title_en: poll.title_en,
    item_id: poll.item_id ?? "",
    secrecy: poll.secrecy,
    electorate_kind: poll.electorate_kind,
    scope: poll.delegation_codes.length > 0 ? "delegations" : poll.delegate_numbers.length > 0 ? "list" : "all",
    delegation_codes: poll.delegation_codes,
    delegate_numbers: poll.delegate_numbers.join(", "),
    late_arrivals: poll.late_arrivals,
    visibility: poll.visibility,
    two_persons: poll.two_persons,
    may_change: poll.may_change,
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
    candidates: kind === "election" ? options.map((option) => candidateLine(option, question.candidates)).join("\n") : "",
    by_crossing_out: question.by_crossing_out,
    most: String(question.max_marks),
    kept: { target_id, options, min_marks },
  };
}

/** Lines without the empty ones at the end; those in between keep their place, for the other language. */
function lines(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
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
      const people = question.kind === "election" ? peopleIn(question.candidates) : [];
      const ofPresent = question.rule.endsWith("/present") && draft.electorate_kind !== "present";
      return {
        title: question.title_vi.trim() ? "" : "question",
        options: isChoice && !differ ? "options" : question.kind === "election" && !areCandidates(people) ? "candidates" : "",
        most:
          isChoice && !isWithin(question.most, 1, labels.length)
            ? "most"
            : question.kind === "election" && !isWithin(question.most, 1, people.length)
              ? "seats"
              : "",
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
    paper,
    electorate_kind: draft.electorate_kind,
    delegation_codes: draft.scope === "delegations" ? draft.delegation_codes : [],
    delegate_numbers: draft.scope === "list" ? numbersIn(draft.delegate_numbers) : [],
    late_arrivals: !isSecret && draft.electorate_kind === "present" && draft.late_arrivals,
    visibility: isSecret && draft.visibility === "running" ? "turnout" : draft.visibility,
    two_persons: draft.two_persons,
    may_change: !isSecret && draft.may_change,
    seconds: draft.seconds.trim() === "" ? null : Number(draft.seconds),
  };
}

function questionOf(draft: QuestionDraft, number: number, rules: readonly MajorityRule[]): Question {
  const most = draft.kind === "motion" ? 1 : Number(draft.most);
  const people = draft.kind === "election" ? peopleIn(draft.candidates) : [];
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
        : draft.kind === "election"
          ? people.map(({ name }, index) => ({ key: candidateKey(index), label_vi: name, label_en: "" }))
          : motionOptionsOf(draft),
    min_marks: draft.kind === "election" ? 1 : Math.min(draft.kept.min_marks, most),
    max_marks: most,
    rule: rules.find((rule) => ruleKey(rule) === draft.rule) ?? null,
    target_id: draft.kept.target_id,
    candidates: people.map(({ name: _, year, ...rest }, index) => ({
      ...rest,
      option: candidateKey(index),
      birth_year: year ? Number(year) : null,
    })),
    by_crossing_out: draft.kind === "election" && draft.by_crossing_out,
  };
}

/** A candidate as a line of the form says it: name | year of birth | position | delegation | biography. */
interface Person {
  name: string;
  year: string;
  position_vi: string;
  delegation_vi: string;
  biography_vi: string;
}

const candidateKey = (index: number): string => `candidate-${index + 1}`;

/** Empty lines do not count; a tab parts as well as a bar, so that rows of a spreadsheet can be pasted. */
function peopleIn(text: string): Person[] {
  return lines(text)
    .filter(Boolean)
    .map((line) => {
      const [name = "", year = "", position_vi = "", delegation_vi = "", ...rest] = line.split(/\s*[|\t]\s*/);
      return { name, year, position_vi, delegation_vi, biography_vi: rest.join(" | ") };
    });
}

/** How many more candidates than seats a draft has (số dư), and whether that is usual; null while it cannot be said. */
export function surplusOf(draft: QuestionDraft, { least_percent, most_percent }: Surplus) {
  const [candidates, seats] = [peopleIn(draft.candidates).length, Number(draft.most)];
  if (candidates === 0 || !isWithin(draft.most, 1, candidates)) return null;
  const people = candidates - seats;
  const isUsual = people * 100 >= seats * least_percent && people * 100 <= Math.max(100, seats * most_percent);
  return { people, share: shareText(people, seats), isWithin: isUsual };
}

function areCandidates(people: Person[]): boolean {
  const told = people.map(({ name, year, position_vi, delegation_vi }) => [name, year, position_vi, delegation_vi].join("|"));
  const isNamed = people.every(({ name, year }) => name !== "" && (year === "" || isWithin(year, 1900, 2100)));
  return people.length > 0 && isNamed && new Set(told).size === told.length;
}

function candidateLine(option: Option, candidates: Candidate[]): string {
  const candidate = candidates.find((one) => one.option === option.key);
  if (!candidate) return option.label_vi;
  const { birth_year, position_vi, delegation_vi, biography_vi } = candidate;
  const parts = [option.label_vi, birth_year ?? "", position_vi, delegation_vi, biography_vi.replaceAll("\n", " ")];
  while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  return parts.join(" | ");
}

/** The candidates in the order of their given names, as Vietnamese papers list them. */
export function byGivenName(candidates: string): string {
  const collator = new Intl.Collator("vi");
  const key = (line: string): string => {
    const words = (line.split(/[|\t]/)[0] ?? "").trim().split(/\s+/);
    return [words.at(-1), ...words].join(" ");
  };
  return lines(candidates)
    .filter(Boolean)
    .map((line) => line.replace(/[\s|]+$/, ""))
    .sort((one, other) => collator.compare(key(one), key(other)))
    .join("\n");
}

function motionOptionsOf(draft: QuestionDraft): Option[] {
  if (draft.kept.options.some((option) => option.key === "for")) return draft.kept.options;
  return [...MOTION_OPTIONS];
}

function choicesOf(draft: QuestionDraft): Option[] {
  const english = lines(draft.options_en);
  return lines(draft.options_vi).map((label_vi, index) => ({
    key: `option-${index + 1}`,
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

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}

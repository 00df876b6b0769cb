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
  Visibility,
} from "../../../shared/protocol.ts";
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
  most: string;
  /** What the form does not show, kept as it was. */
  kept: { target_id: string | null; options: Option[]; min_marks: number };
}

/** A poll as its form holds it. */
export interface Draft {
  title_vi: string;
  title_en: string;
  item_id: string;
  electorate_kind: ElectorateKind;
  late_arrivals: boolean;
  visibility: Visibility;
  seconds: string;
  allows_blank: boolean;
  questions: QuestionDraft[];
}

/** What is wrong, by the key of its text (`wrong.…`); empty when nothing is. */
export type Wrong = "" | "title" | "question" | "options" | "most" | "seconds" | "base";

export interface Wrongs {
  title: Wrong;
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
    kept: { target_id: null, options: [], min_marks: 1 },
  };
}

export function newDraft(rules: readonly MajorityRule[], item_id = ""): Draft {
  return {
    ...{ title_vi: "", title_en: "", item_id, electorate_kind: "present" as const, late_arrivals: false },
    ...{ visibility: "turnout" as const, seconds: "", allows_blank: true },
    questions: [newQuestion(rules)],
  };
}

export function draftOf(poll: PollLine): Draft {
  return {
    title_vi: poll.title_vi,
    title_en: poll.title_en,
    item_id: poll.item_id ?? "",
    electorate_kind: poll.electorate_kind,
    late_arrivals: poll.late_arrivals,
    visibility: poll.visibility,
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
    questions: draft.questions.map((question) => {
      const labels = lines(question.options_vi);
      const differ = labels.length >= 2 && new Set(labels).size === labels.length && !labels.includes("");
      const isChoice = question.kind === "choice";
      const ofPresent = question.rule.endsWith("/present") && draft.electorate_kind !== "present";
      return {
        title: question.title_vi.trim() ? "" : "question",
        options: isChoice && !differ ? "options" : "",
        most: isChoice && !isWithin(question.most, 1, labels.length) ? "most" : "",
        rule: ofPresent ? "base" : "",
      };
    }),
  };
}

export function isSound(wrongs: Wrongs): boolean {
  return (
    !wrongs.title && !wrongs.seconds && wrongs.questions.every((one) => Object.values(one).every((wrong) => !wrong))
  );
}

/** What the server is asked to keep; the draft has to be sound. */
export function commandOf(draft: Draft, rules: readonly MajorityRule[]): PreparePoll {
  const paper: Paper = {
    questions: draft.questions.map((question, index) => questionOf(question, index + 1, rules)),
    allows_blank: draft.allows_blank,
  };
  return {
    title_vi: draft.title_vi.trim(),
    title_en: draft.title_en.trim(),
    item_id: draft.item_id || null,
    paper,
    electorate_kind: draft.electorate_kind,
    late_arrivals: draft.electorate_kind === "present" && draft.late_arrivals,
    visibility: draft.visibility,
    seconds: draft.seconds.trim() === "" ? null : Number(draft.seconds),
  };
}

function questionOf(draft: QuestionDraft, number: number, rules: readonly MajorityRule[]): Question {
  const most = draft.kind === "choice" ? Number(draft.most) : 1;
  return {
    number,
    kind: draft.kind,
    title_vi: draft.title_vi.trim(),
    title_en: draft.title_en.trim(),
    text_vi: draft.text_vi.trim(),
    text_en: draft.text_en.trim(),
    options: draft.kind === "choice" ? choicesOf(draft) : motionOptionsOf(draft),
    min_marks: Math.min(draft.kept.min_marks, most),
    max_marks: most,
    rule: rules.find((rule) => ruleKey(rule) === draft.rule) ?? null,
    target_id: draft.kept.target_id,
  };
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

function isSeconds(text: string): boolean {
  return text.trim() === "" || isWithin(text, 10, 86_400);
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}

import { spoken } from "../../shared/i18n.svelte.ts";
import type { MajorityRule, Option, Question } from "../../shared/protocol.ts";
import { isAlone, optionOf, wordOf } from "../../shared/questions.ts";
import { t } from "../texts.ts";

export const labelOf = (option: Option): string => spoken(option.label_vi, option.label_en);

export const titleOf = (of: { title_vi: string; title_en: string }): string => spoken(of.title_vi, of.title_en);

/** What was marked, as people read it: the labels, or "blank". */
export function markText(question: Question, options: string[]): string {
  if (options.length === 0) return t(isAlone(question) ? "paper.nobody" : "paper.blank.marked");
  const namesOf = (keys: string[]): string =>
    question.options
      .filter(({ key }) => keys.includes(key))
      .map(labelOf)
      .join(", ");
  if (question.kind === "approval") {
    const said = (word: string): string => namesOf(options.filter((mark) => wordOf(mark) === word).map(optionOf));
    return [said("yes") && t("mark.yes", { names: said("yes") }), said("no") && t("mark.no", { names: said("no") })]
      .filter(Boolean)
      .join("; ");
  }
  if (question.kind === "score") return options.map((mark) => `${namesOf([optionOf(mark)])}: ${wordOf(mark)}`).join(", ");
  if (question.kind === "ranking") return options.map((key, place) => `${place + 1}. ${namesOf([key])}`).join(", ");
  const names = namesOf(options);
  return question.kind === "election" && options.length > 1 ? t("paper.elects", { count: options.length, names }) : names;
}

/** The rule with its source; where there is none, what decides instead. */
export function ruleText({ rule, kind, counted_by }: Question): string {
  if (kind === "ranking") return t(`paper.rule.${counted_by}`);
  if (kind === "score" && rule === null) return t("paper.rule.points");
  if (kind === "approval" && rule === null) return t("paper.rule.more-yes");
  if (rule === null) return t("paper.rule.relative");
  const text = spoken(rule.text_vi, rule.text_en) || `> ${rule.numerator}/${rule.denominator}`;
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return rule.source ? `${sentence} (${rule.source})` : sentence;
}

/** How many may be marked. */
export function limitsText({ min_marks, max_marks }: Question): string {
  return min_marks === max_marks
    ? t("paper.choose", { count: max_marks })
    : t("paper.choose.between", { least: min_marks, most: max_marks });
}

/** The beginning of a ballot's id, enough to tell it from others when one speaks about it. */
export const shortId = (id: string): string => id.slice(0, 8).toUpperCase();

/** The look of a motion's marks; a choice has none. */
export function tone(question: Question, key: string): "yes" | "no" | "other" | "plain" {
  if (question.kind !== "motion") return "plain";
  return key === "for" ? "yes" : key === "against" ? "no" : "other";
}

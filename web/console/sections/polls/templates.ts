import type { MajorityRule } from "../../../shared/protocol.ts";
import { newDraft, newQuestion, ruleKey, type Draft, type QuestionDraft } from "./draft.ts";

/** Polls that every congress holds, as drafts to go on from. */
export const TEMPLATES = ["empty", "rules", "list", "election", "confidence"] as const;
export type Template = (typeof TEMPLATES)[number];

/** A fresh draft of this template, under the rules of the congress. */
export function draftFrom(template: Template, rules: readonly MajorityRule[]): Draft {
  const draft = newDraft(rules);
  const question = (changes: Partial<QuestionDraft>): QuestionDraft => ({ ...newQuestion(rules), ...changes });
  // People are elected by a share of the ballots collected, where the profile has such a rule.
  const elected = ruleKey(rules.find(({ base }) => base === "cast") ?? rules[0] ?? null);
  switch (template) {
    case "rules":
      draft.title_vi = "Thông qua chương trình và quy chế làm việc";
      draft.title_en = "Programme and rules of procedure";
      draft.questions = [
        question({ title_vi: "Thông qua chương trình đại hội", title_en: "Adopt the programme" }),
        question({ title_vi: "Thông qua quy chế làm việc", title_en: "Adopt the rules of procedure" }),
      ];
      break;
    case "list":
      draft.title_vi = "Thông qua danh sách";
      draft.title_en = "Adopt the list";
      draft.questions = [question({ title_vi: "Thông qua toàn bộ danh sách", title_en: "Adopt the whole list" })];
      break;
    case "election":
      draft.title_vi = "Bầu Ban Chấp hành";
      draft.title_en = "Election of the executive committee";
      draft.secrecy = "secret";
      draft.two_persons = true;
      draft.questions = [
        question({ kind: "election", title_vi: "Bầu Ban Chấp hành", title_en: "Executive committee", rule: elected, by_crossing_out: true }),
      ];
      break;
    case "confidence":
      draft.title_vi = "Lấy phiếu tín nhiệm";
      draft.title_en = "Vote of confidence";
      draft.secrecy = "secret";
      draft.questions = [
        question({ kind: "approval", title_vi: "Lấy phiếu tín nhiệm", title_en: "Vote of confidence", rule: elected, of_people: false }),
      ];
      break;
    case "empty":
  }
  return draft;
}

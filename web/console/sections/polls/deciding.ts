import { spoken } from "../../../shared/i18n.svelte.ts";
import type { Question } from "../../../shared/protocol.ts";
import { t } from "./texts.ts";

/** What decides a question, in words: its rule, or the method of its kind. */
export function deciding({ rule, kind, counted_by, most_points }: Question): string {
  if (kind === "ranking") return t(`paper.${counted_by}`);
  if (rule) return spoken(rule.text_vi, rule.text_en);
  if (kind === "score") return t("paper.points", { most: most_points });
  return t(kind === "approval" ? "paper.more_yes" : "paper.relative");
}

import { numberText } from "../../../shared/format.ts";
import { api, got } from "../../../shared/http.ts";
import { spoken } from "../../../shared/i18n.svelte.ts";
import type { ItemOnProgramme, SittingOnProgramme } from "../../../shared/protocol.ts";
import { Command } from "../../command.svelte.ts";
import { confirming } from "../../confirming.svelte.ts";
import { t } from "./texts.ts";

interface Titled {
  title_vi: string;
  title_en: string;
}

export const titleOf = (one: Titled): string => spoken(one.title_vi, one.title_en);

const putItem = (id: string | null) => got(api.PUT("/api/v1/programme/current-item", { body: { id } }));
const putSitting = (id: string | null) => got(api.PUT("/api/v1/programme/current-sitting", { body: { id } }));

/** Turn to an item, or with `null` only end the current one; at once, as the chair says it. */
export const turning = new Command(
  async (item: ItemOnProgramme | null) => {
    await putItem(item?.id ?? null);
    return item;
  },
  { done: (item) => (item ? t("turn.done", { title: titleOf(item) }) : t("finish_item.done")) },
);

/** Turn to an item that is not the next one: asked first. */
export function askTurn(item: ItemOnProgramme): void {
  confirming.ask({
    title: t("turn.question", { title: titleOf(item) }),
    consequence: () => t("turn.consequence"),
    act: t("turn_short"),
    run: () => putItem(item.id),
    done: t("turn.done", { title: titleOf(item) }),
  });
}

/** Begin a sitting. `present` is read while the question stands: people come and go. */
export function askBegin(sitting: SittingOnProgramme, present: () => number): void {
  confirming.ask({
    title: t("begin.question", { title: titleOf(sitting) }),
    consequence: () =>
      present() > 0
        ? t("begin.consequence", { present: numberText(present()) })
        : t("begin.consequence_empty"),
    act: t("begin_short"),
    look: "danger",
    run: () => putSitting(sitting.id),
    done: t("begin.done", { title: titleOf(sitting) }),
  });
}

export function askFinish(sitting: SittingOnProgramme): void {
  confirming.ask({
    title: t("finish_sitting.question", { title: titleOf(sitting) }),
    consequence: () => t("finish_sitting.consequence"),
    act: t("finish_sitting", { title: titleOf(sitting) }),
    look: "danger",
    run: () => putSitting(null),
    done: t("finish_sitting.done"),
  });
}

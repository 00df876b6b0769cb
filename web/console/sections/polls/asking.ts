import { countdownText, numberText } from "../../../shared/format.ts";
import { api, got } from "../../../shared/http.ts";
import { spoken } from "../../../shared/i18n.svelte.ts";
import type { Missing, PollLine, PresenceReading, Step } from "../../../shared/protocol.ts";
import { confirming } from "../../confirming.svelte.ts";
import { takesTwo, wordsFor } from "./steps.ts";
import { t } from "./texts.ts";

/** What a consequence is made of; read while the question stands, because it moves. */
export interface Facts {
  presence: PresenceReading | undefined;
  /** Who has not voted yet; in a secret poll, who has no paper. */
  missing: Missing | undefined;
}

type Asked = Pick<PollLine, "id" | "number" | "title_vi" | "title_en" | "electorate_kind" | "seconds" | "secrecy" | "secret_mode" | "two_persons" | "confirmed">;

const path = (id: string) => ({ params: { path: { id } } });

function take(id: string, step: Step, reason: string): Promise<unknown> {
  switch (step) {
    case "announce":
      return got(api.POST("/api/v1/polls/{id}/announce", path(id)));
    case "open":
      return got(api.POST("/api/v1/polls/{id}/open", path(id)));
    case "close":
      return got(api.POST("/api/v1/polls/{id}/close", path(id)));
    case "publish":
      return got(api.POST("/api/v1/polls/{id}/publish", path(id)));
    case "annul":
      return got(api.POST("/api/v1/polls/{id}/annul", { ...path(id), body: { reason } }));
  }
}

/** What the button for a step says: where two persons take it, one puts down their word. */
export function actOf(poll: { two_persons: boolean }, step: Step): string {
  return takesTwo(poll, step) ? t(`confirm.${step}`) : t(`step.${step}`);
}

/** Ask whether a poll shall take a step, saying what follows from it. */
export function askStep(poll: Asked, step: Step, facts: () => Facts): void {
  const isWord = takesTwo(poll, step);
  const waits = isWord && wordsFor(poll, step).length === 0; // for the other one's
  confirming.ask({
    title: t(`step_question.${step}`, { title: spoken(poll.title_vi, poll.title_en) }),
    consequence: () => (waits ? t("two.consequence") : consequenceOf(poll, step, facts())),
    act: actOf(poll, step),
    look: step === "annul" ? "danger" : "primary",
    asksReason: step === "annul",
    run: (reason) =>
      isWord ? got(api.POST("/api/v1/polls/{id}/confirm", { ...path(poll.id), body: { step } })) : take(poll.id, step, reason),
    done: waits ? t("two.done") : t(`step_done.${step}`, { number: poll.number }),
  });
}

function consequenceOf(poll: Asked, step: Step, facts: Facts): string {
  const isSecret = poll.secrecy === "secret";
  if (isSecret && step === "announce") return t("consequence.announce_secret");
  if (isSecret && step === "open") return t(`consequence.open_${poll.secret_mode}`, { papers: numberText(facts.missing?.ballots ?? 0) });
  if (step === "open") return openingOf(poll, facts.presence);
  if (step !== "close") return t(`consequence.${step}`);
  if (facts.missing === undefined || isSecret) return t("consequence.close");
  const missing = facts.missing.electorate - facts.missing.ballots;
  return missing === 0 ? t("consequence.close_all") : t("consequence.close_missing", { missing: numberText(missing) });
}

function openingOf(poll: Asked, presence: PresenceReading | undefined): string {
  const isPresent = poll.electorate_kind === "present";
  const voters = numberText((isPresent ? presence?.present : presence?.summoned) ?? 0);
  const sentences = [isPresent ? t("consequence.open_present", { voters }) : t("consequence.open_all", { voters })];
  if (poll.seconds !== null) sentences.push(t("consequence.deadline", { time: countdownText(poll.seconds) }));
  if (presence && !presence.has_quorum) {
    const [present, needed] = [numberText(presence.present), numberText(presence.needed)];
    sentences.push(t("consequence.no_quorum", { present, needed }));
  }
  return sentences.join(" ");
}

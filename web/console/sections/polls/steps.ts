import type { Confirmed, PollState, Step } from "../../../shared/protocol.ts";
import type { Permission } from "../../who.svelte.ts";

const NEEDS: Record<Step, Permission> = {
  announce: "run_polls",
  open: "run_polls",
  close: "run_polls",
  publish: "publish_polls",
  annul: "publish_polls",
};

type May = (permission: Permission) => boolean;

/** The usual next step of a poll, whoever may take it; none once it is over. */
export function nextStep(steps: readonly Step[]): Exclude<Step, "annul"> | null {
  return steps.find((step) => step !== "annul") ?? null;
}

/** Who closes and publishes together, in a poll of two persons. */
export const SIDES = ["chair", "teller"] as const;

/** Whether this step of a poll takes two persons. */
export function takesTwo(poll: { two_persons: boolean }, step: Step): step is "close" | "publish" {
  return poll.two_persons && (step === "close" || step === "publish");
}

/** What this role can do about a step: take it, put down its word for it (of two), or nothing. */
export function partIn(poll: { two_persons: boolean }, step: Step, may: May): "take" | "confirm" | null {
  if (takesTwo(poll, step)) return may("confirm_steps") ? "confirm" : null;
  return may(NEEDS[step]) ? "take" : null;
}

/** Who has put down their word for a step. */
export function wordsFor(poll: { confirmed: readonly Confirmed[] }, step: Step): Confirmed[] {
  return poll.confirmed.filter((word) => word.step === step);
}

/** Whether this role has put down its word for a step. */
export function hasConfirmed(poll: { confirmed: readonly Confirmed[] }, step: Step, role: string | undefined): boolean {
  return wordsFor(poll, step).some((word) => word.side === role);
}

/** Whether annulling is possible now, and up to this role. */
export function mayAnnul(steps: readonly Step[], may: May): boolean {
  return steps.includes("annul") && may(NEEDS.annul);
}

export type Group = "now" | "draft" | "over";

/** Where a poll stands in the queue. */
export function groupOf(state: PollState): Group {
  if (state === "draft") return "draft";
  return state === "published" || state === "annulled" ? "over" : "now";
}

export const TONES = {
  draft: "plain",
  announced: "action",
  open: "now",
  closed: "action",
  published: "good",
  annulled: "bad",
} as const satisfies Record<PollState, string>;

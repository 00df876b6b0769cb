import type { PollState, Step } from "../../../shared/protocol.ts";
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

/** Whether this role may take a step. */
export function mayTake(step: Step, may: May): boolean {
  return may(NEEDS[step]);
}

/** Whether annulling is possible now, and up to this role. */
export function mayAnnul(steps: readonly Step[], may: May): boolean {
  return steps.includes("annul") && mayTake("annul", may);
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

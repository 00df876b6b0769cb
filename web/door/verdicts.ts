import type { Verdict } from "./deciding.ts";
import type { Answer } from "./ledger.ts";

/** What the colour, the sound and the vibration say: go, look closer, stop. */
export type Signal = "go" | "heed" | "stop";

const HEED: ReadonlySet<Verdict> = new Set<Verdict>(["already_present", "exit_without_entry", "unchecked"]);

/** Whoever is let in but does not vote (alternates, guests, press) is worth a look: they sit elsewhere. */
export function signalOf({ verdict, direction, card }: Pick<Answer, "verdict" | "direction" | "card">): Signal {
  if (verdict === "ok") return direction === "exit" || card?.kind === "official" ? "go" : "heed";
  return HEED.has(verdict) ? "heed" : "stop";
}

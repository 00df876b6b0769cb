import type { components } from "../../../shared/api.d.ts";

export type Person = components["schemas"]["DelegateLine"];

export const KINDS = ["official", "alternate", "guest", "press"] as const satisfies readonly Person["kind"][];

/** What stands out about somebody, the gravest first. */
export type Standing = "rejected" | "replaced" | "present" | "absent" | "no_badge";

/** How somebody stands now: who was rejected or replaced is no longer counted as present or absent. */
export function standing(person: Person): Standing[] {
  if (person.credentials === "rejected") return ["rejected"];
  if (person.replaced_by_id !== null) return ["replaced"];
  return [person.is_present ? "present" : "absent", ...(person.has_badge ? [] : (["no_badge"] as const))];
}

export const TONES = {
  rejected: "bad",
  replaced: "plain",
  present: "good",
  absent: "plain",
  no_badge: "now",
} as const satisfies Record<Standing, string>;

/** Whether the board may put somebody else in this one's place. */
export const canBeReplaced = (person: Person): boolean => person.kind === "official" && person.replaced_by_id === null;

/** Whether this one may give a proxy, or hold one. */
export const canHaveProxies = (person: Person): boolean => canBeReplaced(person) && person.credentials === "recognised";

/** Whether this one may take the place of somebody else. */
export const canTakePlace = (person: Person): boolean =>
  person.kind === "alternate" && person.credentials === "recognised";

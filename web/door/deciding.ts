/**
 * What a door answers by itself, from the roster that it took along and from its own scans. Pure; the same rules in the same
 * order as `delegates/check_in.py`.
 */
import type { components } from "../shared/api.d.ts";
import type { Roster } from "./roster.ts";

type Schemas = components["schemas"];
export type Card = Schemas["DelegateCard"];
export type Direction = Schemas["Direction"];
export type Source = Schemas["ScanSource"];
/** `unchecked`: recorded, but this door has no roster to decide by. The server's list is closed and does not hold it. */
export type Verdict = Schemas["Verdict"] | "unchecked";

/** What is known when a scan is decided. */
export interface Facts {
  sittingIsOpen: boolean;
  delegateIsKnown: boolean;
  badgeIsRevoked: boolean;
  credentials: Schemas["Credentials"];
  isReplaced: boolean;
  isPresent: boolean;
}

/** After these answers it is known where the person is: in the hall after an entry, outside after an exit. */
const PLACING: ReadonlySet<Verdict> = new Set<Verdict>(["ok", "already_present", "exit_without_entry"]);

export const places = (verdict: Verdict): boolean => PLACING.has(verdict);

/** The answer to one scan. */
export function decide(facts: Facts, direction: Direction): Verdict {
  if (!facts.delegateIsKnown) return "unknown_code";
  if (facts.badgeIsRevoked) return "revoked";
  if (!facts.sittingIsOpen) return "outside_window";
  // Whoever is inside may leave, whatever has been decided about them since.
  if (direction === "exit") return facts.isPresent ? "ok" : "exit_without_entry";
  if (facts.credentials === "rejected") return "suspended";
  if (facts.isReplaced) return "replaced_by_alternate";
  return facts.isPresent ? "already_present" : "ok";
}

/** A scan of this very door. `at` is the server's time in milliseconds, as well as the door knows it. */
export interface Passage {
  delegateId: string;
  direction: Direction;
  verdict: Verdict;
  at: number;
}

/** Whether somebody is in the hall, and when and where they first came in. */
export interface Standing {
  isPresent: boolean;
  firstAt: string | null;
  firstDoor: string;
}

/** Where somebody is: as the roster said when it was taken, and what this door saw since. The last scan holds. */
export function project(before: Standing, passages: readonly Passage[], since: number, door: string): Standing {
  const seen = passages.filter((one) => places(one.verdict) && one.at >= since).sort((a, b) => a.at - b.at);
  const entry = seen.find((one) => one.direction === "entry");
  const isFirst = before.firstAt === null && entry !== undefined;
  return {
    isPresent: seen.length > 0 ? seen[seen.length - 1]!.direction === "entry" : before.isPresent,
    firstAt: isFirst ? new Date(entry.at).toISOString() : before.firstAt,
    firstDoor: isFirst ? door : before.firstDoor,
  };
}

/** Who a scan is about: a badge, or somebody found by name. */
export type Subject = { hash: string } | { delegateId: string };

export interface Decided {
  verdict: Verdict;
  card: Card | null;
  firstAt: string | null;
  firstDoor: string;
}

/** The door's own answer. `passages` are those of anybody; `door` is this door's name. */
export function answerOf(
  roster: Roster | null,
  passages: readonly Passage[],
  subject: Subject,
  direction: Direction,
  door: string,
): Decided {
  if (roster === null) return { verdict: "unchecked", card: null, firstAt: null, firstDoor: "" };
  const badge = "hash" in subject ? roster.badge(subject.hash) : undefined;
  const person = roster.person("hash" in subject ? badge?.delegate_id : subject.delegateId);
  if (person === undefined) return { verdict: "unknown_code", card: null, firstAt: null, firstDoor: "" };
  const own = passages.filter((one) => one.delegateId === person.card.id);
  const taken = { isPresent: person.is_present, firstAt: person.first_at, firstDoor: person.first_door };
  const standing = project(taken, own, roster.takenAt, door);
  const facts: Facts = {
    sittingIsOpen: roster.sittingId !== null,
    delegateIsKnown: true,
    badgeIsRevoked: badge?.revoked ?? false,
    credentials: person.credentials,
    isReplaced: person.is_replaced,
    isPresent: standing.isPresent,
  };
  return {
    verdict: decide(facts, direction),
    card: person.card,
    firstAt: standing.firstAt,
    firstDoor: standing.firstDoor,
  };
}

/** A roster for tests, with people who have names. */
import type { DoorRoster } from "./roster.ts";
import { Roster } from "./roster.ts";

export const NINE = Date.parse("2025-12-24T02:00:00Z");
export const minutes = (n: number): number => NINE + n * 60_000;

type Person = DoorRoster["delegates"][number];

/** Somebody of the roster; `number` is also the hash of the badge, and (as an id) who it is. */
export function somebody(number: string, changes: Partial<Person> & { name?: string; kind?: string } = {}): Person {
  const { name = "Nguyễn Thị Hồng Ánh", kind = "official", ...rest } = changes;
  return {
    card: {
      id: `id-${number}`,
      number,
      full_name: name,
      kind: kind as Person["card"]["kind"],
      delegation_code: "01",
      delegation: "Trung tâm",
      unit: "",
      position: "",
      seat: "A-12",
    },
    credentials: "recognised",
    is_replaced: false,
    is_present: false,
    first_at: null,
    first_door: "",
    ...rest,
  };
}

export function aRoster(people: Person[], changes: Partial<DoorRoster> = {}, takenAt = NINE): Roster {
  const badges = people.map(({ card }) => ({ hash: card.number, delegate_id: card.id, revoked: false }));
  return new Roster({ roster: { sitting_id: "s1", delegates: people, badges, ...changes }, etag: '"1"', takenAt });
}

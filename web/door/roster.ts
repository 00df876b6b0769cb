import type { components } from "../shared/api.d.ts";
import { fold } from "../shared/folding.ts";
import type { Card } from "./deciding.ts";

export type DoorRoster = components["schemas"]["DoorRoster"];
type Person = components["schemas"]["DoorDelegate"];
type Badge = components["schemas"]["DoorBadge"];

const MOST_FOUND = 20;

/** The roster as it was fetched, with when that was asked for (server's time, milliseconds). */
export interface TakenRoster {
  roster: DoorRoster;
  etag: string;
  takenAt: number;
}

/** The roster with its indexes. */
export class Roster {
  private readonly badges: Map<string, Badge>;
  private readonly people: Map<string, Person>;
  private words: [folded: string, card: Card][] | undefined;

  constructor(readonly taken: TakenRoster) {
    this.badges = new Map(taken.roster.badges.map((badge) => [badge.hash, badge]));
    this.people = new Map(taken.roster.delegates.map((person) => [person.card.id, person]));
  }

  get takenAt(): number {
    return this.taken.takenAt;
  }

  get sittingId(): string | null {
    return this.taken.roster.sitting_id;
  }

  get size(): number {
    return this.people.size;
  }

  badge(hash: string): Badge | undefined {
    return this.badges.get(hash);
  }

  person(id: string | undefined): Person | undefined {
    return id === undefined ? undefined : this.people.get(id);
  }

  /** People in whose name, number or delegation every word of `query` begins a word; without tone marks, the first twenty. */
  search(query: string): Card[] {
    const wanted = fold(query).split(/\s+/).filter(Boolean);
    if (wanted.join("").length < 2) return [];
    this.words ??= [...this.people.values()].map(({ card }) => [
      ` ${fold(`${card.number} ${card.full_name} ${card.delegation}`)}`,
      card,
    ]);
    const found: Card[] = [];
    for (const [folded, card] of this.words) {
      if (wanted.every((word) => folded.includes(` ${word}`))) found.push(card);
      if (found.length === MOST_FOUND) break;
    }
    return found;
  }
}

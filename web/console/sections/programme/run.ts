import type { ItemOnProgramme, Programme, SittingOnProgramme } from "../../../shared/protocol.ts";

/** The one obvious next step of a congress. */
export type NextStep =
  | { kind: "begin_sitting"; sitting: SittingOnProgramme }
  | { kind: "turn_to"; item: ItemOnProgramme }
  | { kind: "finish_item"; item: ItemOnProgramme }
  | { kind: "finish_sitting"; sitting: SittingOnProgramme };

export function currentSitting(programme: Programme): SittingOnProgramme | undefined {
  return programme.sittings.find((sitting) => sitting.progress === "current");
}

export function currentItem(programme: Programme): ItemOnProgramme | undefined {
  return programme.sittings.flatMap((sitting) => sitting.items).find((item) => item.progress === "current");
}

/** What usually comes next: the next item, else the end of the last one, the next sitting, the end of the congress. */
export function nextStep(programme: Programme): NextStep | null {
  const sitting = currentSitting(programme);
  const item = currentItem(programme);
  const coming = programme.sittings.find((one) => one.progress === "planned");
  if (sitting === undefined) return coming ? { kind: "begin_sitting", sitting: coming } : null;
  const index = item ? sitting.items.findIndex((one) => one.id === item.id) : -1;
  const next = sitting.items.slice(index + 1).find((one) => one.progress === "planned");
  if (next) return { kind: "turn_to", item: next };
  if (item) return { kind: "finish_item", item };
  if (coming) return { kind: "begin_sitting", sitting: coming };
  return { kind: "finish_sitting", sitting };
}

/** How an item's time stands at `now` (milliseconds). */
export interface Pace {
  /** Seconds since it began. */
  runsS: number;
  /** Seconds until its planned minutes are used up; negative when it is over them. */
  leftS: number;
  /** Share of the planned minutes, 0 … 1. */
  share: number;
  /** Minutes by which it began after its planned time; negative when early. */
  lateMin: number;
}

export function paceOf(item: ItemOnProgramme, now: number): Pace {
  const began = Date.parse(item.began_at ?? item.starts_at);
  const runsS = Math.max(0, Math.floor((now - began) / 1000));
  const plannedS = item.minutes * 60;
  return {
    runsS,
    leftS: plannedS - runsS,
    share: plannedS > 0 ? Math.min(1, runsS / plannedS) : 1,
    lateMin: Math.round((began - Date.parse(item.starts_at)) / 60_000),
  };
}

/** Whole minutes that an ended item took. */
export function tookMin(item: ItemOnProgramme): number | null {
  if (item.began_at === null || item.ended_at === null) return null;
  return Math.round((Date.parse(item.ended_at) - Date.parse(item.began_at)) / 60_000);
}

/** Seconds as people read a running time: "4:05", "1:02:05". */
export function durationText(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** When the congress is held elsewhere on the calendar than its plan (a rehearsal), lateness says nothing. */
export function isWorthSaying(lateMin: number): boolean {
  return Math.abs(lateMin) < 12 * 60;
}

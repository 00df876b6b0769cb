import type { ItemOnProgramme, SittingOnProgramme } from "../../../shared/protocol.ts";

/** The position that puts an item behind `id` among the others, or first; positions may have gaps. */
export function positionAfter(others: readonly ItemOnProgramme[], id: string | null): number {
  const before = others.find((item) => item.id === id);
  return before ? before.position + 1 : (others[0]?.position ?? 1);
}

/** When what comes behind the last item of a sitting would begin. */
export function startOfNext(sitting: SittingOnProgramme): string {
  const last = sitting.items.at(-1);
  if (last === undefined) return sitting.starts_at;
  return new Date(Date.parse(last.starts_at) + last.minutes * 60_000).toISOString();
}

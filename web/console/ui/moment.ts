/**
 * Moments as `<input type="datetime-local">` holds them, always in the congress's own time zone: a laptop that stands on
 * another one must not move the programme. Vietnam has kept UTC+7 without summer time since 1975.
 */
const OFFSET = "+07:00";
const OFFSET_MS = 7 * 60 * 60 * 1000;

/** "2025-12-24T00:30:00Z" → "2025-12-24T07:30". */
export function toField(iso: string): string {
  return new Date(Date.parse(iso) + OFFSET_MS).toISOString().slice(0, 16);
}

/** "2025-12-24T07:30" → "2025-12-24T07:30:00+07:00"; null for what is no moment. */
export function fromField(text: string): string | null {
  const iso = `${text}:00${OFFSET}`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}

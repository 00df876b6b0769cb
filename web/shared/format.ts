/** Dates and numbers in Vietnamese form, in the congress's own time zone. */

const ZONE = "Asia/Ho_Chi_Minh";
const NUMBER = new Intl.NumberFormat("vi-VN");
const PARTS = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 5 });
const TIME = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const SECOND = new Intl.DateTimeFormat("vi-VN", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: ZONE,
});
const DAY = new Intl.DateTimeFormat("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: ZONE });

const LONG_DAY = new Intl.DateTimeFormat("vi-VN", {
  weekday: "long",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  timeZone: ZONE,
});

/** 1234 → "1.234". */
export const numberText = (value: number): string => NUMBER.format(value);

/** Parts of a mandate, of which 100,000 are one, in whole mandates: "12,33333". */
export const partsText = (parts: number): string => PARTS.format(parts / 100_000);

/** "07:30". */
export const timeText = (iso: string | number): string => TIME.format(new Date(iso));

/** "07:30:05". */
export const secondText = (iso: string | number): string => SECOND.format(new Date(iso));

/** "24/12/2025". */
export const dayText = (iso: string | number): string => DAY.format(new Date(iso));

/** "Thứ Tư, 24/12/2025". */
export const longDayText = (iso: string | number): string => LONG_DAY.format(new Date(iso));

/** "07:30, 24/12/2025". */
export const momentText = (iso: string | number): string => `${timeText(iso)}, ${dayText(iso)}`;

/** 75 → "1:15". */
export const countdownText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** A part of a whole, as Vietnamese writes it: "87,5 %", with a space that is not broken. */
export const shareText = (part: number, of: number): string =>
  `${((100 * part) / of).toLocaleString("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00a0%`;

/** Bytes as people read them: "1,4 MB". */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "kB"] : [bytes / 1024 ** 2, "MB"];
  return `${value.toLocaleString("vi-VN", { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

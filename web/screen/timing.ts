import { countdownText } from "../shared/format.ts";

/** A speaker's time as the hall reads it: "1:15" left, or "+0:20" over. */
export interface SpeakingTime {
  text: string;
  isOver: boolean;
  /** How much of the time is left, 0 … 1. */
  share: number;
}

/** How a speech stands at `now` (server time in milliseconds). */
export function speakingTime(startedAt: string, endsAt: string, now: number): SpeakingTime {
  const start = Date.parse(startedAt);
  const end = Date.parse(endsAt);
  const left = end - now;
  const isOver = left <= -1000; // the last second is zero, not overtime
  const seconds = isOver ? Math.floor(-left / 1000) : Math.max(0, Math.ceil(left / 1000));
  const text = countdownText(seconds);
  return { text: isOver ? `+${text}` : text, isOver, share: share(left, end - start) };
}

/** How much of a poll's time is left, 0 … 1. */
export function shareLeft(openedAt: string | null, closesAt: string, now: number): number {
  const end = Date.parse(closesAt);
  return share(end - now, end - (openedAt === null ? now : Date.parse(openedAt)));
}

const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0);

import type { Candidate } from "../../shared/protocol.ts";
import { v } from "./texts.ts";

/** Year of birth, position, delegation: what tells people of one name apart. */
export function particularsOf({ birth_year, position_vi, delegation_vi }: Candidate): string {
  const born = birth_year === null ? "" : v("born", { year: birth_year });
  return [born, position_vi, delegation_vi].filter(Boolean).join(" · ");
}

/** First and given name, where there is no photo. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.charAt(0) ?? "";
  return words.length > 1 ? first + words[words.length - 1]!.charAt(0) : first;
}

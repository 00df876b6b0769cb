import { momentText } from "../../../shared/format.ts";

/** One fact of an entry that is another than before; null where there is none. */
export interface Change {
  name: string;
  before: string | null;
  after: string | null;
}

type Facts = Record<string, unknown> | null | undefined;

/** What differs between two sets of facts, in the order of the newer; equal ones are left out. */
export function changes(before: Facts, after: Facts): Change[] {
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  return names
    .map((name) => ({ name, before: plain(before?.[name]), after: plain(after?.[name]) }))
    .filter((change) => change.before !== change.after)
    .filter((change) => !isId(change.before ?? change.after)); // the subject says it by name
}

const LONGEST = 240;

/** A fact as one line of text; null for nothing. */
function plain(fact: unknown): string | null {
  if (fact === undefined || fact === null || fact === "" || (Array.isArray(fact) && fact.length === 0)) return null;
  const text = line(fact);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Lists of ids or of whole things say how many they hold: who wants to read them looks at the thing itself. */
function line(fact: unknown): string {
  if (Array.isArray(fact)) return fact.some(isLong) ? `× ${fact.length}` : fact.map(String).join(", ");
  if (typeof fact !== "object" || fact === null) return moment(String(fact));
  return Object.entries(fact)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}: ${line(value)}`)
    .join("; ");
}

function isLong(one: unknown): boolean {
  return typeof one === "object" || isId(one);
}

function isId(one: unknown): boolean {
  return /^[0-9a-f-]{36}$/.test(String(one));
}

function moment(text: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? momentText(text) : text;
}

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
    .filter((change) => change.before !== change.after);
}

const LONGEST = 240;

/** A fact as one line of text; null for nothing. */
function plain(fact: unknown): string | null {
  if (fact === undefined || fact === null || fact === "") return null;
  const text = typeof fact === "string" ? fact : JSON.stringify(fact);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

import type { components } from "../../../shared/api.d.ts";
import { shareText } from "../../../shared/format.ts";
import type { Candidate, Option } from "../../../shared/protocol.ts";

export type Surplus = components["schemas"]["Surplus"];

/** A candidate as a line of the form says it: name | year of birth | position | delegation | biography. */
export interface Person {
  name: string;
  year: string;
  position_vi: string;
  delegation_vi: string;
  biography_vi: string;
}

export const candidateKey = (index: number): string => `candidate-${index + 1}`;

/** Empty lines do not count; a tab parts as well as a bar, so that rows of a spreadsheet can be pasted. */
export function peopleIn(text: string): Person[] {
  return lines(text)
    .filter(Boolean)
    .map((line) => {
      const [name = "", year = "", position_vi = "", delegation_vi = "", ...rest] = line.split(/\s*[|\t]\s*/);
      return { name, year, position_vi, delegation_vi, biography_vi: rest.join(" | ") };
    });
}

/** How many more candidates than seats a draft has (số dư), and whether that is usual; null while it cannot be said. */
export function surplusOf(draft: { candidates: string; most: string }, { least_percent, most_percent }: Surplus) {
  const [candidates, seats] = [peopleIn(draft.candidates).length, Number(draft.most)];
  if (candidates === 0 || !isWithin(draft.most, 1, candidates)) return null;
  const people = candidates - seats;
  const isUsual = people * 100 >= seats * least_percent && people * 100 <= Math.max(100, seats * most_percent);
  return { people, share: shareText(people, seats), isWithin: isUsual };
}

/** Whether an election has fewer candidates than seats, so far. */
export function lacksCandidates({ candidates, most }: { candidates: string; most: string }): boolean {
  return peopleIn(candidates).length < Number(most);
}

export function areCandidates(people: Person[]): boolean {
  const told = people.map(({ name, year, position_vi, delegation_vi }) => [name, year, position_vi, delegation_vi].join("|"));
  const isNamed = people.every(({ name, year }) => name !== "" && (year === "" || isWithin(year, 1900, 2100)));
  return people.length > 0 && isNamed && new Set(told).size === told.length;
}

export function candidateLine(option: Option, candidates: Candidate[]): string {
  const candidate = candidates.find((one) => one.option === option.key);
  if (!candidate) return option.label_vi;
  const { birth_year, position_vi, delegation_vi, biography_vi } = candidate;
  const parts = [option.label_vi, birth_year ?? "", position_vi, delegation_vi, biography_vi.replaceAll("\n", " ")];
  while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  return parts.join(" | ");
}

/** The candidates in the order of their given names, as Vietnamese papers list them. */
export function byGivenName(candidates: string): string {
  const collator = new Intl.Collator("vi");
  const key = (line: string): string => {
    const words = (line.split(/[|\t]/)[0] ?? "").trim().split(/\s+/);
    return [words.at(-1), ...words].join(" ");
  };
  return lines(candidates)
    .filter(Boolean)
    .map((line) => line.replace(/[\s|]+$/, ""))
    .sort((one, other) => collator.compare(key(one), key(other)))
    .join("\n");
}

/** Lines without the empty ones at the end; those in between keep their place, for the other language. */
export function lines(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
}

/** Whether a text is a whole number between two. */
export function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}

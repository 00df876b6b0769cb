import { fold } from "../../shared/folding.ts";

/** A stretch of text, and whether it was looked for. */
export interface Stretch {
  text: string;
  isFound: boolean;
}

/** Where in a document something was found. */
export interface Place {
  page: number;
  stretches: Stretch[];
}

const AROUND = 60; // letters on each side of what was found

/** Where `query` stands in `text`, without regard to tone marks and case: [start, end) in the text as it is. */
export function places(text: string, query: string): [start: number, end: number][] {
  const wanted = fold(query.trim()).replace(/\s+/g, " ");
  if (wanted === "") return [];
  let folded = "";
  const origin: number[] = []; // of each folded letter, in `text`
  for (let at = 0; at < text.length; at++) {
    const letter = /\s/.test(text[at]!) ? (folded.endsWith(" ") ? "" : " ") : fold(text[at]!);
    for (let n = 0; n < letter.length; n++) origin.push(at);
    folded += letter;
  }
  const found: [number, number][] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    found.push([origin[at]!, origin[at + wanted.length] ?? text.length]);
  }
  return found;
}

/** `text` cut into what was found and what is between. */
export function stretches(text: string, query: string): Stretch[] {
  return cut(text, places(text, query));
}

/** A search hit's snippet, with the words that the server says were found. */
export function marked(snippet: string, found: string[]): Stretch[] {
  const words = new Set(found);
  const spans: [number, number][] = [];
  for (const match of snippet.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
    if (words.has(match[0])) spans.push([match.index, match.index + match[0].length]);
  }
  return cut(snippet, spans);
}

/** Each place on a page, with a little of what stands around it. */
export function excerpts(page: number, text: string, query: string): Place[] {
  return places(text, query).map(([start, end]) => {
    const from = start > AROUND ? text.lastIndexOf(" ", start - AROUND) + 1 : 0;
    const space = text.indexOf(" ", end + AROUND);
    const to = space < 0 ? text.length : space;
    return {
      page,
      stretches: [
        { text: (from > 0 ? "… " : "") + text.slice(from, start), isFound: false },
        { text: text.slice(start, end), isFound: true },
        { text: text.slice(end, to) + (to < text.length ? " …" : ""), isFound: false },
      ],
    };
  });
}

function cut(text: string, spans: [number, number][]): Stretch[] {
  const parts: Stretch[] = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start > at) parts.push({ text: text.slice(at, start), isFound: false });
    parts.push({ text: text.slice(start, end), isFound: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isFound: false });
  return parts;
}

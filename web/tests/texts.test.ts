// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "svelte/compiler";
import { describe, expect, it } from "vitest";

// Every text that people read comes from a catalogue, in both languages: components hold none of their own.

const WEB = join(import.meta.dirname, "..");
const FOLDERS = ["delegate", "console", "screen", "door", "observer", "shared"];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(join(WEB, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
);
const COMPONENTS = FILES.filter((path) => path.endsWith(".svelte"));
const SOURCES = FILES.filter((path) => /\.(svelte|ts)$/.test(path) && !/\.(test|d)\.ts$/.test(path));
const EVERYTHING = SOURCES.map(read).join("\n");

/** Attributes that are read aloud or shown. */
const SHOWN = new Set(["aria-label", "aria-roledescription", "title", "placeholder", "alt", "label", "hint"]);
/** Names that are the same in both languages. */
const NAMES = /^(Diên Hồng|QR|PIN|PDF|XLSX|CSV|API|Ctrl|Enter|Esc|Tab|Tiếng Việt|English|MB|kB)$/;

function read(path: string): string {
  return readFileSync(join(WEB, path), "utf8");
}

/** Texts that stand in a component itself: between its tags, or in attributes that are read. */
function literals(component: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const it = node as Record<string, unknown>;
    if (it["type"] === "Text") {
      const text = String(it["data"]).trim();
      if (/\p{L}{2,}/u.test(text) && !NAMES.test(text)) found.push(text);
    } else if (it["type"] === "StyleDirective") {
      return;
    } else if (it["type"] === "Attribute") {
      if (SHOWN.has(String(it["name"])) && Array.isArray(it["value"])) visit(it["value"]);
    } else {
      for (const [key, value] of Object.entries(it)) if (key !== "metadata" && key !== "css") visit(value);
    }
  };
  visit(parse(component, { modern: true }).fragment);
  return found;
}

interface Entry {
  path: string;
  key: string;
  vi: string;
  en: string;
}

/** The entries of all catalogues: `key: ["vi", "en"]`. */
function entries(): Entry[] {
  const text = String.raw`"((?:[^"\\]|\\.)*)"`;
  const entry = new RegExp(String.raw`"?([\w.-]+)"?:\s*\[\s*${text},\s*${text},?\s*\]`, "g");
  return SOURCES.filter((path) => read(path).includes("texts({")).flatMap((path) =>
    [...read(path).matchAll(entry)].map(([, key, vi, en]) => ({ path, key: key!, vi: vi!, en: en! })),
  );
}

function isUsed(key: string): boolean {
  const escaped = key.replaceAll(".", String.raw`\.`);
  if (new RegExp(`["'\`]${escaped}["'\`](?!\\s*:\\s*\\[)`).test(EVERYTHING)) return true;
  // Made from its ending: t(`${step}.ask`), t(`${word}Doing`) …
  const ending = /(\.\w+|[A-Z][a-z]+)$/.exec(key)?.[0].replace(".", String.raw`\.`);
  if (ending !== undefined && new RegExp(`\`\\$\\{\\w+\\}${ending}\``).test(EVERYTHING)) return true;
  // … or from its stem: t(`verdict.${verdict}`).
  const parts = key.split(/[.-]/);
  return parts.some((_, n) => n > 0 && EVERYTHING.includes(`\`${key.slice(0, key.indexOf(parts[n]!, 1))}\${`));
}

describe("the organiser's guide", () => {
  it("calls buttons and sections by their names", () => {
    const guide = readFileSync(join(WEB, "../docs/organiser-guide.vi.md"), "utf8");
    const bold = [...guide.matchAll(/\*\*(.+?)\*\*/gs)].map(([, words]) => words!.replace(/\s+/g, " "));
    const shown = entries().map(({ vi }) => vi);
    // "Còn thiếu … đại biểu": what stands there changes.
    const isShown = (words: string) =>
      shown.includes(words) ||
      (words.includes("…") && shown.some((vi) => vi.replace(/\{\w+\}/g, "…").replace(/\.$/, "").includes(words)));

    expect(bold.length).toBeGreaterThan(60);
    expect(bold.filter((words) => !isShown(words))).toEqual([]);
  });
});

describe("the search for texts in components", () => {
  it("finds what is written between tags and in attributes that are read", () => {
    const component = `<p class="not this" title="Xin chào">Đại biểu {name}</p><img alt="{name} và đoàn" />`;

    expect(literals(component)).toEqual(["Xin chào", "Đại biểu", "và đoàn"]);
  });

  it("lets signs, numbers and names pass", () => {
    expect(literals(`<b>Diên Hồng</b> · 12 % {t("x")} <kbd>Enter</kbd>`)).toEqual([]);
  });
});

it.each(COMPONENTS)("%s holds no text of its own", (path) => {
  expect(literals(read(path))).toEqual([]);
});

describe("catalogues", () => {
  it("are found", () => {
    expect(entries().length).toBeGreaterThan(3);
  });

  it("have a text in each language", () => {
    expect(entries().filter(({ vi, en }) => vi.trim() === "" || en.trim() === "")).toEqual([]);
  });

  it("fill the same values into both languages", () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
    const different = entries().filter(({ vi, en }) => String(places(vi)) !== String(places(en)));

    expect(different).toEqual([]);
  });

  it("hold nothing that nobody uses", () => {
    expect(entries().filter(({ key }) => !isUsed(key))).toEqual([]);
  });
});

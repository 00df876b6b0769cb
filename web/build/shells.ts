import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";
import type { ShellEntry } from "../worker/door.ts";

type Bundle = Rolldown.OutputBundle;

/** What the delegate's first view (Now, the paper within it) may weigh, in bytes as they travel. */
const MOST_SCRIPT = 60 * 1000;
const MOST_BYTES = 250 * 1000;

/**
 * Knows which files each page needs: prints and bounds the first view of the delegate's page, and tells the service worker
 * what to keep.
 */
export class Shells {
  private delegate = new Set<string>();
  private door = new Set<string>();
  private isTooHeavy = false;

  /** Reads the finished bundle, and says what the first view weighs. */
  plugin(): Plugin {
    return {
      name: "dienhong-shells",
      apply: "build",
      generateBundle: {
        order: "post",
        handler: (_, bundle) => {
          this.delegate = filesOf(bundle, "delegate", { lazy: true });
          this.door = filesOf(bundle, "door", { lazy: true });
          const { script, bytes, text } = weigh(bundle, filesOf(bundle, "delegate", { lazy: false }));
          console.log(`\n${text}`);
          this.isTooHeavy = script > MOST_SCRIPT || bytes > MOST_BYTES;
        },
      },
    };
  }

  /**
   * The service worker's list: the delegate's files, then those that the door needs besides.
   *
   * The observer's page is not among them. Whoever comes to it once would be given the delegate's pages to keep, and a
   * page that is to be compared with its source should be the one that the server has now. It needs no network once it
   * is there.
   *
   * Made at the end of the build, which fails here when the first view is too heavy.
   */
  entries(folder: string): ShellEntry[] {
    if (this.isTooHeavy) throw new Error("The first view of the delegate's page is too heavy; see its weight above.");
    const page = (url: string, file: string): ShellEntry => ({
      url,
      revision: createHash("sha256").update(readFileSync(join(folder, file))).digest("hex").slice(0, 16),
    });
    const hashed = (file: string): ShellEntry => ({ url: `/${file}`, revision: null });
    const doorOnly = [...this.door].filter((file) => !this.delegate.has(file));
    return [
      // Pages by the addresses under which they come with their policy.
      page("/", "index.html"),
      page("/mark.svg", "mark.svg"),
      ...[...this.delegate].sort().map(hashed),
      { ...page("/door", "door/index.html"), door: true },
      ...doorOnly.sort().map((file) => ({ ...hashed(file), door: true })),
    ];
  }
}

/** The files of an entry: scripts, styles, fonts and what else they name. `lazy`: also what is loaded later. */
function filesOf(bundle: Bundle, entry: string, { lazy }: { lazy: boolean }): Set<string> {
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || files.has(name)) return;
    files.add(name);
    for (const file of chunk.viteMetadata?.importedCss ?? []) files.add(file);
    for (const file of chunk.viteMetadata?.importedAssets ?? []) files.add(file);
    for (const imported of chunk.imports) visit(imported);
    if (lazy) for (const imported of chunk.dynamicImports) visit(imported);
  };
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === "chunk" && chunk.isEntry && chunk.name === entry) visit(name);
  }
  // Fonts in styles; workers in scripts, and what those load in their turn: named in the text alone.
  for (const name of files) {
    const text = /\.(js|css)$/.test(name) ? textOf(bundle, name) : "";
    for (const [other, file] of Object.entries(bundle)) {
      const mayBeMissed = file.type === "asset" && other.startsWith("assets/") && !other.endsWith(".css");
      if (mayBeMissed && text.includes(basename(other))) files.add(other); // and is looked through in its turn
    }
  }
  if (files.size === 0) throw new Error(`no entry ${entry} in the bundle`);
  return files;
}

function textOf(bundle: Bundle, name: string): string {
  const file = bundle[name];
  return file === undefined ? "" : file.type === "chunk" ? file.code : Buffer.from(file.source).toString();
}

function weigh(bundle: Bundle, files: Set<string>): { script: number; bytes: number; text: string } {
  let script = 0;
  let bytes = 0;
  for (const name of files) {
    const file = bundle[name];
    if (file === undefined) continue;
    const content = Buffer.from(file.type === "chunk" ? file.code : file.source);
    const weight = name.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length;
    bytes += weight;
    if (name.endsWith(".js")) script += weight;
  }
  const kB = (n: number) => `${(n / 1000).toFixed(1)} kB`;
  const text =
    `First view of the delegate's page: JavaScript ${kB(script)} of ${kB(MOST_SCRIPT)}, ` +
    `everything ${kB(bytes)} of ${kB(MOST_BYTES)} (gzip; fonts as they are).`;
  return { script, bytes, text };
}

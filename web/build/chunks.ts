import { relative, sep } from "node:path";

interface Module {
  readonly code: string | null;
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

interface Graph {
  getModuleInfo: (id: string) => Module | null;
}

/** Which pages there are, and what of them the delegate's first view is made of. */
interface Pages {
  /** The modules that pages begin with. */
  entries: readonly string[];
  /** The delegate's. */
  entry: string;
  /** The folder of the delegate's modules, which nobody else has but what is loaded with `lent`. */
  own: string;
  lent: string;
}

/** A file of several modules takes along what they import, unless one of higher priority has it. */
interface Group {
  name: (id: string, graph: Graph) => string | null;
  priority: number;
}

const FILES = ["desk", "views", "parts", "own", "first"] as const;

/** Characters of a module: icons, fields, a few helpers. */
const SMALL = 3000;

/** The files that the bundler should make besides those that it makes by itself, for `codeSplitting`. */
export function groupsOf(pages: Pages): Group[] {
  const fileOf = chunksOf(pages);
  return FILES.map((file, priority) => ({ name: (id, graph) => (fileOf(id, graph) === file ? file : null), priority }));
}

/**
 * Says in which file a module comes, where the bundler should not decide.
 *
 * By itself it makes a file of every set of pages and views that share something: thirteen scripts and six styles for the
 * delegate's first view, fourteen and five for the reader's, most of some hundred bytes, fetched six at a time over a
 * network that takes 150 ms for each. So there are
 *
 * - `first`: what the delegate's first view shares with other pages;
 * - `own`: the rest of it, which the delegate's other views have parts of;
 * - `views`: small modules of several of those;
 * - `parts`: small modules that the delegate's other views share with other pages;
 * - `desk`: those that other pages, and sections of the console, share among themselves.
 */
function chunksOf({ entries, entry, own, lent }: Pages): (id: string, graph: Graph) => (typeof FILES)[number] | null {
  let sets: Record<"first" | "phones" | "kiosk" | "shared", Set<string>> | undefined;
  return (id, graph) => {
    const { first, phones, kiosk, shared } = (sets ??= {
      first: reachedFrom(entry, graph),
      phones: reachedFrom(entry, graph, { later: true }),
      kiosk: reachedFrom(lent, graph),
      shared: reachedTwice(entries, graph),
    });
    const [isOwn, isLent] = [isBelow(id, own), kiosk.has(id)];
    if (first.has(id)) return !isOwn || isLent ? "first" : id === entry ? null : "own";
    if (!shared.has(id) || !isSmall(id, graph)) return null;
    if (isOwn) return isLent ? null : "views";
    return phones.has(id) ? "parts" : "desk";
  };
}

/** What is loaded with a module; with `later`, also afterwards. */
function reachedFrom(entry: string, graph: Graph, { later = false } = {}): Set<string> {
  const reached = new Set([entry]);
  for (const id of reached) {
    const module = graph.getModuleInfo(id);
    for (const imported of module?.importedIds ?? []) reached.add(imported);
    if (later) for (const imported of module?.dynamicallyImportedIds ?? []) reached.add(imported);
  }
  return reached;
}

/** What is loaded with more than one page or view. */
function reachedTwice(entries: readonly string[], graph: Graph): Set<string> {
  const roots = new Set(entries);
  const [once, again] = [new Set<string>(), new Set<string>()];
  for (const root of roots)
    for (const id of reachedFrom(root, graph)) {
      (once.has(id) ? again : once).add(id);
      for (const later of graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []) roots.add(later);
    }
  return again;
}

/** A component and its style go together. */
function isSmall(id: string, graph: Graph): boolean {
  const [component] = id.split("?");
  return (graph.getModuleInfo(component!)?.code ?? "").length < SMALL;
}

function isBelow(id: string, folder: string): boolean {
  return !relative(folder, id).startsWith(`..${sep}`);
}

import { relative, sep } from "node:path";

interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

/**
 * Puts what the delegate's first view shares with other pages into one file, and leaves the rest to the bundler. `own` are
 * the delegate's modules, which nobody else has but what is loaded with `lent`.
 *
 * By itself it makes a file of every set of pages that share something: thirteen scripts and six styles, most of some
 * hundred bytes, fetched six at a time over a network that takes 150 ms for each.
 */
export function firstOf(entry: string, own: string, lent: string): (id: string, graph: Graph) => string | null {
  let first: Set<string> | undefined;
  let others: Set<string> | undefined;
  return (id, graph) => {
    first ??= reachedFrom(entry, graph);
    others ??= reachedFrom(lent, graph);
    return first.has(id) && (others.has(id) || !isBelow(id, own)) ? "first" : null;
  };
}

/** What is loaded with a module, and not later. */
function reachedFrom(entry: string, graph: Graph): Set<string> {
  const reached = new Set([entry]);
  for (const id of reached) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  return reached;
}

function isBelow(id: string, folder: string): boolean {
  return !relative(folder, id).startsWith(`..${sep}`);
}

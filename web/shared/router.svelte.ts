/**
 * Where a page is, kept in the address behind `#`: `#/documents/…/12`. What is behind it never reaches the server, and every
 * address is the same page to the service worker.
 */
class Route {
  #hash = $state(location.hash);

  constructor() {
    addEventListener("hashchange", () => (this.#hash = location.hash));
  }

  /** The parts between slashes, decoded: `#/documents/7/12` → ["documents", "7", "12"]. */
  readonly parts: string[] = $derived(
    this.#hash
      .replace(/^#\/?/, "")
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent),
  );
}

export const route = new Route();

/** The address of a place, for `href`. */
export function to(...parts: (string | number)[]): string {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

/** Go to a place. `replace` leaves no step for "back". */
export function go(parts: (string | number)[], { replace = false } = {}): void {
  if (replace) location.replace(to(...parts));
  else location.hash = to(...parts);
}

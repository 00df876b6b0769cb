/** A file of a page: where it is, what tells its versions apart (`null`: its name does), and whether the door alone needs it. */
export interface ShellEntry {
  url: string;
  revision: string | null;
  door?: boolean;
}

const CACHE = "door-shell";

/**
 * The door's page, kept on devices that are doors. It reads codes with a module of some hundred kilobytes that no delegate's
 * phone should fetch.
 */
export class Door {
  private readonly keys: Map<string, string>;

  constructor(entries: ShellEntry[]) {
    this.keys = new Map(entries.map(({ url, revision }) => [url, revision === null ? url : `${url}?revision=${revision}`]));
  }

  holds(path: string): boolean {
    return path !== "/door" && this.keys.has(path);
  }

  /** Fetch what is missing. Throws when something cannot be fetched. */
  async keep(): Promise<void> {
    const cache = await caches.open(CACHE);
    await Promise.all(
      [...this.keys].map(async ([url, key]) => {
        if ((await cache.match(key)) !== undefined) return;
        const response = await fetch(url, { cache: "no-cache" });
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        await cache.put(key, response);
      }),
    );
  }

  /** A device that is a door already gets the files of this version before it takes over. */
  async renew(): Promise<void> {
    if (await caches.has(CACHE)) await this.keep();
  }

  /** Drop the files of other versions. */
  async prune(): Promise<void> {
    if (!(await caches.has(CACHE))) return;
    const cache = await caches.open(CACHE);
    const wanted = new Set([...this.keys.values()].map((key) => new URL(key, location.href).href));
    for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  }

  /** From what is kept, else from the network. */
  async answer(path: string, request: Request): Promise<Response> {
    const key = this.keys.get(path);
    const kept = key === undefined ? undefined : await (await caches.open(CACHE)).match(key, { ignoreVary: true });
    return kept ?? fetch(request);
  }
}

import { SvelteMap } from "svelte/reactivity";
import { KEPT_PAGES } from "../../worker/caches.ts";
import { seen } from "../kept.ts";
import { pictureOf, textOf, type DocumentWhole } from "./library.ts";

const INDEX = "kept-documents";
const AT_ONCE = 4; // requests: the hall's Wi-Fi is everybody's

/** How far a document has been kept, in files. */
export interface Keeping {
  done: number;
  all: number;
}

/**
 * Documents that are kept on this phone until they are dropped: text and small picture of every page, in a cache that the
 * service worker reads first and never evicts. Large pictures come with the network.
 */
class KeptDocuments {
  private readonly versions = new SvelteMap<string, number>();
  readonly underWay = new SvelteMap<string, Keeping>();
  readonly isPossible = "caches" in globalThis;

  constructor() {
    void seen.read<Record<string, number>>(INDEX).then((found) => {
      for (const [id, version] of Object.entries(found ?? {})) this.versions.set(id, version);
    });
  }

  /** The version of a document that is kept whole. */
  versionOf(id: string): number | undefined {
    return this.versions.get(id);
  }

  /** Keep every page. Goes on where an earlier attempt ended. Throws when a page cannot be fetched. */
  async keep({ document, pages }: DocumentWhole): Promise<void> {
    const { id, version } = document;
    if (version === null || this.underWay.has(id)) return;
    const addresses = pages.flatMap(({ number }) => [pictureOf(id, version, number, "small"), textOf(id, version, number)]);
    const cache = await caches.open(KEPT_PAGES);
    const progress = (done: number) => this.underWay.set(id, { done, all: addresses.length });
    let done = 0;
    progress(done);
    const waiting = [...addresses];
    const fetchNext = async () => {
      for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
        if ((await cache.match(address)) === undefined) await cache.add(address);
        progress(++done);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
      const older = this.versions.get(id);
      this.versions.set(id, version);
      await this.write();
      if (older !== undefined && older !== version) await this.forget(`/documents/${id}/versions/${older}/`);
      void navigator.storage?.persist?.();
    } finally {
      waiting.length = 0;
      this.underWay.delete(id);
    }
  }

  async drop(id: string): Promise<void> {
    this.versions.delete(id);
    await this.write();
    await this.forget(`/documents/${id}/`);
  }

  private async forget(part: string): Promise<void> {
    const cache = await caches.open(KEPT_PAGES);
    for (const request of await cache.keys()) if (request.url.includes(part)) await cache.delete(request);
  }

  private async write(): Promise<void> {
    await seen.write(INDEX, Object.fromEntries(this.versions));
  }
}

export const keptDocuments = new KeptDocuments();

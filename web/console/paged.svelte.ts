import { Command } from "./command.svelte.ts";

interface PageOf<T> {
  items: T[];
  next?: string | null;
}

/**
 * A list of the server that comes page by page.
 *
 *     const list = new Paged((cursor) => got(api.GET("/api/v1/journal", { params: { query: { ...cursor } } })));
 *     $effect(() => void list.begin());
 */
export class Paged<T> {
  /** Null until the first page has come. */
  items = $state.raw<T[] | null>(null);
  #next = $state<string | null>(null);
  #asked = 0;
  readonly #fetch: (cursor: { cursor?: string }) => Promise<PageOf<T>>;
  readonly loading = new Command((cursor: string | null) => this.#load(cursor), { inPlace: true });

  constructor(fetch: (cursor: { cursor?: string }) => Promise<PageOf<T>>) {
    this.#fetch = fetch;
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** Load from the beginning; what is under way is not wanted any longer. */
  async begin(): Promise<void> {
    this.#asked += 1;
    this.loading.busy = false;
    await this.loading.run(null);
  }

  async more(): Promise<void> {
    if (this.#next !== null) await this.loading.run(this.#next);
  }

  /** One line has changed. */
  replace(isIt: (item: T) => boolean, by: T): void {
    this.items = (this.items ?? []).map((item) => (isIt(item) ? by : item));
  }

  async #load(cursor: string | null): Promise<void> {
    const mine = this.#asked;
    const page = await this.#fetch(cursor === null ? {} : { cursor });
    if (mine !== this.#asked) return;
    this.items = cursor === null ? page.items : [...(this.items ?? []), ...page.items];
    this.#next = page.next ?? null;
  }
}

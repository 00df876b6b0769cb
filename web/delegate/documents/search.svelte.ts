import type { components } from "../../shared/api.d.ts";
import { api, got, Problem } from "../../shared/http.ts";

export type Hit = components["schemas"]["Hit"];

const PAUSE_MS = 250; // in typing, before the server is asked

/** Search across everything one may read, while one types. Lives as long as the component that makes it. */
export class Search {
  query = $state("");
  /** Undefined while the answer is on its way. */
  hits = $state.raw<Hit[]>();
  problem = $state.raw<Problem>();
  readonly words: string = $derived(this.query.trim());
  readonly isWanted: boolean = $derived(this.words.length >= 2);
  readonly isUnreachable: boolean = $derived(this.problem?.code === "unreachable");

  constructor() {
    $effect(() => {
      this.hits = undefined;
      this.problem = undefined;
      if (!this.isWanted) return;
      const q = this.words;
      const timer = setTimeout(() => void this.ask(q), PAUSE_MS);
      return () => clearTimeout(timer);
    });
  }

  private async ask(q: string): Promise<void> {
    try {
      const { hits } = await got(api.GET("/api/v1/search", { params: { query: { q } } }));
      if (q === this.words) this.hits = hits; // an answer that was overtaken by more typing says nothing
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (q === this.words) this.problem = problem;
    }
  }
}

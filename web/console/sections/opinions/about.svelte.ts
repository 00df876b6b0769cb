import { api, got } from "../../../shared/http.ts";
import { spoken } from "../../../shared/i18n.svelte.ts";
import { hear } from "../../../shared/live.svelte.ts";
import type { components } from "../../../shared/api.d.ts";

interface Choice {
  value: string;
  label: string;
}

/** What opinions may be about, to choose from: agenda items, documents and targets. For a component that is being made. */
export class Abouts {
  readonly #programme = hear("programme");
  readonly #documents = hear("document-desk");
  #targets = $state.raw<components["schemas"]["TargetLine"][]>([]);

  /** Targets come once; without them the others can still be chosen. */
  async load(): Promise<void> {
    this.#targets = await got(api.GET("/api/v1/targets")).catch(() => []);
  }

  readonly choices: readonly Choice[] = $derived([
    ...(this.#programme.state?.sittings ?? []).flatMap((sitting) => sitting.items).map(titled),
    ...(this.#documents.state?.documents ?? []).map((one) => titled(one.document)),
    ...this.#targets.map(({ id, code, statement_vi, statement_en }) => ({
      value: id,
      label: `${code}. ${spoken(statement_vi, statement_en)}`,
    })),
  ]);
}

function titled({ id, title_vi, title_en }: { id: string; title_vi: string; title_en: string }): Choice {
  return { value: id, label: spoken(title_vi, title_en) };
}

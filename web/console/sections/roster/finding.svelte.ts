import type { components } from "../../../shared/api.d.ts";

/** What is looked for in the roster; kept while people are looked at one after the other. */
class Finding {
  search = $state("");
  delegation = $state("");
  kind = $state<components["schemas"]["DelegateKind"] | "">("");
  present = $state<"" | "true" | "false">("");
  badge = $state<"" | "true" | "false">("");

  /** As the server takes it; what is not asked for is left out. */
  get query() {
    return {
      ...(this.search.trim() && { search: this.search.trim() }),
      ...(this.delegation && { delegation: this.delegation }),
      ...(this.kind && { kind: this.kind }),
      ...(this.present && { present: this.present === "true" }),
      ...(this.badge && { badge: this.badge === "true" }),
    };
  }

  get isNarrow(): boolean {
    return Object.keys(this.query).length > 0;
  }

  clear(): void {
    this.search = this.delegation = this.kind = this.present = this.badge = "";
  }
}

export const finding = new Finding();

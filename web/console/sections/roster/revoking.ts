import type { components } from "../../../shared/api.d.ts";
import { api, got } from "../../../shared/http.ts";
import { confirming } from "../../confirming.svelte.ts";
import { p } from "./proxyTexts.ts";

export type ProxyLine = components["schemas"]["ProxyLine"];

/** Ask whether a proxy shall end, and end it. */
export function askToRevoke({ giver, holder }: ProxyLine, onchange: () => void): void {
  const names = { name: giver.full_name, holder: holder.full_name };
  confirming.ask({
    title: p("revoke.ask", names),
    consequence: () => p("revoke.then", names),
    act: p("revoke"),
    look: "danger",
    asksReason: true,
    run: async (reason) => {
      await got(
        api.POST("/api/v1/delegates/{id}/proxy/revoke", { params: { path: { id: giver.id } }, body: { reason } }),
      );
      onchange();
    },
    done: p("revoke.done", names),
  });
}

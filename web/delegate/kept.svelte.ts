import { api } from "../shared/http.ts";
import { hear } from "../shared/live.svelte.ts";
import type { States } from "../shared/protocol.ts";
import { seen } from "./kept.ts";

/** Topics that are worth reading without network. */
const READABLE = ["programme", "documents", "targets"] as const;
type Readable = (typeof READABLE)[number];

/** Have all of them on this phone, also those whose view was never opened. Asked for once, not subscribed to. */
export async function keepReadable(): Promise<void> {
  for (const topic of READABLE) {
    try {
      const { data } = await api.GET("/api/v1/states", { params: { query: { topic } } });
      if (data !== undefined) await seen.write(topic, data);
    } catch {
      return; // without network there is nothing to fetch; the next visit tries again
    }
  }
}

/** The newest state of a topic; until it comes, the one that this phone saw last. */
export function hearOrRemember<T extends Readable>(topic: T): { readonly state: States[T] | undefined } {
  const heard = hear(topic);
  let remembered = $state.raw<States[T]>();

  void seen.read<States[T]>(topic).then((state) => (remembered = state));
  $effect(() => {
    if (heard.state !== undefined) void seen.write(topic, heard.state);
  });

  return {
    get state() {
      return (heard.state as States[T] | undefined) ?? remembered;
    },
  };
}

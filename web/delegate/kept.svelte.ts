import { hear } from "../shared/live.svelte.ts";
import type { States } from "../shared/protocol.ts";
import { seen } from "./kept.ts";

/** Topics that are worth reading without network. */
type Readable = "programme" | "documents" | "targets";

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

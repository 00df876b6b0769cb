import { hear } from "../shared/live.svelte.ts";
import type { Live } from "../shared/live.ts";
import type { States } from "../shared/protocol.ts";
import { seen } from "./kept.ts";

/** Topics that are worth reading without network. */
const READABLE = ["programme", "documents", "targets"] as const;
type Readable = (typeof READABLE)[number];

/** Have all of them on this phone, also those whose view was never opened. Heard once each: their changes can wait. */
export function keepReadable(live: Live): void {
  for (const topic of READABLE) {
    const stop = live.subscribe(topic, (state) => {
      void seen.write(topic, state);
      queueMicrotask(() => stop()); // a state that is known already comes before `stop` does
    });
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

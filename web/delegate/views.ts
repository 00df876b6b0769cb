import type { Component } from "svelte";
import { once } from "../shared/once.ts";

/** A view below one of the four sections; what follows in the address it reads from the route. */
type View = Component<Record<string, never>>;

interface Place {
  section: "now" | "programme" | "documents" | "me";
  /** Loads the view's code when it is first wanted; undefined: Now, which comes with the page. */
  load?: () => Promise<{ default: View }>;
  /** Another key is another view, even of the same component. */
  key: string;
}

// One promise for each view, so that coming back draws at once.
const programme = once(() => import("./programme/Programme.svelte"));
const item = once(() => import("./programme/Item.svelte"));
const documents = once(() => import("./documents/Documents.svelte"));
const reader = once(() => import("./documents/Reader.svelte"));
const targets = once(() => import("./targets/Targets.svelte"));
const result = once(() => import("./voting/Result.svelte"));
const nominate = once(() => import("./nominations/Nominate.svelte"));
const me = once(() => import("./me/Me.svelte"));
const ballots = once(() => import("./me/MyBallots.svelte"));
const secret = once(() => import("./voting/HowSecret.svelte"));
const opinions = once(() => import("./opinions/MyOpinions.svelte"));

/** What stands at an address. Unknown ones are Now. */
export function viewOf([first, second]: string[]): Place {
  switch (first) {
    case "programme":
      return { section: first, load: second ? item : programme, key: `programme/${second}` };
    case "documents":
      return { section: first, load: second ? reader : documents, key: `documents/${second}` };
    case "targets":
      return { section: "documents", load: targets, key: first };
    case "result":
      return { section: "now", load: result, key: `result/${second}` };
    case "nominations":
      return { section: "now", load: nominate, key: `nominations/${second}` };
    case "ballots":
      return { section: "me", load: ballots, key: first };
    case "secret":
      return { section: "now", load: secret, key: first };
    case "opinions":
      return { section: "me", load: opinions, key: first };
    case "me":
      return { section: "me", load: me, key: first };
    default:
      return { section: "now", key: "now" };
  }
}

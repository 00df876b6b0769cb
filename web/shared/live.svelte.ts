import { getContext, setContext } from "svelte";
import { face } from "./face.ts";
import { Live, type Link, type RefusedError, type Topic } from "./live.ts";
import type { States } from "./protocol.ts";

const KEY = Symbol("live");

/** The connection of a page, as components see it. */
export class Connection {
  link = $state<Link>("connecting");
  readonly live: Live;

  constructor(live = new Live(liveUrl())) {
    this.live = live;
    live.watch((link) => (this.link = link));
  }

  /** Connect for as long as the calling component lives, and wake up with the phone. */
  keep(): void {
    $effect(() => {
      this.live.start();
      const hurry = () => this.live.hurry();
      const look = () => document.visibilityState === "visible" && hurry();
      addEventListener("online", hurry);
      document.addEventListener("visibilitychange", look);
      return () => {
        removeEventListener("online", hurry);
        document.removeEventListener("visibilitychange", look);
        this.live.stop();
      };
    });
  }
}

/** The newest state of a topic; `state` is undefined until it has come. Lives as long as the calling component. */
export class Heard<T extends Topic> {
  state = $state.raw<States[T] | undefined>();
  refusal = $state.raw<RefusedError | undefined>();
}

/** Begin the page's connection; called once, by its root component. */
export function provideConnection(connection = new Connection()): Connection {
  setContext(KEY, connection);
  return connection;
}

export function useConnection(): Connection {
  return getContext<Connection>(KEY);
}

/**
 * Hear a topic. `name` may be a function of reactive values; while it gives `null` nothing is heard.
 *
 *     const floor = hear("floor");
 *     const tally = hear(() => (poll ? `tally/${poll.id}` : null));
 */
export function hear<T extends Topic>(name: T | (() => T | null)): Heard<T> {
  const { live } = useConnection();
  const heard = new Heard<T>();
  $effect(() => {
    const topic = typeof name === "function" ? name() : name;
    heard.state = undefined;
    heard.refusal = undefined;
    if (topic === null) return;
    return live.subscribe(
      topic,
      (state) => (heard.state = state),
      (refusal) => (heard.refusal = refusal),
    );
  });
  return heard;
}

/** A clock that ticks for the calling component: server time in milliseconds, renewed every `everyMs`. */
export function ticking(everyMs = 250): { readonly now: number } {
  const { live } = useConnection();
  let now = $state(live.clock.now());
  $effect(() => {
    const timer = setInterval(() => (now = live.clock.now()), everyMs);
    return () => clearInterval(timer);
  });
  return {
    get now() {
      return now;
    },
  };
}

function liveUrl(): string {
  const url = new URL(`/api/v1/live?face=${face()}`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

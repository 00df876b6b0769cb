import { ServerClock } from "./clock.ts";
import type { ClientFrame, Refused, ServerFrame, States, Subscribe } from "./protocol.ts";

/** How the connection stands. `signed_out` and `outdated` are final until the page does something about it. */
export type Link = "connecting" | "open" | "lost" | "signed_out" | "outdated";

export type Topic = keyof States & string;

/** The server said no; `code` is stable. */
export class RefusedError extends Error {
  constructor(
    readonly code: string,
    readonly facts: Record<string, unknown> = {},
    detail = code,
  ) {
    super(detail);
  }
}

/** The answer did not come: the connection was lost, or there is none. Whether the frame arrived is not known. */
export class LostError extends Error {}

interface Held {
  etag: string | null;
  state: unknown;
  listeners: Set<(state: never) => void>;
  refused: Set<(refusal: RefusedError) => void>;
}

interface Waiting {
  resolve: (frame: ServerFrame) => void;
  reject: (error: Error) => void;
}

/** What the connection needs from the world; tests pass their own. */
export interface World {
  connect: (url: string) => WebSocket;
  now: () => number;
  random: () => number;
  setTimeout: (run: () => void, ms: number) => unknown;
  clearTimeout: (handle: unknown) => void;
}

const WORLD: World = {
  connect: (url) => new WebSocket(url),
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (handle) => clearTimeout(handle as number),
};

const HEARTBEAT_MS = 10_000;
const SILENCE_MS = 6_000; // after a ping: a phone whose Wi-Fi died hears no close
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;
const ANSWER_MS = 10_000;
const SIGNED_OUT = 4401;
const OPEN = 1;

/**
 * The live connection: topics with their newest states, questions with their answers, a clock.
 *
 * It heals by itself: after a loss it waits a random while, growing, connects, and names the etags that it holds, so that
 * only what differs comes again.
 */
export class Live {
  readonly clock: ServerClock;
  link: Link = "connecting";
  private socket: WebSocket | null = null;
  private readonly held = new Map<string, Held>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly watchers = new Set<(link: Link) => void>();
  private failures = 0;
  private refs = 0;
  private timer: unknown = null;
  private heartbeat: unknown = null;
  private version: string | null = null;
  private stopped = true;

  constructor(
    private readonly url: string,
    private readonly world: World = WORLD,
  ) {
    this.clock = new ServerClock(world.now);
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.open();
  }

  /** Hang up. States stay known. */
  stop(): void {
    this.stopped = true;
    this.world.clearTimeout(this.timer);
    this.drop("connecting");
  }

  /** The network came back, or the page was looked at again: do not wait any longer. */
  hurry(): void {
    if (this.stopped || this.link === "signed_out" || this.link === "outdated") return;
    if (this.link === "open") this.ping();
    else if (this.socket === null) {
      this.world.clearTimeout(this.timer);
      this.open();
    }
  }

  watch(watcher: (link: Link) => void): () => void {
    this.watchers.add(watcher);
    watcher(this.link);
    return () => this.watchers.delete(watcher);
  }

  /** Hear the newest state of `topic` from now on; at once if it is known. Returns how to stop. */
  subscribe<T extends Topic>(
    topic: T,
    listener: (state: States[T]) => void,
    refused: (refusal: RefusedError) => void = () => {},
  ): () => void {
    let held = this.held.get(topic);
    if (held === undefined) {
      held = { etag: null, state: undefined, listeners: new Set(), refused: new Set() };
      this.held.set(topic, held);
    }
    const isNew = held.listeners.size === 0;
    held.listeners.add(listener as (state: never) => void);
    held.refused.add(refused);
    if (held.state !== undefined) listener(held.state as States[T]);
    if (isNew) this.request([topic]);
    return () => {
      held.listeners.delete(listener as (state: never) => void);
      held.refused.delete(refused);
      if (held.listeners.size === 0) {
        this.held.delete(topic);
        this.send({ type: "unsubscribe", topics: [topic] });
      }
    };
  }

  /**
   * Send a frame that is answered by its `ref`. Rejects with {@link RefusedError}, or with {@link LostError} when no
   * answer came: then nobody knows whether it arrived, and it has to be sent again.
   */
  ask<F extends ClientFrame & { ref: string }>(frame: Omit<F, "ref">): Promise<ServerFrame> {
    const ref = String(++this.refs);
    return new Promise((resolve, reject) => {
      const timer = this.world.setTimeout(() => settle(() => reject(new LostError("no answer"))), ANSWER_MS);
      const settle = (end: () => void) => {
        this.world.clearTimeout(timer);
        this.waiting.delete(ref);
        end();
      };
      this.waiting.set(ref, {
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) => settle(() => reject(error)),
      });
      if (!this.send({ ...frame, ref } as unknown as ClientFrame)) {
        this.waiting.get(ref)?.reject(new LostError("not connected"));
      }
    });
  }

  private open(): void {
    this.become(this.failures === 0 ? "connecting" : "lost");
    const socket = this.world.connect(this.url);
    this.socket = socket;
    socket.onmessage = (event: MessageEvent<string>) => {
      if (socket === this.socket) this.hear(JSON.parse(event.data) as ServerFrame);
    };
    socket.onclose = (event: CloseEvent) => {
      if (socket === this.socket) this.lose(event.code);
    };
  }

  private hear(frame: ServerFrame): void {
    this.beat();
    switch (frame.type) {
      case "hello":
        this.clock.hear(frame.server_time);
        if (this.version !== null && this.version !== frame.version) {
          this.stop();
          this.become("outdated");
          return;
        }
        this.version = frame.version;
        this.failures = 0;
        this.become("open");
        this.request([...this.held.keys()]);
        this.ping();
        break;
      case "state": {
        const held = this.held.get(frame.topic);
        if (held === undefined) break;
        held.etag = frame.etag;
        held.state = frame.state;
        for (const listener of held.listeners) listener(frame.state as never);
        break;
      }
      case "pong":
        this.clock.measure(frame.sent_at, frame.server_time);
        break;
      case "refused":
        this.refuse(frame);
        break;
      case "counted":
        this.waiting.get(frame.ref)?.resolve(frame);
        break;
    }
  }

  private refuse(frame: Refused): void {
    const refusal = new RefusedError(frame.code, frame.facts ?? {}, frame.detail);
    if (frame.ref != null) this.waiting.get(frame.ref)?.reject(refusal);
    const held = frame.topic != null ? this.held.get(frame.topic) : undefined;
    if (held !== undefined) for (const refused of held.refused) refused(refusal);
  }

  private request(topics: string[]): void {
    if (topics.length === 0) return;
    const wanted: Subscribe["topics"] = {};
    for (const topic of topics) wanted[topic] = this.held.get(topic)?.etag ?? null;
    this.send({ type: "subscribe", topics: wanted });
  }

  private send(frame: ClientFrame): boolean {
    if (this.link !== "open" || this.socket?.readyState !== OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private ping(): void {
    if (!this.send({ type: "ping", sent_at: this.world.now() })) return;
    this.world.clearTimeout(this.heartbeat);
    this.heartbeat = this.world.setTimeout(() => this.lose(1006), SILENCE_MS);
  }

  private beat(): void {
    this.world.clearTimeout(this.heartbeat);
    this.heartbeat = this.world.setTimeout(() => this.ping(), HEARTBEAT_MS);
  }

  private lose(code: number): void {
    if (code === SIGNED_OUT) {
      this.stopped = true;
      this.drop("signed_out");
      return;
    }
    this.failures += 1;
    this.drop("lost");
    if (this.stopped) return;
    // Random and growing: a hall of phones that lost one server must not come back in one instant.
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1));
    this.timer = this.world.setTimeout(() => this.open(), longest * (0.5 + this.world.random() / 2));
  }

  private drop(link: Link): void {
    const socket = this.socket;
    this.socket = null;
    this.world.clearTimeout(this.heartbeat);
    socket?.close();
    this.become(link);
    for (const waiting of [...this.waiting.values()]) waiting.reject(new LostError("connection lost"));
  }

  private become(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    for (const watcher of this.watchers) watcher(link);
  }
}

import { beforeEach, describe, expect, it } from "vitest";
import { Live, LostError, RefusedError, type Link, type World } from "./live.ts";
import type { CastFrame, Programme } from "./protocol.ts";

/** A socket whose other end is the test. */
class Wire {
  static all: Wire[] = [];
  readyState = 1;
  sent: Record<string, unknown>[] = [];
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;

  constructor(readonly url: string) {
    Wire.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  says(frame: Record<string, unknown>): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  greets(version = "1"): void {
    this.says({ type: "hello", server_time: "2025-12-24T00:00:00Z", version, largest_frame: 65536 });
  }

  breaks(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  static get newest(): Wire {
    return Wire.all.at(-1)!;
  }
}

/** Time that passes when the test says so. */
class Hours {
  now = 0;
  private timers = new Map<number, { at: number; run: () => void }>();
  private ids = 0;

  readonly world: World = {
    connect: (url) => new Wire(url) as unknown as WebSocket,
    now: () => this.now,
    random: () => 1,
    setTimeout: (run, ms) => {
      this.timers.set(++this.ids, { at: this.now + ms, run });
      return this.ids;
    },
    clearTimeout: (handle) => void this.timers.delete(handle as number),
  };

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const [id, due] = [...this.timers].sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (id === undefined || due === undefined || due.at > until) break;
      this.timers.delete(id);
      this.now = due.at;
      due.run();
    }
    this.now = until;
  }
}

const PROGRAMME = { name_vi: "Đại hội", sittings: [] } as unknown as Programme;
const CAST: Omit<CastFrame, "ref"> = { type: "cast", ballot: { ballot_id: "b", poll_id: "p", answers: [] } };

describe("the live connection", () => {
  let hours: Hours;
  let live: Live;

  beforeEach(() => {
    Wire.all = [];
    hours = new Hours();
    live = new Live("ws://hall/api/v1/live", hours.world);
    live.start();
  });

  it("subscribes when the server greets, and hears the newest state", () => {
    const heard: Programme[] = [];
    live.subscribe("programme", (state) => heard.push(state));

    Wire.newest.greets();
    Wire.newest.says({ type: "state", topic: "programme", etag: "e1", state: PROGRAMME });

    expect(Wire.newest.sent[0]).toEqual({ type: "subscribe", topics: { programme: null } });
    expect(heard).toEqual([PROGRAMME]);
  });

  it("names the etags that it holds when it comes back", () => {
    live.subscribe("programme", () => {});
    Wire.newest.greets();
    Wire.newest.says({ type: "state", topic: "programme", etag: "e1", state: PROGRAMME });

    Wire.newest.breaks();
    hours.pass(1_000);
    Wire.newest.greets();

    expect(Wire.all).toHaveLength(2);
    expect(Wire.newest.sent[0]).toEqual({ type: "subscribe", topics: { programme: "e1" } });
  });

  it("tells a second listener at once what is known, and asks once", () => {
    const heard: Programme[] = [];
    Wire.newest.greets();
    live.subscribe("programme", () => {});
    Wire.newest.says({ type: "state", topic: "programme", etag: "e1", state: PROGRAMME });

    live.subscribe("programme", (state) => heard.push(state));

    expect(heard).toEqual([PROGRAMME]);
    expect(Wire.newest.sent.filter((frame) => frame["type"] === "subscribe")).toHaveLength(1);
  });

  it("unsubscribes when the last listener has gone", () => {
    Wire.newest.greets();
    const first = live.subscribe("programme", () => {});
    const second = live.subscribe("programme", () => {});

    first();
    expect(Wire.newest.sent.filter((frame) => frame["type"] === "unsubscribe")).toHaveLength(0);
    second();

    expect(Wire.newest.sent.at(-1)).toEqual({ type: "unsubscribe", topics: ["programme"] });
  });

  it("waits longer after each failure, up to ten seconds", () => {
    const opened: number[] = [];
    for (let n = 0; n < 8; n++) {
      Wire.newest.breaks();
      const before = Wire.all.length;
      const since = hours.now;
      while (Wire.all.length === before) hours.pass(100);
      opened.push(hours.now - since);
    }

    expect(opened).toEqual([400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  });

  it("notices a connection that died without a word", () => {
    const links: Link[] = [];
    live.watch((link) => links.push(link));
    Wire.newest.greets();

    hours.pass(30_000);

    expect(links).toContain("lost");
    expect(Wire.all.length).toBeGreaterThan(1);
  });

  it("stays on a connection that answers its pings", () => {
    Wire.newest.greets();

    for (let n = 0; n < 20; n++) {
      hours.pass(5_000);
      const ping = Wire.newest.sent.at(-1)!;
      if (ping["type"] === "ping") {
        Wire.newest.says({ type: "pong", sent_at: ping["sent_at"], server_time: "2025-12-24T00:00:00Z" });
      }
    }

    expect(Wire.all).toHaveLength(1);
    expect(live.link).toBe("open");
  });

  it("does not come back when the sign-in has ended", () => {
    Wire.newest.greets();

    Wire.newest.breaks(4401);
    hours.pass(60_000);

    expect(live.link).toBe("signed_out");
    expect(Wire.all).toHaveLength(1);
  });

  it("stops when the server has become another version", () => {
    Wire.newest.greets("1");
    Wire.newest.breaks();
    hours.pass(1_000);

    Wire.newest.greets("2");

    expect(live.link).toBe("outdated");
  });

  it("gives a question its own answer", async () => {
    Wire.newest.greets();
    const first = live.ask<CastFrame>(CAST);
    const second = live.ask<CastFrame>(CAST);
    const [a, b] = Wire.newest.sent.filter((frame) => frame["type"] === "cast").map((frame) => frame["ref"]);

    Wire.newest.says({ type: "counted", ref: b, receipt: { ballot_id: "second" } });
    Wire.newest.says({ type: "refused", ref: a, code: "poll_closed", detail: "over" });

    await expect(second).resolves.toMatchObject({ receipt: { ballot_id: "second" } });
    await expect(first).rejects.toMatchObject({ code: "poll_closed" });
    await expect(first).rejects.toBeInstanceOf(RefusedError);
  });

  it("says that an answer is lost when the connection breaks, or is not there, or stays silent", async () => {
    await expect(live.ask<CastFrame>(CAST)).rejects.toBeInstanceOf(LostError);
    Wire.newest.greets();

    const broken = live.ask<CastFrame>(CAST);
    Wire.newest.breaks();
    await expect(broken).rejects.toBeInstanceOf(LostError);

    hours.pass(1_000);
    Wire.newest.greets();
    const silent = live.ask<CastFrame>(CAST);
    hours.pass(15_000);
    await expect(silent).rejects.toBeInstanceOf(LostError);
  });

  it("tells whoever listens that a topic is refused", () => {
    const refusals: string[] = [];
    live.subscribe("desk", () => {}, (refusal) => refusals.push(refusal.code));
    Wire.newest.greets();

    Wire.newest.says({ type: "refused", topic: "desk", code: "topic_not_for_you", detail: "" });

    expect(refusals).toEqual(["topic_not_for_you"]);
  });

  it("ignores what an abandoned socket still says", () => {
    const heard: Programme[] = [];
    live.subscribe("programme", (state) => heard.push(state));
    const old = Wire.newest;
    old.greets();
    old.breaks();
    hours.pass(1_000);

    old.says({ type: "state", topic: "programme", etag: "old", state: PROGRAMME });

    expect(heard).toEqual([]);
  });
});

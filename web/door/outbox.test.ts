import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../shared/api.d.ts";
import { Problem } from "../shared/http.ts";
import { Ledger, type Answer, type Entry } from "./ledger.ts";
import { Outbox, type Upload } from "./outbox.ts";
import { minutes, NINE, somebody } from "./people.ts";

type ScanAnswer = components["schemas"]["ScanAnswer"];
type ScanBatch = components["schemas"]["ScanBatch"];

const DOOR = "door-a";
const AWAY = new Problem({ code: "unreachable", status: 0, detail: "" });
let databases = 0;
let name: string;
beforeEach(() => (name = `door-${++databases}`));

/** The page, loaded (again). */
async function loaded(door = DOOR): Promise<Outbox> {
  return Outbox.open(await Ledger.open(name), door);
}

const OFFLINE: Answer = {
  verdict: "ok",
  direction: "entry",
  card: somebody("001").card,
  firstAt: null,
  firstDoor: "",
  conflict: false,
  scanId: null,
  offline: true,
};

function begun(outbox: Outbox, nonce: string, minute = 1): Promise<Entry> {
  const command = { nonce, code_hash: "a".repeat(64), direction: "entry", source: "camera" } as const;
  return outbox.begin({ ...command, reason: "", occurred_at: new Date(minutes(minute)).toISOString() }, minutes(minute));
}

async function scanned(outbox: Outbox, nonce: string, minute = 1): Promise<Entry> {
  return outbox.settle(await begun(outbox, nonce, minute), OFFLINE);
}

/** A server that keeps what it is sent, and answers as told. */
class Server {
  readonly batches: ScanBatch[] = [];
  readonly upload: Upload = async (batch) => {
    this.batches.push(batch);
    return batch.scans.map((scan, place) => this.answer(scan.nonce, place));
  };

  constructor(private readonly changes: Partial<ScanAnswer> = {}) {}

  private answer(nonce: string, place: number): ScanAnswer {
    const scan_id = place + 1;
    const occurred_at = new Date(NINE).toISOString();
    return { scan_id, nonce, verdict: "ok", direction: "entry", occurred_at, conflict: false, first_door: "", ...this.changes };
  }

  get nonces(): string[] {
    return this.batches.flatMap((batch) => batch.scans.map((scan) => scan.nonce));
  }
}

describe("a scan", () => {
  it("outlives the page from the moment it is begun, before anything is shown", async () => {
    await begun(await loaded(), "n1");

    expect((await loaded()).waiting.map((entry) => entry.nonce)).toEqual(["n1"]);
  });

  it("that the server answered waits for nothing", async () => {
    const outbox = await loaded();
    await outbox.settle(await begun(outbox, "n1"), { ...OFFLINE, offline: false, scanId: 7 });

    expect(outbox.waiting).toEqual([]);
    expect((await loaded()).waiting).toEqual([]);
  });

  it("is not sent by two ways at once: while the server is asked about it, it stays out of the queue", async () => {
    const outbox = await loaded();
    const server = new Server();
    await begun(outbox, "n1");
    await outbox.send(server.upload);

    expect(server.nonces).toEqual([]);
  });

  it("of this door says where somebody is, also after a reload", async () => {
    await scanned(await loaded(), "n1", 3);

    expect((await loaded()).passages).toEqual([
      { delegateId: "id-001", direction: "entry", verdict: "ok", at: minutes(3) },
    ]);
  });

  it("that was undone says so no longer", async () => {
    const outbox = await loaded();
    await outbox.undone(await scanned(outbox, "n1"));

    expect((await loaded()).passages).toEqual([]);
  });

  it("belongs to its door", async () => {
    await scanned(await loaded(), "n1");

    expect((await loaded("door-b")).waiting).toEqual([]);
    expect(await (await Ledger.open(name)).waitingOfOthers("door-b")).toBe(1);
  });
});

describe("synchronising", () => {
  it("sends what waits, the oldest first, with the device's clock, and then nothing more", async () => {
    const outbox = await loaded();
    await scanned(outbox, "later", 5);
    await scanned(outbox, "earlier", 2);
    const server = new Server();

    const sent = await outbox.send(server.upload, () => minutes(60));
    await outbox.send(server.upload);

    expect([sent, server.nonces]).toEqual([2, ["earlier", "later"]]);
    expect(server.batches[0]!.sent_at).toBe("2025-12-24T03:00:00.000Z");
    expect((await loaded()).waiting).toEqual([]);
  });

  it("keeps everything when the server is away", async () => {
    const outbox = await loaded();
    await scanned(outbox, "n1");

    await expect(outbox.send(() => Promise.reject(AWAY))).rejects.toBe(AWAY);

    expect((await loaded()).waiting.map((entry) => entry.nonce)).toEqual(["n1"]);
  });

  it("goes in bounded batches", async () => {
    const outbox = await loaded();
    for (let n = 0; n < 230; n++) await scanned(outbox, `n${n}`, n);
    const server = new Server();

    await outbox.send(server.upload);

    expect(server.batches.map((batch) => batch.scans.length)).toEqual([100, 100, 30]);
    expect(new Set(server.nonces).size).toBe(230);
  });

  it("asked for twice at once sends once", async () => {
    const outbox = await loaded();
    await scanned(outbox, "n1");
    const server = new Server();

    await Promise.all([outbox.send(server.upload), outbox.send(server.upload)]);

    expect(server.nonces).toEqual(["n1"]);
  });

  it("sets a scan aside that the server cannot take, and sends the others", async () => {
    const outbox = await loaded();
    for (const nonce of ["n1", "bad", "n2"]) await scanned(outbox, nonce);
    const server = new Server();
    const picky: Upload = (batch) =>
      batch.scans.some((scan) => scan.nonce === "bad")
        ? Promise.reject(new Problem({ code: "bad_request", status: 400, detail: "" }))
        : server.upload(batch);

    await outbox.send(picky);

    expect(new Set(server.nonces)).toEqual(new Set(["n1", "n2"]));
    expect((await loaded()).findings.map((entry) => [entry.nonce, entry.finding])).toEqual([["bad", "rejected"]]);
  });
});

describe("what comes out at synchronising", () => {
  async function findings(changes: Partial<ScanAnswer>): Promise<(string | null)[]> {
    const outbox = await loaded();
    await scanned(outbox, "n1");
    await outbox.send(new Server(changes).upload);
    return (await loaded()).findings.map((entry) => entry.finding);
  }

  it("two doors that both let somebody in are a conflict, kept until it is read", async () => {
    expect(await findings({ verdict: "already_present", conflict: true })).toEqual(["conflict"]);
    const outbox = await loaded();
    await outbox.read("n1");

    expect((await loaded()).findings).toEqual([]);
  });

  it("somebody let in whose badge had been revoked meanwhile is told", async () => {
    expect(await findings({ verdict: "revoked" })).toEqual(["differs"]);
  });

  it("what the server sees the same way is not worth a word", async () => {
    expect(await findings({ verdict: "ok" })).toEqual([]);
  });
});

it("signing out forgets names, and keeps what the server does not have", async () => {
  const ledger = await Ledger.open(name);
  const outbox = await Outbox.open(ledger, DOOR);
  await scanned(outbox, "waits");
  await outbox.settle(await begun(outbox, "done"), { ...OFFLINE, offline: false });
  await ledger.keepSelf({ id: DOOR, name: "Cửa A", role: "door", permissions: [] });
  await ledger.forget();

  expect((await ledger.scans(DOOR)).map((entry) => entry.nonce)).toEqual(["waits"]);
  expect(await ledger.self()).toBeUndefined();
});

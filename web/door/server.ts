import type { components } from "../shared/api.d.ts";
import { api, got, Problem } from "../shared/http.ts";
import type { ScanBadge } from "./ledger.ts";
import type { Upload } from "./outbox.ts";
import type { DoorRoster, TakenRoster } from "./roster.ts";

type ScanAnswer = components["schemas"]["ScanAnswer"];

const UPLOAD_MS = 20_000;
const FETCH_MS = 30_000;

/** Run a request that is given up after `ms`; then, too, the server counts as unreachable. */
async function within<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), ms);
  try {
    return await run(control.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Ask the server about a scan. Throws {@link Problem}; `unreachable` when no answer came within `ms`. */
export function askAbout(command: ScanBadge, ms: number): Promise<ScanAnswer> {
  return within(ms, (signal) => got(api.POST("/api/v1/scans", { body: command, signal })));
}

export const uploadScans: Upload = (batch) =>
  within(UPLOAD_MS, (signal) => got(api.POST("/api/v1/scans/offline", { body: batch, signal })));

export function undoScan(id: number, reason: string): Promise<ScanAnswer> {
  return got(api.POST("/api/v1/scans/{id}/undo", { params: { path: { id } }, body: { reason } }));
}

/** The roster; the one that is `held`, taken anew, when it has not changed. `now` is the server's time. Throws {@link Problem}. */
export async function fetchRoster(held: TakenRoster | null, now: () => number): Promise<TakenRoster> {
  const takenAt = now();
  return within(FETCH_MS, async (signal) => {
    const headers: Record<string, string> = held === null ? {} : { "If-None-Match": held.etag };
    let answer;
    try {
      answer = await api.GET("/api/v1/doors/roster", { headers, signal, cache: "no-store" });
    } catch (error) {
      throw new Problem({ code: "unreachable", status: 0, detail: String(error) });
    }
    if (held !== null && answer.response.status === 304) return { ...held, takenAt };
    const roster: DoorRoster = await got(Promise.resolve(answer));
    return { roster, etag: answer.response.headers.get("etag") ?? "", takenAt };
  });
}

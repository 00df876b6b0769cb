import type { ScreenState } from "../shared/protocol.ts";

const KEY = "dienhong.screen";

/** The last state of this screen, so that a reload has something to show while the server is away. */
export function recall(name: string | null): ScreenState | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as ScreenState | null;
    return kept !== null && (name === null || kept.name === name) ? kept : undefined;
  } catch {
    return undefined; // no storage, or of another version
  }
}

export function remember(state: ScreenState | undefined): void {
  try {
    if (state === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // without storage a reload begins with an empty screen
  }
}

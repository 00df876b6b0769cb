const QUIET_MS = 3_000;

/**
 * Keeps one badge from being scanned over and over while it is held before the camera.
 *
 * The same code counts again only after it has been out of sight for three seconds; any other code counts at once.
 */
export class Repeats {
  private readonly seenAt = new Map<string, number>();

  /** Whether this sight of `code` at `now` (milliseconds) is a new scan. */
  isNew(code: string, now: number): boolean {
    const last = this.seenAt.get(code) ?? -Infinity;
    for (const [old, at] of this.seenAt) if (now - at >= QUIET_MS) this.seenAt.delete(old);
    this.seenAt.set(code, now);
    return now - last >= QUIET_MS;
  }

  /** The next sight counts, whatever it is: the direction was changed, say. */
  forget(): void {
    this.seenAt.clear();
  }
}

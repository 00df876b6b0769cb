const QUIET_MS = 3_000;

/**
 * Keeps one badge from being scanned over and over while it is held before the camera.
 *
 * The same code counts again only after it has been out of sight for three seconds; any other code counts at once.
 */
export class Repeats {
  private code = "";
  private seenAt = -Infinity;

  /** Whether this sight of `code` at `now` (milliseconds) is a new scan. */
  isNew(code: string, now: number): boolean {
    const again = code === this.code && now - this.seenAt < QUIET_MS;
    this.code = code;
    this.seenAt = now;
    return !again;
  }

  /** The next sight counts, whatever it is: the direction was changed, say. */
  forget(): void {
    this.code = "";
  }
}

/**
 * The server's time, from a clock that may be wrong.
 *
 * Every exchange tells a span in which the true offset lies; the shortest exchange tells it best. `hello` has no way there
 * that we could measure, so that it only begins the estimate.
 */
export class ServerClock {
  private offset = 0;
  private uncertainty = Infinity;

  constructor(private readonly local: () => number = Date.now) {}

  /** Server time in milliseconds since 1970. */
  now(): number {
    return this.local() + this.offset;
  }

  /** The server wrote `serverTime` when a message left; nothing is known of its way. */
  hear(serverTime: string): void {
    if (this.uncertainty === Infinity) this.offset = Date.parse(serverTime) - this.local();
  }

  /** A ping left at `sentAt` (local) and its answer is here now. */
  measure(sentAt: number, serverTime: string): void {
    const received = this.local();
    const roundTrip = received - sentAt;
    if (roundTrip < 0) return; // the local clock was set meanwhile
    const uncertainty = roundTrip / 2;
    // A clock that drifts, or is set, must not be trusted for ever: each exchange lets the old one count a little less.
    this.uncertainty = this.uncertainty * 1.2 + 1;
    if (uncertainty > this.uncertainty) return;
    this.offset = Date.parse(serverTime) + uncertainty - received;
    this.uncertainty = uncertainty;
  }
}

/** Whole seconds until `at` (ISO), never below 0: what a countdown shows. */
export function secondsUntil(at: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));
}

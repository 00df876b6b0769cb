/** What screen readers are told at once, wherever the delegate is: a poll opens, a ballot is counted. */
class Announcer {
  #text = $state("");

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    // The same sentence twice must be heard twice: a region speaks only when it changes.
    this.#text = this.#text === text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();

/** A short buzz. Browsers forbid it, and complain, before the page has been touched. */
export function buzz(pattern: number[]): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

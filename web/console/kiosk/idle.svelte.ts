const SIGNS = ["pointerdown", "keydown", "input", "scroll"] as const;

/** Counts the seconds in which nobody touches the page, for as long as the calling component lives. */
export class Idle {
  /** Until it is over; anything that is touched begins anew. */
  left = $state(0);

  /** `isOver` is called each time that so many seconds have gone by. */
  constructor(
    private readonly seconds: number,
    private readonly isOver: () => void,
  ) {
    this.left = seconds;
  }

  /** Called once by a component, while it is made. */
  keep(): void {
    $effect(() => {
      const touched = () => this.touch();
      const timer = setInterval(() => this.tick(), 1000);
      for (const sign of SIGNS) addEventListener(sign, touched, { capture: true, passive: true });
      return () => {
        clearInterval(timer);
        for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true });
      };
    });
  }

  touch(): void {
    this.left = this.seconds;
  }

  private tick(): void {
    this.left -= 1;
    if (this.left > 0) return;
    this.touch();
    this.isOver();
  }
}

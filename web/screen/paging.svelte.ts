import type { Attachment } from "svelte/attachments";
import { whenever } from "./fitting.ts";
import { pagesOf, type Line } from "./pages.ts";

const STAY_MS = 10_000;
const APPEAR_MS = 300;
/** For a line that is alone higher than the box: it may become small, but it is not cut. */
const LAST_RESORT = [0.9, 0.8, 0.7, 0.6, 0.5];

/**
 * A list that pages by itself when it is too long for its box.
 *
 * The lines are the elements with `data-line` in the box. Letters are as large (`--fit`) as they can be without one more page.
 */
export class Pager {
  page = $state(0);
  pages = $state(1);
  private firsts = [0];

  /**
   * @param most lines a page
   * @param scales of the letters that may be tried, the largest first
   */
  constructor(
    private readonly most: number,
    private readonly scales: readonly number[],
  ) {}

  readonly turns: Attachment<HTMLElement> = (box) => {
    const lines = () => [...box.querySelectorAll<HTMLElement>("[data-line]")];
    const stop = whenever(box, () => {
      this.firsts = this.measure(box, lines());
      this.pages = this.firsts.length;
      this.page = Math.min(this.page, this.pages - 1);
      this.show(lines());
    });
    const timer = setInterval(() => {
      if (this.pages === 1) return;
      this.page = (this.page + 1) % this.pages;
      this.show(lines());
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
        for (const line of lines()) line.animate({ opacity: [0, 1] }, APPEAR_MS);
      }
    }, STAY_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  };

  private measure(box: HTMLElement, lines: HTMLElement[]): number[] {
    for (const line of lines) line.hidden = false;
    const tried = (scale: number) => {
      box.style.setProperty("--fit", String(scale));
      const places = lines.map(placeOf);
      const height = box.clientHeight - ((places[0]?.top ?? 0) - box.getBoundingClientRect().top);
      const isWhole = places.every(({ top, bottom }) => bottom - top <= height);
      return { scale, isWhole, firsts: pagesOf(places, height, this.most) };
    };
    let found = this.scales.map(tried).filter(({ isWhole }) => isWhole);
    if (found.length === 0) {
      const small = LAST_RESORT.map(tried);
      found = [small.find(({ isWhole }) => isWhole) ?? small.at(-1)!];
    }
    const fewest = Math.min(...found.map(({ firsts }) => firsts.length));
    const best = found.find(({ firsts }) => firsts.length === fewest)!;
    box.style.setProperty("--fit", String(best.scale));
    return best.firsts;
  }

  private show(lines: HTMLElement[]): void {
    const first = this.firsts[this.page] ?? 0;
    const next = this.firsts[this.page + 1] ?? lines.length;
    lines.forEach((line, place) => (line.hidden = place < first || place >= next));
  }
}

function placeOf(line: HTMLElement): Line {
  const { top, bottom } = line.getBoundingClientRect();
  return { top, bottom };
}

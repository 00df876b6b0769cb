import type { Attachment } from "svelte/attachments";

const SCALES = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4, 0.34];
const WITH_ENGLISH = 0.6;

/**
 * Run `measure` now, and before the next frame whenever the box or what is in it changed its size or its texts: a new state, a
 * turned display, letters whose font has just come. Returns how to stop.
 */
export function whenever(box: HTMLElement, measure: () => void): () => void {
  let frame = 0;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(measure);
  };
  const resized = new ResizeObserver(soon);
  resized.observe(box);
  if (box.firstElementChild !== null) resized.observe(box.firstElementChild);
  const changed = new MutationObserver(soon); // not of attributes: measuring sets them
  changed.observe(box, { childList: true, characterData: true, subtree: true });
  measure();
  return () => {
    cancelAnimationFrame(frame);
    resized.disconnect();
    changed.disconnect();
  };
}

/**
 * Shrinks what is in the box until it fits: `--fit`, by which its sizes are multiplied, steps down from 1. Nothing is ever cut;
 * before Vietnamese gets small, English gives way (`data-tight`).
 *
 * The box has one child and a size that does not depend on it.
 */
export const fitted: Attachment<HTMLElement> = (box) =>
  whenever(box, () => {
    const content = box.firstElementChild as HTMLElement | null;
    if (content === null) return;
    const fits = (scale: number) => {
      box.style.setProperty("--fit", String(scale));
      return content.getBoundingClientRect().height <= box.clientHeight + 1 && content.scrollWidth <= box.clientWidth + 1;
    };
    delete box.dataset["tight"];
    if (SCALES.some((scale) => scale >= WITH_ENGLISH && fits(scale))) return;
    box.dataset["tight"] = "";
    SCALES.some(fits);
  });

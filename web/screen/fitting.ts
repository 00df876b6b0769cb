import type { Attachment } from "svelte/attachments";

const SCALES = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4, 0.34];

/** Run `measure` now, and whenever the box, its texts or its fonts change. Returns how to stop. */
export function whenever(box: HTMLElement, measure: () => void): () => void {
  const resized = new ResizeObserver(measure);
  resized.observe(box);
  const changed = new MutationObserver(measure); // not of attributes: measuring sets them
  changed.observe(box, { childList: true, characterData: true, subtree: true });
  document.fonts.addEventListener("loadingdone", measure);
  measure();
  return () => {
    resized.disconnect();
    changed.disconnect();
    document.fonts.removeEventListener("loadingdone", measure);
  };
}

/**
 * Shrinks what is in the box until it fits: `--fit`, by which its sizes are multiplied, steps down from 1. Nothing is ever cut.
 *
 * The box has one child and a size that does not depend on it.
 */
export const fitted: Attachment<HTMLElement> = (box) =>
  whenever(box, () => {
    const content = box.firstElementChild as HTMLElement | null;
    if (content === null) return;
    for (const scale of SCALES) {
      box.style.setProperty("--fit", String(scale));
      const fits =
        content.getBoundingClientRect().height <= box.clientHeight + 1 && content.scrollWidth <= box.clientWidth + 1;
      if (fits) break;
    }
  });

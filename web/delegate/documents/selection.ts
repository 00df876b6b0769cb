/** A passage that was selected, and the page it begins on. */
export interface Passage {
  page: number;
  text: string;
}

const SHORTEST = 2; // letters: a stray double tap is not a passage

/** What is selected within `column`, whose pages are elements with `data-page`. */
export function chosenPassage(column: HTMLElement): Passage | undefined {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const from = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const page = from?.closest<HTMLElement>("[data-page]");
  const text = selection.toString().trim();
  if (!page || !column.contains(page) || text.length < SHORTEST) return undefined;
  return { page: Number(page.dataset["page"]), text };
}

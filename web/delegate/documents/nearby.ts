/**
 * Tells which pages of a long column are near the view, and which one is in its middle, without measuring while scrolling.
 * Pages are elements with `data-page`.
 */
export function watchPages(
  column: HTMLElement,
  heard: { near: (page: number, isNear: boolean) => void; middle: (page: number) => void },
): () => void {
  const pageOf = (entry: IntersectionObserverEntry) => Number((entry.target as HTMLElement).dataset["page"]);
  const around = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) heard.near(pageOf(entry), entry.isIntersecting);
    },
    { rootMargin: "100% 0px" },
  );
  const middle = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) heard.middle(pageOf(entry));
    },
    { rootMargin: "-50% 0px -50% 0px" },
  );
  for (const page of column.querySelectorAll<HTMLElement>("[data-page]")) {
    around.observe(page);
    middle.observe(page);
  }
  return () => {
    around.disconnect();
    middle.disconnect();
  };
}

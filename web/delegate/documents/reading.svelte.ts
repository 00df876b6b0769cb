import { remembered } from "../../shared/remembered.svelte.ts";
import { readText, rememberPlace, type DocumentWhole } from "./library.ts";

/** How this phone likes to read. */
export const readingMode = remembered("reading-mode", "pages", ["pages", "text"]);
export const readingSize = remembered("reading-size", "2", ["1", "2", "3", "4", "5"]);

const REST_MS = 1000; // on a page, before it is remembered
export const LARGEST_ZOOM = 4;

/** One document being read: where, how large, and the texts that have come. Lives as long as its component. */
export class Reading {
  readonly whole: DocumentWhole;
  page = $state(1);
  zoom = $state(1);
  texts = $state.raw<ReadonlyMap<number, string>>(new Map());
  private readonly asked = new Map<number, Promise<string>>();

  constructor(whole: DocumentWhole) {
    this.whole = whole;
    $effect(() => {
      const { page } = this;
      const timer = setTimeout(() => rememberPlace(whole.document.id, page), REST_MS);
      return () => clearTimeout(timer);
    });
  }

  get id(): string {
    return this.whole.document.id;
  }

  get version(): number {
    return this.whole.document.version ?? 1;
  }

  get pages() {
    return this.whole.pages;
  }

  /** The text of a page, asked for once; again after a failure. Throws a problem. */
  text(page: number): Promise<string> {
    const known = this.asked.get(page);
    if (known) return known;
    const asking = readText(this.id, this.version, page).then(
      (text) => {
        this.texts = new Map(this.texts).set(page, text);
        return text;
      },
      (problem) => {
        this.asked.delete(page);
        throw problem;
      },
    );
    this.asked.set(page, asking);
    return asking;
  }

  /** Zoom to `zoom`, within the limits. */
  zoomTo(zoom: number): void {
    this.zoom = Math.min(LARGEST_ZOOM, Math.max(1, zoom));
  }
}

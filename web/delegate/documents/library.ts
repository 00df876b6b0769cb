import type { components } from "../../shared/api.d.ts";
import { addressOf, api, got, Problem } from "../../shared/http.ts";
import { isPassing } from "../../shared/refusals.ts";
import { seen } from "../kept.ts";

export type DocumentWhole = components["schemas"]["DocumentWhole"];

/**
 * A document with its pages: first as this phone saw it last, then as it is now, if that is something else. Asking first
 * would keep the reader waiting for an answer that is mostly "as before". Throws {@link Problem}, also after the first.
 */
export async function openDocument(id: string, heard: (whole: DocumentWhole) => void): Promise<void> {
  const name = `document/${id}`;
  const asking = got(api.GET("/api/v1/documents/{id}", { params: { path: { id } } }));
  asking.catch(() => {}); // is heard below; until then nobody listens
  const kept = await seen.read<DocumentWhole>(name);
  if (kept) heard(kept);
  try {
    const whole = await asking;
    if (JSON.stringify(whole) === JSON.stringify(kept)) return;
    void seen.write(name, whole);
    heard(whole);
  } catch (problem) {
    if (!kept || !(problem instanceof Problem)) throw problem;
    if (isPassing(problem.code)) return;
    if (problem.code === "no_such_document") void seen.remove(name);
    throw problem;
  }
}

const pagePath = (id: string, version: number, page: number): string =>
  `/api/v1/documents/${id}/versions/${version}/pages/${page}`;

/** The picture of a page: 720 or 1440 pixels wide. It never changes. */
export const pictureOf = (id: string, version: number, page: number, size: "small" | "large"): string =>
  addressOf(`${pagePath(id, version, page)}/${size}.webp`);

/** Where a page's text is. It never changes either. */
export const textOf = (id: string, version: number, page: number): string =>
  addressOf(`${pagePath(id, version, page)}/text`);

/** The text of a page. Throws {@link Problem}. */
export async function readText(id: string, version: number, page: number): Promise<string> {
  const found = await got<components["schemas"]["PageText"]>(
    fetch(textOf(id, version, page)).then(async (response) => ({ data: await response.json(), response })),
  );
  return found.text;
}

const PLACE_WITHIN_MS = 300; // a page that opens at once is better than the page of another phone

/** The page this delegate was on last, here or on another phone, if that is known soon. */
export async function lastPlace(id: string): Promise<number> {
  const elsewhere = got(api.GET("/api/v1/me/places")).then(
    (places) => places[id],
    () => undefined, // where one was is a kindness: nothing depends on it
  );
  const here = await seen.read<number>(`place/${id}`);
  const soon = here === undefined ? elsewhere : Promise.race([elsewhere, resting(PLACE_WITHIN_MS)]);
  return (await soon) ?? here ?? 1;
}

const resting = (ms: number) => new Promise<undefined>((over) => setTimeout(() => over(undefined), ms));

export function rememberPlace(id: string, page: number): void {
  void seen.write(`place/${id}`, page);
  void got(api.PUT("/api/v1/documents/{id}/place", { params: { path: { id } }, body: { page } })).catch(() => {});
}

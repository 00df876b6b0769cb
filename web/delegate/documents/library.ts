import type { components } from "../../shared/api.d.ts";
import { addressOf, api, got, Problem } from "../../shared/http.ts";
import { seen } from "../kept.ts";

export type DocumentWhole = components["schemas"]["DocumentWhole"];

/** A document with its pages; without network, as this phone saw it last. Throws {@link Problem}. */
export async function openDocument(id: string): Promise<DocumentWhole> {
  const name = `document/${id}`;
  try {
    const whole = await got(api.GET("/api/v1/documents/{id}", { params: { path: { id } } }));
    void seen.write(name, whole);
    return whole;
  } catch (problem) {
    const whole = problem instanceof Problem && problem.code === "unreachable" && (await seen.read<DocumentWhole>(name));
    if (whole) return whole;
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

/** The page this delegate was on last, here or on another phone. */
export async function lastPlace(id: string): Promise<number> {
  const here = (await seen.read<number>(`place/${id}`)) ?? 1;
  try {
    return (await got(api.GET("/api/v1/me/places")))[id] ?? here;
  } catch {
    return here; // where one was is a kindness: nothing depends on it
  }
}

export function rememberPlace(id: string, page: number): void {
  void seen.write(`place/${id}`, page);
  void got(api.PUT("/api/v1/documents/{id}/place", { params: { path: { id } }, body: { page } })).catch(() => {});
}

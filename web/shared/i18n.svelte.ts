import { remembered } from "./remembered.svelte.ts";

/** Vietnamese first, English second. */
export type Language = "vi" | "en";

/** Texts of one face: `{ key: [vietnamese, english] }`, so that neither can be missing. `{name}` is filled in. */
export type Texts = Record<string, readonly [vi: string, en: string]>;

export const language = remembered<Language>("language", "vi", ["vi", "en"]);

/**
 * The text function of a face. Keys are checked by the compiler; the language is reactive.
 *
 *     export const t = texts({ "now.wait": ["Chưa có biểu quyết", "No vote yet"] });
 *     t("now.wait")
 */
export function texts<T extends Texts>(catalogue: T) {
  return (key: keyof T & string, values: Record<string, string | number> = {}): string => {
    const text = catalogue[key]![language.value === "vi" ? 0 : 1];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

/** The one of two texts of the server that the reader wants; Vietnamese when there is no English. */
export function spoken(vi: string, en: string): string {
  return language.value === "en" && en ? en : vi;
}

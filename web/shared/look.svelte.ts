import { language } from "./i18n.svelte.ts";
import { remembered } from "./remembered.svelte.ts";

/** How this device likes to look: theme and size of text. `auto` follows the system. */
export const theme = remembered("theme", "auto", ["auto", "light", "dark"]);
export const textSize = remembered("text-size", "normal", ["normal", "large", "largest"]);

/** Keep the page's root in step with the choices. Called once by a face's root component. */
export function wearLook(): void {
  $effect(() => {
    const root = document.documentElement;
    root.lang = language.value;
    if (theme.value === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = theme.value;
    root.dataset["textSize"] = textSize.value;
  });
}

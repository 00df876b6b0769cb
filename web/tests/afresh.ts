import { beforeEach } from "vitest";
import { language } from "../shared/i18n.svelte.ts";

// Files of tests share their modules (they take a third of the time so): what those remember begins anew.
beforeEach(() => {
  if (typeof localStorage !== "undefined") localStorage.clear();
  language.value = "vi";
});

import type { Component } from "svelte";
import Check from "@lucide/svelte/icons/check";
import Equal from "@lucide/svelte/icons/equal";
import X from "@lucide/svelte/icons/x";
import type { ResultLine } from "../../shared/protocol.ts";

/** A sign for each conclusion, so that none is told by colour alone. */
export const SIGNS: Record<ResultLine["conclusion"], { icon: Component; isGood: boolean }> = {
  adopted: { icon: Check, isGood: true },
  chosen: { icon: Check, isGood: true },
  rejected: { icon: X, isGood: false },
  none_chosen: { icon: X, isGood: false },
  elected: { icon: Check, isGood: true },
  too_few: { icon: X, isGood: false },
  tied: { icon: Equal, isGood: false },
};

import { remembered } from "../../shared/remembered.svelte.ts";

/** Shortcuts of single characters can be switched off: voice input and trembling hands set them off (WCAG 2.1.4). */
export const useOfShortcuts = remembered("console.shortcuts", "on", ["on", "off"]);

const PATIENCE_MS = 1500;

interface Ways {
  go: (letter: string) => void;
  help: () => void;
}

/** `g` then a letter goes to a section, `?` shows what there is. Never while somebody writes or a dialog is open. */
export class Shortcuts {
  #began = -Infinity;

  constructor(
    private readonly ways: Ways,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Listen for as long as the calling component lives. */
  keep(): void {
    $effect(() => {
      const hear = (event: KeyboardEvent) => this.hear(event);
      addEventListener("keydown", hear);
      return () => removeEventListener("keydown", hear);
    });
  }

  hear(event: KeyboardEvent): void {
    if (useOfShortcuts.value === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || document.querySelector("dialog[open]") !== null) return;
    const began = this.#began;
    this.#began = -Infinity;
    if (event.key === "?") {
      event.preventDefault();
      this.ways.help();
    } else if (this.now() - began < PATIENCE_MS) {
      this.ways.go(event.key.toLowerCase());
    } else if (event.key.toLowerCase() === "g") {
      this.#began = this.now();
    }
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

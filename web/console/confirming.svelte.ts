import type { Command } from "./command.svelte.ts";

/** What is asked before something is done that others will notice. */
export interface Question {
  /** Names the thing: "Mở biểu quyết: …?" */
  title: string;
  /** The consequence in one sentence; a function, because numbers may move while it is read. */
  consequence: () => string;
  /** The verb on the button. */
  act: string;
  /** `danger` for what cannot be undone. */
  look?: "primary" | "danger";
  /** A reason has to be given, for the journal. */
  asksReason?: boolean;
  /** Gets the reason ("" when none is asked). Made with `inPlace`: the dialog shows what goes wrong. */
  command: Command<[reason: string], unknown>;
}

class Confirming {
  question = $state.raw<Question | null>(null);

  /** Ask; the one dialog of the shell shows it. */
  ask(question: Question): void {
    question.command.reset();
    this.question = question;
  }

  answered(): void {
    this.question = null;
  }
}

export const confirming = new Confirming();

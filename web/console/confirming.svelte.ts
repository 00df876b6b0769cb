import { Command } from "./command.svelte.ts";

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
  /** Does it; gets the reason ("" when none is asked). The dialog shows what goes wrong, and tries again. */
  run: (reason: string) => Promise<unknown>;
  /** What to say when it is done; left out when `run` reports by itself. */
  done?: string;
}

type Asked = Question & { command: Command<[reason: string], unknown> };

class Confirming {
  question = $state.raw<Asked | null>(null);

  /** Ask; the one dialog of the shell shows it. */
  ask(question: Question): void {
    const { run, done } = question;
    this.question = { ...question, command: new Command(run, { inPlace: true, ...(done !== undefined && { done }) }) };
  }

  /** One question has its answer; another that was asked meanwhile stays. */
  answered(question: Asked | null): void {
    if (this.question === question) this.question = null;
  }
}

export const confirming = new Confirming();

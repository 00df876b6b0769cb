import { Problem } from "../shared/http.ts";
import { isPassing, refusalText } from "../shared/refusals.ts";
import { reports } from "./reports.svelte.ts";
import { t } from "./texts.ts";
import { isSignedOut, who } from "./who.svelte.ts";

interface Options<R> {
  /** What to say when it is done; nothing when it speaks for itself. */
  done?: string | ((result: R) => string);
  /** The caller shows `problem` where the person looks (a dialog); no report is made of it. */
  inPlace?: boolean;
}

/**
 * Something that this console asks of the server: shows that it is busy, reports how it went, offers to try again.
 *
 * All commands of the server are idempotent, so a repeat after a lost answer is harmless: ids and nonces have to be made
 * by the caller, before, and stay the same when it is tried again.
 *
 *     const save = new Command((id: string, sitting: PutSitting) => got(api.PUT(…)), { done: () => t("saved") });
 *     if (await save.run(id, sitting)) open = false;
 */
export class Command<A extends unknown[], R> {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly #run: (...given: A) => Promise<R>;
  readonly #options: Options<R>;

  constructor(run: (...given: A) => Promise<R>, options: Options<R> = {}) {
    this.#run = run;
    this.#options = options;
  }

  /** Whether it was done. While it is under way, running it again does nothing. */
  async run(...given: A): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      const result = await this.#run(...given);
      const { done } = this.#options;
      if (done !== undefined) reports.good(typeof done === "string" ? done : done(result));
      return true;
    } catch (error) {
      this.#fail(error, given);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #fail(error: unknown, given: A): void {
    if (!(error instanceof Problem)) throw error;
    if (isSignedOut(error)) who.ended();
    this.problem = error;
    if (this.#options.inPlace) return;
    reports.bad(problemText(error), isPassing(error.code) ? () => void this.run(...given) : undefined);
  }
}

/** What a problem means to the person in front of it, and what to do. */
export function problemText(problem: Problem): string {
  const text = refusalText(problem.code);
  return problem.code === "unreachable" ? `${text} ${t("unreachable")}` : text;
}

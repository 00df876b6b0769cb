import { recount, type Recount } from "../shared/urn.ts";
import { faultIn } from "../shared/urnFaults.ts";
import { NotAnUrn, readUrn, type UrnFile } from "./urnFile.ts";

/** How a file came out: it holds, it does not, it is no urn, or this browser cannot tell; `error` says what or why. */
export type Verdict =
  | { kind: "holds"; found: Recount }
  | { kind: "no_urn"; error: NotAnUrn }
  | { kind: "wrong" | "cannot"; error: unknown };

class Superseded extends Error {}

/** The recount of the file that was chosen last; another one, or stopping, ends it. */
export class Counting {
  name = $state("");
  urn = $state.raw<UrnFile>();
  /** From 0 to 1 while it is under way. */
  share = $state<number>();
  verdict = $state.raw<Verdict>();
  #run = 0;

  /** Read and count. Never throws: whatever is in a file becomes a verdict. */
  async begin(file: File): Promise<void> {
    this.stop();
    const run = this.#run;
    [this.name, this.share] = [file.name, 0];
    const verdict = await this.#judge(file, run);
    if (this.#run !== run) return;
    [this.share, this.verdict] = [undefined, verdict];
  }

  /** Forget the file. */
  stop(): void {
    this.#run++;
    [this.name, this.urn, this.share, this.verdict] = ["", undefined, undefined, undefined];
  }

  async #judge(file: File, run: number): Promise<Verdict> {
    const isOver = (): boolean => this.#run !== run;
    const hear = (share: number): void => {
      if (isOver()) throw new Superseded(); // the only way out of a recount
      this.share = share;
    };
    try {
      const urn = await readUrn(file);
      hear(0);
      this.urn = urn;
      return { kind: "holds", found: await recount(urn.poll, urn.ballots, urn.verifier, hear, urn.voids) };
    } catch (error) {
      if (error instanceof NotAnUrn) return { kind: "no_urn", error };
      return { kind: faultIn(error) ? "wrong" : "cannot", error };
    }
  }
}

import { Problem, upload } from "../../../shared/http.ts";
import { Command } from "../../command.svelte.ts";
import { importAddress, type ImportReport } from "./cells.ts";

const MOST_BYTES = 20 * 1024 * 1024; // as the server takes them

/**
 * A roster on its way in: chosen, tried, imported.
 *
 * What is imported are the bytes that were tried, even if the file on the disk was saved again in the meantime.
 */
export class Importing {
  file = $state.raw<File | null>(null);
  /** Which header stands for a column that the server did not find. */
  mapping = $state<Record<string, string>>({});
  /** What the dry run found. */
  tried = $state.raw<ImportReport | null>(null);
  done = $state.raw<ImportReport | null>(null);
  /** Of the upload, 0 … 1. */
  share = $state(0);
  readonly trying = new Command(
    async () => {
      this.tried = await this.#send(true);
    },
    { inPlace: true },
  );

  async choose(chosen: File): Promise<void> {
    this.forget();
    this.mapping = {};
    this.file = chosen;
    if (chosen.size > MOST_BYTES) {
      this.trying.problem = new Problem({ code: "roster_unreadable", status: 0, detail: "", fault: "too_large" });
      return;
    }
    this.file = new File([await chosen.arrayBuffer()], chosen.name);
    await this.trying.run();
  }

  /** Throws {@link Problem}. */
  async import(): Promise<void> {
    this.done = await this.#send(false);
    this.tried = null;
  }

  forget(): void {
    this.file = this.tried = this.done = null;
    this.trying.problem = null;
  }

  #send(dryRun: boolean): Promise<ImportReport> {
    this.share = 0;
    return upload<ImportReport>(importAddress(this.mapping, dryRun), this.file!, (share) => (this.share = share));
  }
}

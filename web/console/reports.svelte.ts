/** What the console has to say about what was done: kept until read when it went wrong, a while when it went well. */
export interface Report {
  id: number;
  kind: "good" | "bad";
  text: string;
  /** What to do about it. */
  again?: () => void;
}

const GOOD_MS = 6_000;

class Reports {
  list = $state.raw<Report[]>([]);
  #last = 0;

  good(text: string): void {
    const id = this.#add({ kind: "good", text });
    setTimeout(() => this.dismiss(id), GOOD_MS);
  }

  bad(text: string, again?: () => void): void {
    this.#add({ kind: "bad", text, ...(again && { again }) });
  }

  dismiss(id: number): void {
    this.list = this.list.filter((report) => report.id !== id);
  }

  #add(report: Omit<Report, "id">): number {
    const id = ++this.#last;
    // The same words twice are one report, the newest.
    this.list = [...this.list.filter((one) => one.text !== report.text), { ...report, id }].slice(-4);
    return id;
  }
}

export const reports = new Reports();

import type { components } from "../../../shared/api.d.ts";

export type ImportReport = components["schemas"]["ImportReport"];
export type CellError = components["schemas"]["CellError"];

/** A cell of a wrong row, with what is wrong with it. */
export interface Cell {
  header: string;
  text: string;
  error: CellError | null;
}

/** The rows with wrong cells, as a table that still fits: see {@link wrongCells}. */
export interface WrongTable {
  headers: string[];
  rows: { row: number; cells: Cell[] }[];
}

const CONTEXT = 2; // columns with a name that say whom a row is about: number and name come first in every roster

/** Errors at their cells. Columns in which nothing is wrong are left out, but for the first, which say who it is. */
export function wrongCells(report: Pick<ImportReport, "headers" | "wrong_rows" | "errors">): WrongTable {
  const wrong = new Set(report.errors.map((error) => error.column));
  const named = report.headers.map((_, place) => place).filter((place) => report.headers[place]);
  const places = named.filter((place, nth) => nth < CONTEXT || wrong.has(report.headers[place]!));
  const errors = new Map(report.errors.map((error) => [`${error.row} ${error.column}`, error]));
  return {
    headers: places.map((place) => report.headers[place]!),
    rows: report.wrong_rows.map(({ row, cells }) => ({
      row,
      cells: places.map((place) => {
        const header = report.headers[place]!;
        return { header, text: cells[place] ?? "", error: errors.get(`${row} ${header}`) ?? null };
      }),
    })),
  };
}

/** The address to which a roster is sent. `mapping` says which header stands for a column: `{ number: "Mã thẻ" }`. */
export function importAddress(mapping: Record<string, string>, dryRun: boolean): string {
  const query = new URLSearchParams({ dry_run: String(dryRun) });
  for (const [column, header] of Object.entries(mapping)) if (header) query.append("mapping", `${column}:${header}`);
  return `/api/v1/roster?${query}`;
}

/** A table with these headers and no rows, as spreadsheets open it: CSV in UTF-8 with its mark. */
export function template(headers: readonly string[]): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${headers.join(",")}\r\n`)}`;
}

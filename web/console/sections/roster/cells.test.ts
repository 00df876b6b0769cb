import { expect, it } from "vitest";
import { importAddress, template, wrongCells, type CellError } from "./cells.ts";

const HEADERS = ["Số đại biểu", "Họ và tên", "Đơn vị", "Năm sinh"];

function wrong(row: number, column: string): CellError {
  return { row, column, code: "out_of_range", message: "", expected: ["1900", "2020"], other_row: null };
}

it("puts each error at its cell, in the row that it stands in", () => {
  const errors = [wrong(3, "Năm sinh")];
  const table = wrongCells({ headers: HEADERS, errors, wrong_rows: [{ row: 3, cells: ["002", "Đạt", "May 10", "84"] }] });

  expect(table.rows).toEqual([
    {
      row: 3,
      cells: [
        { header: "Số đại biểu", text: "002", error: null },
        { header: "Họ và tên", text: "Đạt", error: null },
        { header: "Năm sinh", text: "84", error: errors[0] },
      ],
    },
  ]);
});

it("leaves columns out in which nothing is wrong, but not who it is about", () => {
  const table = wrongCells({ headers: HEADERS, errors: [wrong(2, "Đơn vị")], wrong_rows: [] });

  expect(table.headers).toEqual(["Số đại biểu", "Họ và tên", "Đơn vị"]);
});

it("passes over columns without a name", () => {
  const table = wrongCells({
    headers: ["", ...HEADERS],
    errors: [],
    wrong_rows: [{ row: 2, cells: ["x", "001", "Ánh", "", ""] }],
  });

  expect(table.rows[0]!.cells.map((cell) => cell.text)).toEqual(["001", "Ánh"]);
});

it("says which header means a column, and nothing about those not chosen yet", () => {
  const address = new URL(importAddress({ number: "Mã: số & thẻ", kind: "" }, true), "http://hall");

  expect(address.searchParams.getAll("mapping")).toEqual(["number:Mã: số & thẻ"]);
  expect(address.searchParams.get("dry_run")).toBe("true");
});

it("makes a template that spreadsheets read as UTF-8", () => {
  const [, text] = template(["Số đại biểu", "Ghế"]).split(",");

  expect(decodeURIComponent(text!)).toBe("\ufeffSố đại biểu,Ghế\r\n");
});

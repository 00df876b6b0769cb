"""Writes the example congress: ``python -m examples.make`` the committed files, ``--out FOLDER`` everything else too."""

import argparse
from pathlib import Path

import msgspec

from examples.congress_file import congress_json
from examples.roster import Roster

COMMITTED = Path(__file__).resolve().parent / "congress"


def texts() -> dict[str, str]:
    """The committed files by name, as the generator writes them."""
    roster = Roster()
    return {
        "roster.csv": roster.csv(),
        "congress.json": congress_json(),
        "cases.json": msgspec.json.format(msgspec.json.encode(roster.cases), indent=2).decode() + "\n",
    }


def write(folder: Path) -> None:
    """Write the committed files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_workbook(path: Path) -> None:
    """The same roster as XLSX, numbers as numbers: what an organiser would have."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Đại biểu")
        header = book.add_format({"bold": True, "text_wrap": True})
        table = Roster().table()
        as_number = {table[0].index(name) for name in ("Năm sinh", "Số phiếu")}
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if row and column in as_number and cell:
                    sheet.write_number(row, column, int(cell))
                else:
                    sheet.write_string(row, column, cell, header if row == 0 else None)
        sheet.freeze_panes(1, 2)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="a folder for everything, workbook and PDFs included")
    out = parser.parse_args().out
    write(out or COMMITTED)
    if out is not None:
        from examples.documents import build_documents

        write_workbook(out / "roster.xlsx")
        build_documents(out)


if __name__ == "__main__":
    main()

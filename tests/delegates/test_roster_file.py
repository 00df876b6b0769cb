"""Roster files: what comes in, and what is refused with a reason that helps."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from delegates import roster_file
from delegates.errors import RosterUnreadable
from delegates.roster import read_roster
from delegates.roster_file import MOST_BYTES, read_table
from tests.delegates.people import ANH, DAT, HEADERS, a_table

TEXT = "\n".join(["{0}".join(HEADERS), "{0}".join(ANH), "{0}".join(DAT)])


def a_workbook(*rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.add_worksheet("Ghi chú").write(0, 0, "nothing to read here")
    return buffer.getvalue()


def refusal(content, name="danh-sach.csv"):
    with pytest.raises(RosterUnreadable) as refused:
        read_table(content, name)
    return refused.value.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_is_read_with_any_delimiter_byte_order_mark_and_line_end(delimiter, encoding, line_end):
    content = TEXT.format(delimiter).replace("\n", line_end).encode(encoding)

    assert read_table(content, "danh-sach.csv") == a_table(ANH, DAT)


def test_a_quoted_cell_may_hold_the_delimiter_and_a_line_break():
    content = 'Họ và tên,Đơn vị\n"Ánh, Nguyễn","Công ty\nMay 10"\n'.encode()

    assert read_table(content, "a.csv")[1] == ["Ánh, Nguyễn", "Công ty\nMay 10"]


def test_csv_in_an_old_code_page_is_refused_with_the_first_byte_that_is_wrong():
    assert "(byte 0 is not)" in refusal("Đại biểu".encode("utf-16"))
    assert refusal("name\nÁnh".encode("cp1258")) == "danh-sach.csv: save it as CSV UTF-8 (byte 5 is not)"


def test_csv_with_a_quote_that_never_ends_is_refused():
    assert "is not CSV" in refusal(b'a,b\n"never,ends\n')


def test_something_that_is_no_text_at_all_is_refused():
    assert "neither a spreadsheet nor CSV" in refusal(b"a\x00b\x00")


def test_a_workbook_is_read_by_what_it_is_not_by_its_name():
    content = a_workbook(HEADERS, ANH, DAT)

    assert read_table(content, "danh-sach.csv") == a_table(ANH, DAT)


def test_numbers_that_a_spreadsheet_made_floats_are_whole_again():
    table = read_table(a_workbook([*HEADERS, "Năm sinh"], [7, *ANH[1:3], 1, "Trung tâm", 1984.0]), "a.xlsx")

    (row,) = read_roster(table).rows
    assert (row.number, row.delegation_code, row.birth_year) == ("7", "1", 1984)


def test_a_date_where_a_year_belongs_is_a_wrong_cell_not_a_guess():
    table = read_table(a_workbook([*HEADERS, "Năm sinh"], [*ANH, date(1984, 5, 1)]), "a.xlsx")

    (error,) = read_roster(table).errors
    assert (error.row, error.column, error.code) == (2, "Năm sinh", "not_a_number")


def test_rows_of_a_workbook_keep_their_numbers_behind_empty_ones():
    table = read_table(a_workbook(HEADERS, [], [], ["001", "", *ANH[2:]]), "a.xlsx")

    assert [error.row for error in read_roster(table).errors] == [4]


def test_a_protected_workbook_and_an_old_one_are_refused_with_what_to_do():
    protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)  # both are compound files

    assert refusal(protected, "a.xlsx").startswith("save it as XLSX, ODS or CSV")


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\x89PNG\r\n"])
def test_other_formats_are_refused(start):
    assert refusal(start + bytes(100)).startswith("save it as")


def test_a_broken_workbook_is_refused():
    content = a_workbook(HEADERS, ANH)

    assert "cannot be opened" in refusal(content[: len(content) // 2], "a.xlsx")
    assert "cannot be opened" in refusal(b"PK\x03\x04" + bytes(100), "a.xlsx")


def test_a_zip_that_is_no_workbook_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "not a workbook")

    assert "cannot be opened" in refusal(buffer.getvalue(), "a.xlsx")


def test_a_file_that_is_too_large_is_refused_before_anything_is_read():
    assert refusal(b"a" * (MOST_BYTES + 1)) == "the file is larger than 20 MB"


def test_a_workbook_that_unpacks_to_far_more_than_a_roster_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet1.xml", "w") as sheet:
        for _ in range(roster_file.MOST_UNPACKED // 1_000_000 + 1):
            sheet.write(bytes(1_000_000))

    assert "unpacks to more than" in refusal(buffer.getvalue(), "a.xlsx")


def test_an_empty_file_is_an_empty_table_which_the_roster_refuses():
    with pytest.raises(RosterUnreadable, match="empty"):
        read_roster(read_table(b"", "a.csv"))

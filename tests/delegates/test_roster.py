"""The roster as a table: what is read, and how wrong cells are named."""

import unicodedata

import pytest

from delegates.errors import RosterUnreadable
from delegates.kinds import Basis, DelegateKind, Gender, Unreadable
from delegates.roster import LONGEST_SHOWN, MOST_ERRORS, MOST_ROWS, Column, read_roster
from tests.delegates.people import ANH, BINH, DAT, EVERYBODY, HEADERS, KHANG, a_table, with_columns


def wrong_cells(table):
    return [(error.row, error.column, error.code) for error in read_roster(table).errors]


def test_a_row_is_read_with_everything_it_says():
    table = with_columns(
        [ANH],
        **{
            "Diện": "Bầu",
            "Đơn vị": "Công ty May  10",
            "Năm sinh": "1984",
            "Giới tính": "Nữ",
            "Ghế": "A12",
            "Số phiếu": "3",
            "Đảng viên": "x",
        },
    )

    roster = read_roster(table)

    (row,) = roster.rows
    assert (row.row, row.number, row.full_name) == (2, "001", "Nguyễn Thị Hồng Ánh")
    assert (row.kind, row.basis, row.gender) == (DelegateKind.OFFICIAL, Basis.ELECTED, Gender.FEMALE)
    assert (row.unit, row.birth_year, row.seat, row.mandates) == ("Công ty May 10", 1984, "A12", 3)
    assert row.party_member is True
    assert roster.errors == []


def test_headers_are_known_without_tone_marks_in_any_case_and_by_the_columns_own_name():
    headers = ["SO DAI BIEU", "ho ten", "kind", "Mã Đoàn", "delegation"]

    roster = read_roster(a_table(ANH, headers=headers))

    assert roster.columns == [
        Column.NUMBER,
        Column.FULL_NAME,
        Column.KIND,
        Column.DELEGATION_CODE,
        Column.DELEGATION,
    ]


def test_a_mapping_names_headers_of_the_houses_own():
    headers = ["Mã số thẻ", *HEADERS[1:]]

    roster = read_roster(a_table(ANH, headers=headers), {"Mã số thẻ": Column.NUMBER})

    assert roster.rows[0].number == "001"


def test_columns_nobody_knows_are_left_out():
    assert read_roster(with_columns([ANH], **{"Ghi chú riêng": "không đọc"})).errors == []


@pytest.mark.parametrize("absent", HEADERS)
def test_a_needed_column_that_is_missing_is_named(absent):
    place = HEADERS.index(absent)
    table = [[cell for n, cell in enumerate(row) if n != place] for row in a_table(ANH)]

    with pytest.raises(RosterUnreadable) as refused:
        read_roster(table)
    assert refused.value.reason == f"these columns are missing: {absent}"


def test_one_column_twice_is_refused_rather_than_guessed():
    with pytest.raises(RosterUnreadable, match="twice"):
        read_roster(with_columns([ANH], **{"Họ tên": "Ai đó"}))


def test_an_empty_table_is_refused():
    with pytest.raises(RosterUnreadable, match="empty"):
        read_roster([])


def test_more_rows_than_any_congress_has_are_refused():
    with pytest.raises(RosterUnreadable, match=str(MOST_ROWS)):
        read_roster(a_table(*[ANH] * (MOST_ROWS + 1)))


def test_wrong_cells_are_named_by_row_and_column_as_the_spreadsheet_numbers_them():
    table = with_columns(
        [ANH, ["002", "", "khách quý", "01", "Trung tâm"], KHANG],
        **{"Năm sinh": ["1984", "84", "năm 1990"], "Giới tính": ["nữ", "?", "nam"], "Số phiếu": ["1", "0", "1,5"]},
    )

    assert wrong_cells(table) == [
        (3, "Họ và tên", "missing"),
        (3, "Loại đại biểu", "unknown_value"),
        (3, "Năm sinh", "out_of_range"),
        (3, "Giới tính", "unknown_value"),
        (3, "Số phiếu", "out_of_range"),
        (4, "Năm sinh", "not_a_number"),
        (4, "Số phiếu", "not_a_number"),
    ]


def test_only_the_rows_that_are_right_are_read():
    roster = read_roster(a_table(ANH, ["002", "", "chính thức", "01", "Trung tâm"], KHANG))

    assert [row.number for row in roster.rows] == ["001", "003"]


def test_empty_rows_count_in_the_numbering_and_are_otherwise_passed_over():
    assert wrong_cells(a_table(ANH, ["", " ", "", "", ""], ["003", "", "chính thức", "02", "Thủ Đức"])) == [
        (4, "Họ và tên", "missing")
    ]


def test_a_row_that_is_cut_short_lacks_its_last_cells():
    assert wrong_cells(a_table(["001", "Ánh", "chính thức"])) == [
        (2, "Mã đoàn", "missing"),
        (2, "Đoàn đại biểu", "missing"),
    ]


def test_the_same_number_twice_names_the_row_that_had_it_first():
    roster = read_roster(a_table(ANH, DAT, ["001", *KHANG[1:]]))

    (error,) = roster.errors
    assert (error.row, error.column, error.code, error.message) == (4, "Số đại biểu", "duplicate", "also in row 2")


def test_one_delegation_code_with_two_names_is_a_contradiction():
    roster = read_roster(a_table(ANH, [*DAT[:4], "Trung Tâm Mới"]))

    (error,) = roster.errors
    assert (error.row, error.column, error.code) == (3, "Đoàn đại biểu", "contradiction")
    assert "'Trung tâm' in row 2" in error.message


@pytest.mark.parametrize(("text", "year"), [("1984", 1984), ("1984.0", 1984), (" 1984 ", 1984)])
def test_whole_numbers_are_read_as_spreadsheets_write_them(text, year):
    assert read_roster(with_columns([ANH], **{"Năm sinh": text})).rows[0].birth_year == year


@pytest.mark.parametrize("text", ["1984.5", "1984.05", "1.0984", "1e3", "²", "1984.0.0"])
def test_what_only_resembles_a_whole_number_is_not_taken_for_one(text):
    assert wrong_cells(with_columns([ANH], **{"Năm sinh": text})) == [(2, "Năm sinh", "not_a_number")]


def test_numbers_keep_their_zeros_and_lose_the_point_a_spreadsheet_added():
    roster = read_roster(a_table(ANH, ["12.0", *DAT[1:]]))

    assert [row.number for row in roster.rows] == ["001", "12"]


def test_a_name_typed_on_a_mac_is_the_same_name():
    apart = [unicodedata.normalize("NFD", cell) for cell in KHANG]

    roster = read_roster(a_table(KHANG, ["009", *apart[1:]]))

    assert roster.errors == []  # in particular no contradiction between two spellings of Thủ Đức
    assert roster.rows[1].full_name == "Trần Minh Khang"


def test_too_long_and_unprintable_cells_are_named():
    assert wrong_cells(a_table(["0" * 21, "A" * 301, *ANH[2:]], ["002", "Đỗ\x00Đạt", *DAT[2:]])) == [
        (2, "Số đại biểu", "too_long"),
        (2, "Họ và tên", "too_long"),
        (3, "Họ và tên", "control_character"),
    ]


def test_the_report_of_a_hopeless_file_is_bounded_and_says_how_much_more_there_is():
    roster = read_roster(a_table(*([f"{n}", "", *BINH[2:]] for n in range(MOST_ERRORS + 50))))

    assert (len(roster.errors), roster.more_errors) == (MOST_ERRORS, 50)


def test_the_four_kinds_are_known_in_vietnamese_and_by_their_codes():
    kinds = ["Chính thức", "DỰ KHUYẾT", "khach moi", "press"]
    table = a_table(*([f"{n}", "Ai", kind, "01", "Đoàn"] for n, kind in enumerate(kinds)))

    assert [row.kind for row in read_roster(table).rows] == list(DelegateKind)


def test_the_people_of_these_tests_are_a_right_roster():
    assert len(read_roster(a_table(*EVERYBODY)).rows) == len(EVERYBODY)


def test_a_wrong_cell_says_what_would_do_and_which_row_it_contradicts():
    table = with_columns(
        [ANH, ["001", "Đỗ Văn Đạt", "khách quý", "01", "Trung tâm"]],
        **{"Năm sinh": ["1984", "84"], "Ghế": ["A1", "A" * 301]},
    )

    errors = {error.code: (error.expected, error.other_row) for error in read_roster(table).errors}

    assert errors == {
        "unknown_value": (["chính thức", "dự khuyết", "khách mời", "báo chí"], None),
        "out_of_range": (["1900", "2020"], None),
        "too_long": (["300"], None),
        "duplicate": ([], 2),
    }


def test_a_delegation_of_two_names_is_told_with_the_name_it_had_first():
    (error,) = read_roster(a_table(ANH, ["002", "Đỗ Văn Đạt", "chính thức", "01", "Thủ Đức"])).errors

    assert (error.code, error.expected, error.other_row) == ("contradiction", ["Trung tâm"], 2)


def test_rows_with_wrong_cells_come_along_as_they_stand_in_the_file():
    short = ["002", "Đỗ Văn Đạt " * 20, "khách quý"]

    roster = read_roster(a_table(ANH, short, KHANG))

    (wrong,) = roster.wrong_rows
    assert (wrong.row, len(wrong.cells), len(roster.headers)) == (3, len(HEADERS), len(HEADERS))
    assert wrong.cells[0] == "002"
    assert len(wrong.cells[1]) == LONGEST_SHOWN + 1
    assert wrong.cells[-1] == ""


def test_a_missing_column_is_told_with_the_headers_that_might_be_it():
    with pytest.raises(RosterUnreadable) as refused:
        read_roster(a_table(ANH, headers=["Mã số thẻ", *HEADERS[1:]]))

    assert refused.value.fault is Unreadable.COLUMNS_MISSING
    assert (refused.value.columns, refused.value.headers) == ([Column.NUMBER], ["Mã số thẻ"])

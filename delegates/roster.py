"""
The roster as a table: columns, and what each cell must hold. Pure.

Every wrong cell is named by row and column, as many as there are (up to a bound); a roster with a single one is not
imported.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from agenda.folding import fold
from delegates.errors import RosterUnreadable
from delegates.kinds import Basis, DelegateKind, Gender, Unreadable

MOST_ROWS = 20_000
MOST_ERRORS = 200
MOST_HEADERS = 100  # that are offered for a column that is missing
LONGEST_SHOWN = 80  # letters of a cell that is shown with its error


class Column(StrEnum):
    """The columns that a roster may have. Needed: number, full_name, kind, delegation_code, delegation."""

    NUMBER = "number"
    FULL_NAME = "full_name"
    KIND = "kind"
    BASIS = "basis"
    DELEGATION_CODE = "delegation_code"
    DELEGATION = "delegation"
    UNIT = "unit"
    POSITION = "position"
    OFFICER_KIND = "officer_kind"
    SECTOR = "sector"
    EDUCATION = "education"
    BIRTH_YEAR = "birth_year"
    GENDER = "gender"
    DISCUSSION_GROUP = "discussion_group"
    SEAT = "seat"
    MANDATES = "mandates"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    PARTY_MEMBER = "party_member"


HEADERS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("Số đại biểu", "Mã đại biểu", "STT"),
    Column.FULL_NAME: ("Họ và tên", "Họ tên"),
    Column.KIND: ("Loại đại biểu",),
    Column.BASIS: ("Diện",),
    Column.DELEGATION_CODE: ("Mã đoàn",),
    Column.DELEGATION: ("Đoàn đại biểu", "Đoàn"),
    Column.UNIT: ("Đơn vị",),
    Column.POSITION: ("Chức vụ",),
    Column.OFFICER_KIND: ("Loại hình cán bộ",),
    Column.SECTOR: ("Khu vực",),
    Column.EDUCATION: ("Trình độ",),
    Column.BIRTH_YEAR: ("Năm sinh",),
    Column.GENDER: ("Giới tính",),
    Column.DISCUSSION_GROUP: ("Tổ thảo luận",),
    Column.SEAT: ("Ghế",),
    Column.MANDATES: ("Số phiếu",),
    Column.ETHNICITY: ("Dân tộc",),
    Column.RELIGION: ("Tôn giáo",),
    Column.PARTY_MEMBER: ("Đảng viên",),
}
"""Vietnamese headers; the column's own name works too. Case and tone marks do not matter."""

NEEDED = (Column.NUMBER, Column.FULL_NAME, Column.KIND, Column.DELEGATION_CODE, Column.DELEGATION)
SENSITIVE = (Column.ETHNICITY, Column.RELIGION, Column.PARTY_MEMBER)

_KINDS = {
    "chinh thuc": DelegateKind.OFFICIAL,
    "du khuyet": DelegateKind.ALTERNATE,
    "khach moi": DelegateKind.GUEST,
    "bao chi": DelegateKind.PRESS,
    **{str(kind): kind for kind in DelegateKind},
}
_BASES = {
    "duong nhien": Basis.EX_OFFICIO,
    "bau": Basis.ELECTED,
    "chi dinh": Basis.APPOINTED,
    **{str(basis): basis for basis in Basis},
}
_GENDERS = {"nu": Gender.FEMALE, "nam": Gender.MALE, **{str(gender): gender for gender in Gender}}
_YES = {"co", "x", "yes", "1", "true"}


class CellError(Struct, frozen=True, kw_only=True):
    """
    One wrong cell. ``row`` as the spreadsheet numbers it (the header is row 1); ``column`` by its header.

    ``message`` is for terminals. Whoever words ``code`` differently needs ``expected`` (the values that would do, the
    least and the greatest number, or the most letters) and ``other_row`` (which this cell contradicts).
    """

    row: int
    column: str
    code: str
    message: str
    expected: list[str] = []
    other_row: int | None = None


class WrongRow(Struct, frozen=True, kw_only=True):
    """A row with a wrong cell as it stands in the file, so that errors can be shown at their cells."""

    row: int
    cells: list[str]  # one for each header; what is very long is cut


class RosterRow(Struct, frozen=True, kw_only=True):
    """One person, read."""

    row: int
    number: str
    full_name: str
    kind: DelegateKind
    delegation_code: str
    delegation: str
    basis: Basis | None = None
    unit: str = ""
    position: str = ""
    officer_kind: str = ""
    sector: str = ""
    education: str = ""
    birth_year: int | None = None
    gender: Gender | None = None
    discussion_group: str = ""
    seat: str = ""
    mandates: int = 1
    ethnicity: str = ""
    religion: str = ""
    party_member: bool = False


class Roster(Struct, frozen=True, kw_only=True):
    """A table, read: the rows that are right, the cells that are wrong, the columns that were found."""

    rows: list[RosterRow]
    errors: list[CellError]
    more_errors: int
    columns: list[Column]
    headers: list[str]
    wrong_rows: list[WrongRow]  # those of ``errors``


class _Wrong(Exception):
    def __init__(self, code: str, message: str, *expected: object) -> None:
        self.code, self.message, self.expected = code, message, [str(one) for one in expected]


def read_roster(table: Sequence[Sequence[str]], mapping: Mapping[str, Column] | None = None) -> Roster:
    """
    Read a table whose first row holds the headers. ``mapping`` (header → column) goes before the known headers.

    Raises :class:`RosterUnreadable`: no header, a needed column is missing, a column twice, too many rows.
    """
    if not table:
        raise RosterUnreadable(Unreadable.EMPTY, reason="the table is empty")
    if len(table) > MOST_ROWS + 1:
        raise RosterUnreadable(Unreadable.TOO_MANY_ROWS, reason=f"more than {MOST_ROWS} rows")
    headers = [cell.strip() for cell in table[0]]
    places = _places(headers, mapping or {})
    rows: list[RosterRow] = []
    errors: list[CellError] = []
    seen: dict[str, int] = {}
    names: dict[str, tuple[str, int]] = {}
    for index, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        values, wrong = _read_row(index, cells, places, headers)
        number = values.get(Column.NUMBER)
        if isinstance(number, str) and number in seen:
            duplicate = _Wrong("duplicate", f"also in row {seen[number]}")
            wrong.append(_error(index, headers[places[Column.NUMBER]], duplicate, seen[number]))
        elif isinstance(number, str):
            seen[number] = index
        code, name = values.get(Column.DELEGATION_CODE), values.get(Column.DELEGATION)
        if isinstance(code, str) and isinstance(name, str):
            known, first = names.setdefault(code, (name, index))
            if known != name:
                column = headers[places[Column.DELEGATION]]
                contradiction = _Wrong("contradiction", f"{code} is {known!r} in row {first}", known)
                wrong.append(_error(index, column, contradiction, first))
        errors += wrong
        if not wrong:
            rows.append(RosterRow(row=index, **values))  # type: ignore[arg-type]
    return Roster(
        rows=rows,
        errors=errors[:MOST_ERRORS],
        more_errors=max(0, len(errors) - MOST_ERRORS),
        columns=list(places),
        headers=[_cut(header) for header in headers],
        wrong_rows=[
            _as_it_stands(row, table[row - 1], len(headers))
            for row in dict.fromkeys(e.row for e in errors[:MOST_ERRORS])
        ],
    )


def _as_it_stands(row: int, cells: Sequence[str], width: int) -> WrongRow:
    padded = [*cells, *[""] * (width - len(cells))]
    return WrongRow(row=row, cells=[_cut(cell) for cell in padded[:width]])


def _cut(cell: str) -> str:
    return cell if len(cell) <= LONGEST_SHOWN else f"{cell[:LONGEST_SHOWN]}…"


def _places(headers: Sequence[str], mapping: Mapping[str, Column]) -> dict[Column, int]:
    known = {fold(name): column for column, names in HEADERS.items() for name in (column, *names)}
    known |= {fold(header): column for header, column in mapping.items()}
    places: dict[Column, int] = {}
    for place, header in enumerate(headers):
        column = known.get(fold(header))
        if column is None:
            continue
        if column in places:
            raise RosterUnreadable(
                Unreadable.COLUMN_TWICE,
                reason=f"the column {HEADERS[column][0]!r} stands there twice",
                columns=[column],
                headers=[_cut(headers[places[column]]), _cut(header)],
            )
        places[column] = place
    absent = [column for column in NEEDED if column not in places]
    if absent:
        raise RosterUnreadable(
            Unreadable.COLUMNS_MISSING,
            reason=f"these columns are missing: {', '.join(HEADERS[column][0] for column in absent)}",
            columns=absent,
            headers=[_cut(header) for header in headers if header and fold(header) not in known][:MOST_HEADERS],
        )
    return places


def _read_row(
    row: int, cells: Sequence[str], places: Mapping[Column, int], headers: Sequence[str]
) -> tuple[dict[str, object], list[CellError]]:
    values: dict[str, object] = {}
    wrong: list[CellError] = []
    for column, place in places.items():
        text = _tidy(cells[place]) if place < len(cells) else ""
        try:
            if not text and column in NEEDED:
                raise _Wrong("missing", "must not be empty")
            if text or column in NEEDED:
                values[column] = _READERS.get(column, _text)(text)
        except _Wrong as error:
            wrong.append(_error(row, headers[place], error))
    return values, wrong


def _tidy(cell: str) -> str:
    """One spelling for what looks alike: composed letters (a Mac writes tone marks apart), single blanks."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _error(row: int, column: str, wrong: _Wrong, other_row: int | None = None) -> CellError:
    return CellError(
        row=row,
        column=column,
        code=wrong.code,
        message=wrong.message,
        expected=wrong.expected,
        other_row=other_row,
    )


def _text(text: str) -> str:
    if len(text) > 300:
        raise _Wrong("too_long", "at most 300 characters", 300)
    if any(ord(letter) < 32 for letter in text):
        raise _Wrong("control_character", "holds a control character")
    return text


def _one_of(choices: Mapping[str, object], shown: Sequence[str]) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return choices[fold(text)]
        except KeyError:
            raise _Wrong("unknown_value", f"{text[:40]!r} is none of: {', '.join(shown)}", *shown) from None

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        try:
            number = int(text.removesuffix(".0"))
        except ValueError:
            raise _Wrong("not_a_number", f"{text[:40]!r} is not a whole number") from None
        if not least <= number <= most:
            raise _Wrong("out_of_range", f"{number} is not between {least} and {most}", least, most)
        return number

    return read


def _identifier(text: str) -> str:
    # Spreadsheets turn 001 into 1.0: a number that lost its zeros would be another delegate.
    if text.endswith(".0"):
        text = text[:-2]
    if len(text) > 20:
        raise _Wrong("too_long", "at most 20 characters", 20)
    return text


_READERS: dict[Column, Callable[[str], object]] = {
    Column.NUMBER: _identifier,
    Column.DELEGATION_CODE: _identifier,
    Column.KIND: _one_of(_KINDS, ["chính thức", "dự khuyết", "khách mời", "báo chí"]),
    Column.BASIS: _one_of(_BASES, ["đương nhiên", "bầu", "chỉ định"]),
    Column.GENDER: _one_of(_GENDERS, ["nam", "nữ"]),
    Column.BIRTH_YEAR: _whole(1900, 2020),
    Column.MANDATES: _whole(1, 1_000_000),
    Column.PARTY_MEMBER: lambda text: fold(text) in _YES,
}

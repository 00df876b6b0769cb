"""Roster files: CSV, XLSX and ODS as plain tables of text, bounded in size."""

import csv
import io
import zipfile

import python_calamine

from delegates.errors import RosterUnreadable
from delegates.kinds import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024  # a spreadsheet is a zip: a few kilobytes can unpack to all our memory
_ZIP = b"PK\x03\x04"


def read_table(content: bytes, file_name: str) -> list[list[str]]:
    """
    The cells of ``content``, by what it is rather than by what it is called.

    Raises :class:`RosterUnreadable`: too large, protected, of another format, or not UTF-8.
    """
    if len(content) > MOST_BYTES:
        raise RosterUnreadable(Unreadable.TOO_LARGE, reason=f"the file is larger than {MOST_BYTES // 1024 // 1024} MB")
    if content.startswith(_ZIP):
        return _spreadsheet(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG")):
        raise RosterUnreadable(
            Unreadable.OLD_FORMAT, reason="save it as XLSX, ODS or CSV (old or protected formats are not read)"
        )
    return _csv(content, file_name)


def _spreadsheet(content: bytes) -> list[list[str]]:
    try:
        unpacked = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(content)).infolist())
        if unpacked > MOST_UNPACKED:
            raise RosterUnreadable(
                Unreadable.TOO_LARGE, reason=f"the workbook unpacks to more than {MOST_UNPACKED // 1024 // 1024} MB"
            )
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        raise RosterUnreadable(Unreadable.PROTECTED, reason="the workbook is protected by a password") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise RosterUnreadable(
            Unreadable.BROKEN, reason=f"the workbook cannot be opened ({type(error).__name__})"
        ) from None
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv(content: bytes, file_name: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterUnreadable(
            Unreadable.NOT_UTF8, reason=f"{file_name}: save it as CSV UTF-8 (byte {error.start} is not)"
        ) from None
    if "\x00" in text:
        raise RosterUnreadable(Unreadable.NOT_CSV, reason=f"{file_name} is neither a spreadsheet nor CSV")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RosterUnreadable(Unreadable.NOT_CSV, reason=f"{file_name} is not CSV: {error}") from None

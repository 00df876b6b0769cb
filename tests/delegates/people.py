"""A roster in the making: rows, tables and people for the tests of the delegates' package."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import programme
from agenda.journal import Actor
from agenda.programme import PutSitting
from delegates import badges
from delegates.badges import Issued
from delegates.importing import ImportReport, import_roster
from delegates.models import Delegate
from delegates.roster import read_roster

DESK = Actor(kind="desk", id=UUID(int=7), name="Lê Thu Hà")
NINE = datetime(2025, 12, 24, 2, tzinfo=UTC)  # nine o'clock in the morning in the hall

HEADERS = ["Số đại biểu", "Họ và tên", "Loại đại biểu", "Mã đoàn", "Đoàn đại biểu"]
ANH = ["001", "Nguyễn Thị Hồng Ánh", "chính thức", "01", "Trung tâm"]
DAT = ["002", "Đỗ Văn Đạt", "chính thức", "01", "Trung tâm"]
KHANG = ["003", "Trần Minh Khang", "chính thức", "02", "Thủ Đức"]
BINH = ["DK01", "Phạm Quốc Bình", "dự khuyết", "02", "Thủ Đức"]
LOC = ["KM01", "Võ Hữu Lộc", "khách mời", "KM", "Khách mời"]
MAI = ["BC01", "Hồ Thị Mai", "báo chí", "KM", "Khách mời"]
EVERYBODY = [ANH, DAT, KHANG, BINH, LOC, MAI]


def minutes(number: float) -> datetime:
    """So many minutes past nine."""
    return NINE + timedelta(minutes=number)


def a_table(*rows: Sequence[str], headers: Sequence[str] = HEADERS) -> list[list[str]]:
    """A table as it comes out of a spreadsheet."""
    return [list(headers), *map(list, rows)]


def with_columns(rows: Iterable[Sequence[str]], **columns: str | Sequence[str]) -> list[list[str]]:
    """A table with more columns; a single value stands in every row."""
    rows = list(rows)
    cells = [[value] * len(rows) if isinstance(value, str) else list(value) for value in columns.values()]
    return a_table(
        *([*row, *more] for row, more in zip(rows, zip(*cells, strict=True), strict=True)),
        headers=[*HEADERS, *columns],
    )


async def imports(session: AsyncSession, table: Sequence[Sequence[str]], *, dry_run: bool = False) -> ImportReport:
    """Import a table and commit."""
    report = await import_roster(session, DESK, read_roster(table), dry_run=dry_run)
    await session.commit()
    return report


async def issue_badges(session: AsyncSession) -> dict[str, Issued]:
    """A badge for everybody who has none, by number."""
    issued = await badges.issue_missing(
        session, DESK, hash_pin=lambda _, pin: f"hash of {pin}", random_bytes=secrets.token_bytes, now=NINE
    )
    await session.commit()
    return {one.number: one for one in issued}


async def begin_sitting(session: AsyncSession, number: int = 1) -> UUID:
    """The sitting that is under way from now on."""
    sitting_id = uuid4()
    sitting = PutSitting(number=number, title_vi=f"Phiên {number}", starts_at=NINE, ends_at=minutes(180))
    await programme.put_sitting(session, DESK, sitting_id, sitting)
    await programme.set_current_sitting(session, DESK, sitting_id)
    await session.commit()
    return sitting_id


async def delegate(session: AsyncSession, number: str) -> Delegate:
    """The row behind a number, as the database has it now."""
    query = select(Delegate).where(Delegate.number == number).execution_options(populate_existing=True)
    return (await session.scalars(query)).one()

"""The journal, to be read and verified."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.journal import verify
from agenda.models import JournalEntry
from api.auth.permissions import Permission, needs
from api.paging import LARGEST_PAGE, Page, decode_cursor, encode_cursor
from api.subjects import subject_names


class Area(StrEnum):
    """What entries are about, for whoever looks for something."""

    POLLS = "polls"
    PROGRAMME = "programme"
    ROSTER = "roster"
    DOCUMENTS = "documents"
    OPINIONS = "opinions"
    SCREENS = "screens"
    ACCESS = "access"


ACTIONS_OF = {
    Area.POLLS: ("poll",),
    Area.PROGRAMME: ("congress", "sitting", "item", "announcement"),
    Area.ROSTER: (
        *("roster", "delegate", "badge", "badges", "credentials", "alternate", "absence", "check_in"),
        *("proxy", "proxies"),
    ),
    Area.DOCUMENTS: ("document", "target"),
    Area.OPINIONS: ("opinion",),
    Area.SCREENS: ("screen",),
    Area.ACCESS: ("staff", "device"),
}
"""The words before the point of their actions; a test finds one that is nowhere."""


class EntryLine(Struct, frozen=True, kw_only=True):
    """
    One control action: who, when, what, before and after, and its place in the chain.

    ``subject_name`` is what the subject is called now, for people; it is no part of the chain, and empty if there is
    none.
    """

    number: int
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    action: str
    subject: str
    subject_name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    previous: str
    hash: str


class Verification(Struct, frozen=True, kw_only=True):
    """Whether the chain holds, and where it does not."""

    entries: int
    faults: list[str]


@get("/journal", guards=[needs(Permission.SEE_JOURNAL)], tags=["journal"], summary="Control actions, newest first")
async def get_journal(
    db_session: NamedDependency[AsyncSession],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
    area: FromQuery[Area | None] = None,
) -> Page[EntryLine]:
    """Append-only and hash-chained; ballot contents, PINs and badge codes are never in it."""
    query = select(JournalEntry).order_by(JournalEntry.number.desc()).limit(limit + 1)
    if area is not None:
        query = query.where(func.split_part(JournalEntry.action, ".", 1).in_(ACTIONS_OF[area]))
    if cursor is not None:
        (number,) = decode_cursor(cursor, int)
        query = query.where(JournalEntry.number < number)
    rows = (await db_session.scalars(query)).all()
    shown = rows[:limit]
    names = await subject_names(db_session, {row.subject for row in shown})
    lines = [
        EntryLine(
            subject_name=names.get(row.subject, ""),
            **{name: getattr(row, name) for name in EntryLine.__struct_fields__ if name != "subject_name"},
        )
        for row in shown
    ]
    return Page(lines, encode_cursor(lines[-1].number) if len(rows) > limit else None)


@get("/journal/verification", guards=[needs(Permission.SEE_JOURNAL)], tags=["journal"], summary="Does the chain hold?")
async def get_verification(db_session: NamedDependency[AsyncSession]) -> Verification:
    """Walks every entry."""
    entries, faults = 0, []
    async for number, found in verify(db_session):
        entries = number
        faults += [f"entry {fault.number}: {fault.what}" for fault in found]
    return Verification(entries=entries, faults=faults[:100])


HANDLERS = (get_journal, get_verification)

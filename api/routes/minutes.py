"""Minutes of published polls: to be printed and signed, to be calculated with, to be read by machines."""

from typing import Any, NamedTuple
from uuid import UUID

import anyio
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.attachments import PDF, XLSX, attachment
from api.auth.models import Staff
from api.auth.permissions import Permission, Role, needs
from voting.minutes import Minutes, minutes_of
from voting.minutes_sheet import minutes_pdf, minutes_xlsx
from voting.queries import poll_of


class _Named(NamedTuple):
    minutes: Minutes
    name: str


@get("/polls/{id:uuid}/minutes", guards=[needs(Permission.SEE_POLLS)], tags=["polls"], summary="Minutes as data")
async def get_minutes(id: FromPath[UUID], db_session: NamedDependency[AsyncSession]) -> Minutes:
    """Of a published poll: everything that a counting board writes down, under the names of the tellers."""
    return (await _found(db_session, id)).minutes


@get(
    "/polls/{id:uuid}/minutes.pdf",
    guards=[needs(Permission.SEE_POLLS)],
    tags=["polls"],
    summary="Minutes to be signed",
    media_type=PDF,
)
async def get_minutes_pdf(
    id: FromPath[UUID], request: Request[Any, Any, Any], db_session: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """
    A4, in Vietnamese, with room for the signatures of secretary, head of the board and presidium.

    Signed with the organiser's certificate (PAdES), if the server was given one.
    """
    found = await _found(db_session, id)
    pdf = await anyio.to_thread.run_sync(minutes_pdf, found.minutes, request.app.state.seal)
    return attachment(pdf, PDF, f"{found.name}.pdf")


@get(
    "/polls/{id:uuid}/minutes.xlsx",
    guards=[needs(Permission.SEE_POLLS)],
    tags=["polls"],
    summary="Minutes as a table",
    media_type=XLSX,
)
async def get_minutes_xlsx(id: FromPath[UUID], db_session: NamedDependency[AsyncSession]) -> Response[bytes]:
    """One row an option or candidate, with votes as numbers."""
    found = await _found(db_session, id)
    table = await anyio.to_thread.run_sync(minutes_xlsx, found.minutes)
    return attachment(table, XLSX, f"{found.name}.xlsx")


async def _found(session: AsyncSession, poll_id: UUID) -> _Named:
    poll = await poll_of(session, poll_id)
    tellers = select(Staff.name).where(Staff.role == Role.TELLER, Staff.disabled_at.is_(None)).order_by(Staff.name)
    minutes = await minutes_of(session, poll, list(await session.scalars(tellers)))
    return _Named(minutes, f"bien-ban-{poll.number}")


HANDLERS = (get_minutes, get_minutes_pdf, get_minutes_xlsx)

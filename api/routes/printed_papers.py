"""Printed papers of secret polls: tellers hand them out, take them back, and enter what they came to."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from voting import counting, printed
from voting.desk import PollLine, poll_line
from voting.hand_count import HandCount
from voting.printed import Recipient


class HandOut(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom: the number on the badge."""

    number: Annotated[str, Meta(min_length=1, max_length=50, examples=["045"])]


@post(
    "/polls/{id:uuid}/printed-papers",
    guards=[needs(Permission.COUNT_PAPERS)],
    status_code=200,
    tags=["secret polls"],
    summary="Hand out a printed paper",
)
async def post_printed_paper(
    id: FromPath[UUID],
    data: JSONBody[HandOut],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> Recipient:
    """One for each mandate that has no paper on a phone; whoever has all is refused. Late arrivals join here."""
    return await printed.hand_out(db_session, principal.actor, id, data.number, now)


@delete(
    "/polls/{id:uuid}/printed-papers/{number:str}",
    guards=[needs(Permission.COUNT_PAPERS)],
    status_code=200,
    tags=["secret polls"],
    summary="Take a printed paper back",
)
async def delete_printed_paper(
    id: FromPath[UUID],
    number: FromPath[str],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> Recipient:
    """Unmarked, because it went to the wrong person; until the poll closes."""
    return await printed.take_back(db_session, principal.actor, id, number)


@put(
    "/polls/{id:uuid}/hand-count",
    guards=[needs(Permission.COUNT_PAPERS)],
    tags=["secret polls"],
    summary="Enter what the printed papers came to",
)
async def put_hand_count(
    id: FromPath[UUID],
    data: JSONBody[HandCount],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """Two tellers enter it, neither sees the other's; the poll can be published once they agree."""
    poll = await counting.enter_hand_count(db_session, principal.actor, id, data, now=now)
    return await poll_line(db_session, poll)


HANDLERS = (post_printed_paper, delete_printed_paper, put_hand_count)

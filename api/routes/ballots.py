"""Ballots: casting by ``POST`` for whoever cannot hold a socket, and one's own receipts."""

from datetime import datetime
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from voting import queries
from voting.casting import CastBallot, Casting
from voting.intake import Receipt
from voting.paper import Answer, stored_answers


class OwnBallot(Struct, frozen=True, kw_only=True):
    """A ballot of one's own, with what one marked."""

    ballot_id: UUID
    poll_id: UUID
    poll_number: int
    title_vi: str
    title_en: str
    cast_at: datetime
    mandates: int
    answers: list[Answer]


@post("/ballots", guards=[needs(Permission.TAKE_PART)], status_code=200, tags=["voting"], summary="Cast a ballot")
async def post_ballot(
    data: JSONBody[CastBallot],
    request: Request,  # type: ignore[type-arg]
    principal: NamedDependency[Principal],
) -> Receipt:
    """Durable when answered. Sending the same ballot again returns the same receipt; another one is refused."""
    casting: Casting = request.app.state.casting
    return await casting.cast(data, principal.id)


@get("/me/ballots", guards=[needs(Permission.TAKE_PART)], tags=["voting"], summary="My ballots")
async def get_my_ballots(
    db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> list[OwnBallot]:
    """Receipts and marks of one's own, newest first (the limit is 200)."""
    return [
        OwnBallot(
            ballot_id=ballot.id,
            poll_id=poll.id,
            poll_number=poll.number,
            title_vi=poll.title_vi,
            title_en=poll.title_en,
            cast_at=ballot.cast_at,
            mandates=ballot.mandates,
            answers=list(stored_answers(ballot.answers)),
        )
        for ballot, poll in await queries.ballots_by(db_session, principal.id)
    ]


HANDLERS = (post_ballot, get_my_ballots)

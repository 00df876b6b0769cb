"""Polls: preparing them, taking them through their life, and who is missing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.paging import LARGEST_PAGE, Page, decode_cursor, encode_cursor
from voting import queries, service
from voting.commands import Annul, PreparePoll
from voting.life import PollState, Secrecy, Step, steps_from
from voting.models import ElectorateKind, Poll, Visibility
from voting.paper import Paper
from voting.queries import paper_in, poll_of
from voting.states import PublishedTally, poll_on_floor


class PollLine(Struct, frozen=True, kw_only=True):
    """A poll as the console sees it. ``tally`` is there once it is published."""

    id: UUID
    number: int
    title_vi: str
    title_en: str
    item_id: UUID | None
    secrecy: Secrecy
    state: PollState
    paper: Paper
    electorate_kind: ElectorateKind
    late_arrivals: bool
    visibility: Visibility
    seconds: int | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    electorate: int
    present: int | None
    entitled: int | None
    had_quorum: bool | None
    annulled_because: str
    steps: list[Step]
    tally: PublishedTally | None


async def _line(session: AsyncSession, poll: Poll) -> PollLine:
    seen = await poll_on_floor(session, poll) if poll.state is not PollState.DRAFT else None
    return PollLine(
        id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        item_id=poll.item_id,
        secrecy=poll.secrecy,
        state=poll.state,
        paper=paper_in(poll),
        electorate_kind=poll.electorate_kind,
        late_arrivals=poll.late_arrivals,
        visibility=poll.visibility,
        seconds=poll.seconds,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        closed_at=poll.closed_at,
        electorate=await queries.electorate_size(session, poll.id),
        present=poll.present,
        entitled=poll.entitled,
        had_quorum=poll.had_quorum,
        annulled_because=poll.annulled_because,
        steps=list(steps_from(poll.state)),
        tally=seen.tally if seen else None,
    )


@get("/polls", guards=[needs(Permission.SEE_POLLS)], tags=["polls"], summary="Polls")
async def get_polls(
    db_session: NamedDependency[AsyncSession],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[PollLine]:
    """In the order of their numbers."""
    (after,) = decode_cursor(cursor, int) if cursor else (0,)
    rows = await queries.polls(db_session, after=after, limit=limit + 1)
    lines = [await _line(db_session, poll) for poll in rows[:limit]]
    return Page(lines, encode_cursor(lines[-1].number) if len(rows) > limit else None)


@get("/polls/{id:uuid}", guards=[needs(Permission.SEE_POLLS)], tags=["polls"], summary="One poll")
async def get_poll(id: FromPath[UUID], db_session: NamedDependency[AsyncSession]) -> PollLine:
    """With the steps that are possible now, the usual one first."""
    return await _line(db_session, await poll_of(db_session, id))


@get(
    "/polls/targets-paper",
    guards=[needs(Permission.PREPARE_POLLS)],
    tags=["polls"],
    summary="A paper on all targets",
)
async def get_targets_paper(db_session: NamedDependency[AsyncSession]) -> Paper:
    """One motion a target, under the profile's rule for open votes: to be sent to ``PUT /polls/{id}``."""
    return await service.paper_on_all_targets(db_session)


@put("/polls/{id:uuid}", guards=[needs(Permission.PREPARE_POLLS)], tags=["polls"], summary="Prepare a poll")
async def put_poll(
    id: FromPath[UUID],
    data: JSONBody[PreparePoll],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> PollLine:
    """Makes a draft or changes it; the client makes the id, so that a repeat is harmless."""
    return await _line(db_session, await service.prepare(db_session, principal.actor, id, data))


@post(
    "/polls/{id:uuid}/announce",
    guards=[needs(Permission.RUN_POLLS)],
    status_code=200,
    tags=["polls"],
    summary="Announce",
)
async def post_announce(
    id: FromPath[UUID], db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> PollLine:
    """From here on text, rule and electorate are fixed."""
    return await _line(db_session, await service.announce(db_session, principal.actor, id))


@post("/polls/{id:uuid}/open", guards=[needs(Permission.RUN_POLLS)], status_code=200, tags=["polls"], summary="Open")
async def post_open(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """Freezes the electorate; every phone gets the paper."""
    return await _line(db_session, await service.open_poll(db_session, principal.actor, id, now=now))


@post("/polls/{id:uuid}/close", guards=[needs(Permission.RUN_POLLS)], status_code=200, tags=["polls"], summary="Close")
async def post_close(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """Nothing enters after this; it is counted, and shown only when published."""
    return await _line(db_session, await service.close(db_session, principal.actor, id, now=now))


@post(
    "/polls/{id:uuid}/publish",
    guards=[needs(Permission.PUBLISH_POLLS)],
    status_code=200,
    tags=["polls"],
    summary="Publish",
)
async def post_publish(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """Tally and outcome reach every phone and screen."""
    return await _line(db_session, await service.publish(db_session, principal.actor, id, now=now))


@post(
    "/polls/{id:uuid}/annul",
    guards=[needs(Permission.PUBLISH_POLLS)],
    status_code=200,
    tags=["polls"],
    summary="Annul",
)
async def post_annul(
    id: FromPath[UUID],
    data: JSONBody[Annul],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> PollLine:
    """The poll is void; it stays on record with ballots and reason."""
    return await _line(db_session, await service.annul(db_session, principal.actor, id, reason=data.reason))


class MissingLine(Struct, frozen=True, kw_only=True):
    """Somebody who may vote and has not."""

    delegate_id: UUID
    number: str
    full_name: str
    delegation_code: str


@get("/polls/{id:uuid}/missing", guards=[needs(Permission.SEE_POLLS)], tags=["polls"], summary="Who has not voted")
async def get_missing(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    delegation: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[MissingLine]:
    """In the order of delegate numbers. Never what anybody marked."""
    await poll_of(db_session, id)
    (after,) = decode_cursor(cursor, str) if cursor else ("",)
    rows = await queries.missing(db_session, id, delegation=delegation, after=after, limit=limit + 1)
    lines = [MissingLine(**row._asdict()) for row in rows[:limit]]
    return Page(lines, encode_cursor(lines[-1].number) if len(rows) > limit else None)


HANDLERS = (
    get_polls,
    get_poll,
    get_targets_paper,
    put_poll,
    post_announce,
    post_open,
    post_close,
    post_publish,
    post_annul,
    get_missing,
)

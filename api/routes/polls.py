"""Polls: preparing them, taking them through their life, and who is missing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.programme import congress
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.paging import LARGEST_PAGE, Page, decode_cursor, encode_cursor
from voting import drafts, queries, queue, service
from voting.commands import Annul, Confirm, PreparePoll, PutInOrder
from voting.desk import PollLine, poll_line
from voting.election_rules import ElectionRule, Surplus
from voting.paper import Paper
from voting.profile import profile
from voting.queries import poll_of
from voting.rules import MajorityRule


class Rules(Struct, frozen=True, kw_only=True):
    """What questions are decided by under the congress's rules profile (the usual one first), and how it elects."""

    profile: str
    title_vi: str
    title_en: str
    majorities: list[MajorityRule]
    election_rules: list[ElectionRule]
    surplus: Surplus


@get("/polls", guards=[needs(Permission.SEE_POLLS)], tags=["polls"], summary="Polls")
async def get_polls(
    db_session: NamedDependency[AsyncSession],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[PollLine]:
    """In the order of their numbers."""
    (after,) = decode_cursor(cursor, int) if cursor else (0,)
    rows = await queries.polls(db_session, after=after, limit=limit + 1)
    lines = [await poll_line(db_session, poll) for poll in rows[:limit]]
    return Page(lines, encode_cursor(lines[-1].number) if len(rows) > limit else None)


@get("/polls/{id:uuid}", guards=[needs(Permission.SEE_POLLS)], tags=["polls"], summary="One poll")
async def get_poll(id: FromPath[UUID], db_session: NamedDependency[AsyncSession]) -> PollLine:
    """With the steps that are possible now, the usual one first."""
    return await poll_line(db_session, await poll_of(db_session, id))


@get("/rules", guards=[needs(Permission.READ)], tags=["polls"], summary="The rules profile")
async def get_rules(db_session: NamedDependency[AsyncSession]) -> Rules:
    """With text and source of each; a question takes one of them, or a rule of its own."""
    rules = profile((await congress(db_session)).rules_profile)
    return Rules(
        profile=rules.name,
        title_vi=rules.title_vi,
        title_en=rules.title_en,
        majorities=list(rules.majorities),
        election_rules=list(rules.election_rules),
        surplus=rules.surplus,
    )


@get(
    "/polls/targets-paper",
    guards=[needs(Permission.PREPARE_POLLS)],
    tags=["polls"],
    summary="A paper on all targets",
)
async def get_targets_paper(db_session: NamedDependency[AsyncSession]) -> Paper:
    """One motion a target, under the profile's rule for open votes: to be sent to ``PUT /polls/{id}``."""
    return await drafts.paper_on_all_targets(db_session)


@get(
    "/polls/{id:uuid}/next-round",
    guards=[needs(Permission.PREPARE_POLLS)],
    tags=["polls"],
    summary="The run-off or second round",
)
async def get_next_round(id: FromPath[UUID], db_session: NamedDependency[AsyncSession]) -> PreparePoll:
    """What a published poll left open (a tie, empty seats), as a draft for ``PUT /polls/{id}`` of a new id."""
    return await drafts.next_round(db_session, id)


@put("/polls/{id:uuid}", guards=[needs(Permission.PREPARE_POLLS)], tags=["polls"], summary="Prepare a poll")
async def put_poll(
    id: FromPath[UUID],
    data: JSONBody[PreparePoll],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> PollLine:
    """Makes a draft or changes it; the client makes the id, so that a repeat is harmless."""
    return await poll_line(db_session, await service.prepare(db_session, principal.actor, id, data))


@put(
    "/polls/queue", guards=[needs(Permission.PREPARE_POLLS)], status_code=204, tags=["polls"], summary="Queue of polls"
)
async def put_queue(
    data: JSONBody[PutInOrder],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> None:
    """Puts the drafts in the order in which they are meant to be held."""
    await queue.put_in_order(db_session, principal.actor, data.poll_ids)


@post(
    "/polls/{id:uuid}/announce",
    guards=[needs(Permission.RUN_POLLS)],
    status_code=200,
    tags=["polls"],
    summary="Announce",
)
async def post_announce(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """From here on text, rule and electorate are fixed; papers of a secret poll are given out."""
    terms = request.app.state.secret_terms
    return await poll_line(db_session, await service.announce(db_session, principal.actor, id, now=now, terms=terms))


@post("/polls/{id:uuid}/open", guards=[needs(Permission.RUN_POLLS)], status_code=200, tags=["polls"], summary="Open")
async def post_open(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """Freezes the electorate; every phone gets the paper."""
    terms = request.app.state.secret_terms
    return await poll_line(db_session, await service.open_poll(db_session, principal.actor, id, now=now, terms=terms))


@post("/polls/{id:uuid}/close", guards=[needs(Permission.RUN_POLLS)], status_code=200, tags=["polls"], summary="Close")
async def post_close(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """Nothing enters after this; it is counted, and shown only when published."""
    key, terms = request.app.state.congress_key, request.app.state.secret_terms
    closed = await service.close(db_session, principal.actor, id, now=now, key=key, terms=terms)
    return await poll_line(db_session, closed)


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
    return await poll_line(db_session, await service.publish(db_session, principal.actor, id, now=now))


@post(
    "/polls/{id:uuid}/confirm",
    guards=[needs(Permission.CONFIRM_STEPS)],
    status_code=200,
    tags=["polls"],
    summary="Confirm closing or publishing",
)
async def post_confirm(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    data: JSONBody[Confirm],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> PollLine:
    """In a poll of ``two_persons``: the chair's or a teller's word. With the other's the step is taken."""
    key, terms = request.app.state.congress_key, request.app.state.secret_terms
    poll = await service.confirm(db_session, principal.actor, id, data.step, now=now, key=key, terms=terms)
    return await poll_line(db_session, poll)


@post(
    "/polls/{id:uuid}/annul",
    guards=[needs(Permission.PUBLISH_POLLS)],
    status_code=200,
    tags=["polls"],
    summary="Annul",
)
async def post_annul(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    data: JSONBody[Annul],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> PollLine:
    """The poll is void; it stays on record with ballots and reason."""
    terms = request.app.state.secret_terms
    annulled = await service.annul(db_session, principal.actor, id, reason=data.reason, terms=terms)
    return await poll_line(db_session, annulled)


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
    poll = await poll_of(db_session, id)
    (after,) = decode_cursor(cursor, str) if cursor else ("",)
    rows = await queries.missing(db_session, poll, delegation=delegation, after=after, limit=limit + 1)
    lines = [MissingLine(**row._asdict()) for row in rows[:limit]]
    return Page(lines, encode_cursor(lines[-1].number) if len(rows) > limit else None)


HANDLERS = (
    get_polls,
    put_queue,
    get_poll,
    get_rules,
    get_targets_paper,
    get_next_round,
    put_poll,
    post_announce,
    post_open,
    post_close,
    post_publish,
    post_confirm,
    post_annul,
    get_missing,
)

"""Nominations: the chair opens and closes them, delegates nominate, stand and withdraw, the desk settles the list."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from voting import nominating, nomination_queries, slate
from voting.desk import PollLine, poll_line
from voting.nomination_states import (
    MyNominations,
    NominationsAtDesk,
    render_my_nominations,
    render_nominations_at_desk,
)
from voting.nominations import Candidacy, CandidateOrder

FOUND = 20  # more names than anybody reads to find one


class AnswerNomination(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a nominee says: whether they stay on the list, or withdraw."""

    stays: bool


class SettleNominee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a nominee goes on the paper."""

    is_left_out: bool


class MakeCandidates(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which order the candidates stand on the paper."""

    order: CandidateOrder = CandidateOrder.GIVEN_NAME


class NominableLine(Struct, frozen=True, kw_only=True):
    """Somebody who can be nominated."""

    delegate_id: UUID
    number: str
    full_name: str
    delegation: str


@post(
    "/polls/{id:uuid}/nominations/open",
    guards=[needs(Permission.CALL_NOMINATIONS)],
    status_code=200,
    tags=["nominations"],
    summary="Open nominations",
)
async def post_open_nominations(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> NominationsAtDesk:
    """For the one election of a draft; again, if they were closed. Every phone is told."""
    await nominating.open_nominations(db_session, principal.actor, id, now=now)
    return await render_nominations_at_desk(db_session, id)


@post(
    "/polls/{id:uuid}/nominations/close",
    guards=[needs(Permission.CALL_NOMINATIONS)],
    status_code=200,
    tags=["nominations"],
    summary="Close nominations",
)
async def post_close_nominations(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> NominationsAtDesk:
    """Nobody is nominated after this; whoever is on the list can withdraw until the poll opens."""
    await nominating.close_nominations(db_session, principal.actor, id, now=now)
    return await render_nominations_at_desk(db_session, id)


@put(
    "/polls/{id:uuid}/nominees/{delegate_id:uuid}",
    guards=[needs(Permission.SETTLE_CANDIDATES)],
    tags=["nominations"],
    summary="Decide on a nominee",
)
async def put_nominee(
    id: FromPath[UUID],
    delegate_id: FromPath[UUID],
    data: JSONBody[SettleNominee],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> NominationsAtDesk:
    """Whether they go on the paper. Nobody is taken off the list."""
    await nominating.leave_out(db_session, principal.actor, id, delegate_id, be_out=data.is_left_out)
    return await render_nominations_at_desk(db_session, id)


@post(
    "/polls/{id:uuid}/candidates",
    guards=[needs(Permission.SETTLE_CANDIDATES)],
    status_code=200,
    tags=["nominations"],
    summary="Make the poll's candidates of its nominees",
)
async def post_candidates(
    id: FromPath[UUID],
    data: JSONBody[MakeCandidates],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> PollLine:
    """With what the roster says of them. Candidates typed in by hand stay; who withdrew or is left out goes."""
    poll = await slate.make_candidates(db_session, principal.actor, id, data.order)
    return await poll_line(db_session, poll)


@get(
    "/nominable",
    guards=[needs(Permission.TAKE_PART)],
    tags=["nominations"],
    summary="Find somebody to nominate",
)
async def get_nominable(
    db_session: NamedDependency[AsyncSession],
    search: Annotated[str, QueryParameter(min_length=1, max_length=100, examples=[Example(value="hong anh")])],
) -> list[NominableLine]:
    """Official delegates by name or number, at most twenty, by given name. Searching needs no tone marks."""
    found = await nomination_queries.nominable(db_session, search, limit=FOUND)
    return [NominableLine(**one._asdict()) for one in found]


@put(
    "/polls/{id:uuid}/nominations/{delegate_id:uuid}",
    guards=[needs(Permission.TAKE_PART)],
    tags=["nominations"],
    summary="Nominate somebody, or stand",
)
async def put_nomination(
    id: FromPath[UUID],
    delegate_id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> MyNominations:
    """With one's own id one stands (ứng cử). Each person is on the list once; sending it again is harmless."""
    await nominating.nominate(db_session, principal.actor, id, delegate_id, now=now)
    return await render_my_nominations(db_session, principal.id)


@put(
    "/polls/{id:uuid}/candidacy",
    guards=[needs(Permission.TAKE_PART)],
    tags=["nominations"],
    summary="Accept a nomination, or withdraw",
)
async def put_candidacy(
    id: FromPath[UUID],
    data: JSONBody[AnswerNomination],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> MyNominations:
    """One's own, until the poll opens. Whoever withdrew comes back only while people are nominated."""
    candidacy = Candidacy.ACCEPTED if data.stays else Candidacy.WITHDRAWN
    await nominating.answer(db_session, principal.actor, id, candidacy, now=now)
    return await render_my_nominations(db_session, principal.id)


HANDLERS = (
    post_open_nominations,
    post_close_nominations,
    put_nominee,
    post_candidates,
    get_nominable,
    put_nomination,
    put_candidacy,
)

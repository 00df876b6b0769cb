"""What is published of nominations: that they are open, who is on the list, and what concerns one delegate."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.states import Audience, State
from voting import nomination_queries as queries
from voting.errors import NoSuchPoll
from voting.life import PollState
from voting.models import Poll
from voting.nomination_models import Nomination, NominationCall, Nominee
from voting.nominations import Candidacy, names_on
from voting.queries import poll_of


class NominationsOnFloor(Struct, frozen=True, kw_only=True):
    """
    An election that people are nominated for (``is_open``), or were, and that has not opened yet: until then whoever is
    on its list can withdraw.
    """

    poll_id: UUID
    number: int
    title_vi: str
    title_en: str
    seats: int
    is_open: bool


class NomineeOnList(Struct, frozen=True, kw_only=True):
    """One nominee as everybody in the hall sees them. ``times`` is how many have nominated them."""

    delegate_id: UUID
    number: str
    full_name: str
    delegation: str
    candidacy: Candidacy
    stands: bool  # themselves (ứng cử)
    times: int


class Nominations(State, frozen=True, kw_only=True):
    """Who is on the list of an election, in the order in which they were nominated; for delegates."""

    topic: ClassVar[str] = "nominations/{poll_id}"
    audience: ClassVar[Audience] = Audience.FLOOR
    every_ms: ClassVar[int] = 500

    poll_id: UUID
    is_open: bool
    nominees: list[NomineeOnList]


class NomineeAtDesk(Struct, frozen=True, kw_only=True):
    """
    One nominee as the console decides on them: ``by`` are the first who nominated them, ``times`` is how many did.

    ``is_left_out`` is the decision not to put them on the paper, ``is_on_paper`` whether the draft names them now.
    """

    delegate_id: UUID
    number: str
    full_name: str
    birth_year: int | None
    position: str
    delegation: str
    candidacy: Candidacy
    stands: bool
    by: list[str]
    times: int
    is_left_out: bool
    is_on_paper: bool


class NominationsAtDesk(State, frozen=True, kw_only=True):
    """
    The nominations of a poll for the console. ``takes`` says whether the poll, as it stands, has one election to
    nominate for; ``opened_at`` is ``None`` as long as nobody was called on to.
    """

    topic: ClassVar[str] = "desk-nominations/{poll_id}"
    audience: ClassVar[Audience] = Audience.DESK
    every_ms: ClassVar[int] = 500

    poll_id: UUID
    takes: bool
    seats: int
    is_open: bool
    opened_at: datetime | None
    closed_at: datetime | None
    nominees: list[NomineeAtDesk]


class MyNominationsIn(Struct, frozen=True, kw_only=True):
    """
    One delegate in one election: whom they nominated, and whether they are nominated themselves (``candidacy``), by
    whom (the first of them) and how often.
    """

    poll_id: UUID
    candidacy: Candidacy | None
    stands: bool
    by: list[str]
    times: int
    nominated: list[UUID]


class MyNominations(State, frozen=True, kw_only=True):
    """What concerns one delegate in the nominations that are on the floor."""

    topic: ClassVar[str] = "my-nominations/{delegate_id}"
    audience: ClassVar[Audience] = Audience.OWNER
    kept: ClassVar[bool] = False

    delegate_id: UUID
    polls: list[MyNominationsIn]


async def nominations_on_floor(session: AsyncSession) -> list[NominationsOnFloor]:
    """Elections that have not opened yet, and for which people are or were nominated; the newest twenty."""
    rows = await session.execute(
        select(Poll, NominationCall.is_open)
        .join(NominationCall, NominationCall.poll_id == Poll.id)
        .where(Poll.state.in_([PollState.DRAFT, PollState.ANNOUNCED]))
        .order_by(Poll.number.desc())
        .limit(20)
    )
    return [
        NominationsOnFloor(
            poll_id=poll.id,
            number=poll.number,
            title_vi=poll.title_vi,
            title_en=poll.title_en,
            seats=question.max_marks,
            is_open=is_open,
        )
        for poll, is_open in rows.all()[::-1]
        if (question := queries.election_in(poll))
    ]


async def render_nominations(session: AsyncSession, poll_id: UUID) -> Nominations:
    """The list. Raises :class:`NoSuchPoll` if nobody is called on to nominate: drafts are seen by nobody."""
    call = await session.get(NominationCall, poll_id)
    if call is None:
        raise NoSuchPoll(poll_id=poll_id)
    by = await queries.nominators(session, poll_id)
    return Nominations(
        poll_id=poll_id,
        is_open=call.is_open,
        nominees=[
            NomineeOnList(
                delegate_id=row.nominee.delegate_id,
                number=row.number,
                full_name=row.full_name,
                delegation=row.delegation,
                candidacy=row.nominee.candidacy,
                stands=by[row.nominee.delegate_id].stands,
                times=by[row.nominee.delegate_id].times,
            )
            for row in await queries.nominees(session, poll_id)
        ],
    )


async def render_nominations_at_desk(session: AsyncSession, poll_id: UUID) -> NominationsAtDesk:
    """The list with all that there is to decide by. Raises :class:`NoSuchPoll`."""
    poll = await poll_of(session, poll_id)
    question = queries.election_in(poll)
    call = await session.get(NominationCall, poll_id)
    by = await queries.nominators(session, poll_id)
    return NominationsAtDesk(
        poll_id=poll_id,
        takes=question is not None,
        seats=question.max_marks if question else 0,
        is_open=call is not None and call.is_open,
        opened_at=call.opened_at if call else None,
        closed_at=call.closed_at if call else None,
        nominees=[
            NomineeAtDesk(
                delegate_id=row.nominee.delegate_id,
                number=row.number,
                full_name=row.full_name,
                birth_year=row.birth_year,
                position=row.position,
                delegation=row.delegation,
                candidacy=row.nominee.candidacy,
                stands=by[row.nominee.delegate_id].stands,
                by=by[row.nominee.delegate_id].names,
                times=by[row.nominee.delegate_id].times,
                is_left_out=row.nominee.is_left_out,
                is_on_paper=question is not None and names_on(question, [row.listed]) != [],
            )
            for row in await queries.nominees(session, poll_id)
        ],
    )


async def render_my_nominations(session: AsyncSession, delegate_id: UUID) -> MyNominations:
    """One delegate's part."""
    return MyNominations(
        delegate_id=delegate_id,
        polls=[await _mine_in(session, one.poll_id, delegate_id) for one in await nominations_on_floor(session)],
    )


async def _mine_in(session: AsyncSession, poll_id: UUID, delegate_id: UUID) -> MyNominationsIn:
    nominee = await session.get(Nominee, (poll_id, delegate_id))
    by = (await queries.nominators(session, poll_id, delegate_id)).get(delegate_id) if nominee else None
    others = Nomination.nominee_id != delegate_id
    made = select(Nomination.nominee_id).where(
        Nomination.poll_id == poll_id, Nomination.nominator_id == delegate_id, others
    )
    return MyNominationsIn(
        poll_id=poll_id,
        candidacy=nominee.candidacy if nominee else None,
        stands=by is not None and by.stands,
        by=by.names if by else [],
        times=by.times if by else 0,
        nominated=list(await session.scalars(made.order_by(Nomination.nominated_at))),
    )

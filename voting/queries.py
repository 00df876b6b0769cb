"""What voting reads."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from delegates.models import Delegate, Delegation
from voting.errors import NoSuchPoll
from voting.life import PollState
from voting.models import Ballot, Poll, Turnout, Voter
from voting.outcome import Outcome
from voting.paper import Answer, Paper, stored_answers
from voting.tally import Tally


class PollResult(Struct, frozen=True, kw_only=True):
    """What a poll came to, as stored when it closed."""

    tally: Tally
    outcomes: tuple[Outcome, ...]
    electorate: int  # people who could vote, late arrivals included


def paper_in(poll: Poll) -> Paper:
    """The paper of a row."""
    return msgspec.convert(poll.paper, Paper)


def result_in(poll: Poll) -> PollResult | None:
    """The result of a row, if it has been counted."""
    return msgspec.convert(poll.result, PollResult) if poll.result is not None else None


async def poll_of(session: AsyncSession, poll_id: UUID, *, lock: bool = False) -> Poll:
    """The poll, its row locked if asked for. Raises :class:`NoSuchPoll`."""
    poll = await session.get(Poll, poll_id, with_for_update=lock or None, populate_existing=True)
    if poll is None:
        raise NoSuchPoll(poll_id=poll_id)
    return poll


async def paper_of(session: AsyncSession, poll_id: UUID) -> tuple[PollState, Paper]:
    """A poll's state and paper. Raises :class:`NoSuchPoll`."""
    poll = await poll_of(session, poll_id)
    return poll.state, paper_in(poll)


async def polls(session: AsyncSession, *, after: int, limit: int) -> Sequence[Poll]:
    """Polls in the order of their numbers, beginning behind ``after``."""
    return (await session.scalars(select(Poll).where(Poll.number > after).order_by(Poll.number).limit(limit))).all()


async def polls_on_the_floor(session: AsyncSession) -> Sequence[Poll]:
    """Polls that concern everybody now: announced and open ones, the newest twenty."""
    return (
        await session.scalars(
            select(Poll)
            .where(Poll.state.in_([PollState.ANNOUNCED, PollState.OPEN]))
            .order_by(Poll.number.desc())
            .limit(20)
        )
    ).all()[::-1]


async def electorate_size(session: AsyncSession, poll_id: UUID) -> int:
    """People who may vote in a poll."""
    found = await session.scalar(select(func.count()).select_from(Voter).where(Voter.poll_id == poll_id))
    return found or 0


async def turnout_of(session: AsyncSession, poll_id: UUID) -> int:
    """Ballots that are in."""
    return await session.scalar(select(Turnout.ballots).where(Turnout.poll_id == poll_id)) or 0


async def ballots_of(session: AsyncSession, poll_id: UUID) -> AsyncIterator[tuple[tuple[Answer, ...], int]]:
    """Every ballot of a poll, as counting wants them: answers and mandates."""
    query = select(Ballot.answers, Ballot.mandates).where(Ballot.poll_id == poll_id)
    rows = await session.stream(query.execution_options(yield_per=1000))
    async for part in rows.partitions():  # not row by row: that is a switch of context for each
        for row in part:
            yield stored_answers(row.answers), row.mandates


class DelegationTurnout(NamedTuple):
    """How far one delegation has come, in people."""

    code: str
    name: str
    voters: int
    ballots: int


async def turnout_by_delegation(session: AsyncSession, poll_id: UUID) -> list[DelegationTurnout]:
    """People who may vote and who have, a delegation at a time."""
    rows = await session.execute(
        select(Delegation.code, Delegation.name, func.count(Voter.delegate_id), func.count(Ballot.id))
        .join(Delegation, Delegation.id == Voter.delegation_id)
        .outerjoin(Ballot, (Ballot.poll_id == Voter.poll_id) & (Ballot.voter_id == Voter.delegate_id))
        .where(Voter.poll_id == poll_id)
        .group_by(Delegation.code, Delegation.name)
        .order_by(Delegation.code)
    )
    return [DelegationTurnout(*row) for row in rows]


class MissingVoter(NamedTuple):
    """Somebody who may vote and has not. Never what anybody marked."""

    delegate_id: UUID
    number: str
    full_name: str
    delegation_code: str


async def missing(
    session: AsyncSession, poll_id: UUID, *, delegation: str | None, after: str, limit: int
) -> list[MissingVoter]:
    """Who has not voted yet, in the order of delegate numbers, beginning behind ``after``."""
    query = (
        select(Delegate.id, Delegate.number, Delegate.full_name, Delegation.code)
        .join(Voter, Voter.delegate_id == Delegate.id)
        .join(Delegation, Delegation.id == Voter.delegation_id)
        .outerjoin(Ballot, (Ballot.poll_id == Voter.poll_id) & (Ballot.voter_id == Voter.delegate_id))
        .where(Voter.poll_id == poll_id, Ballot.id.is_(None), Delegate.number > after)
        .order_by(Delegate.number)
        .limit(limit)
    )
    if delegation is not None:
        query = query.where(Delegation.code == delegation)
    return [MissingVoter(*row) for row in await session.execute(query)]


async def ballots_by(session: AsyncSession, delegate_id: UUID) -> list[tuple[Ballot, Poll]]:
    """A delegate's own ballots with their polls, newest first."""
    rows = await session.execute(
        select(Ballot, Poll)
        .join(Poll, Poll.id == Ballot.poll_id)
        .where(Ballot.voter_id == delegate_id)
        .order_by(Ballot.cast_at.desc())
        .limit(200)
    )
    return [(ballot, poll) for ballot, poll in rows]

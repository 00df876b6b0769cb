"""What voting reads."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from delegates.models import Delegate, Delegation
from voting.errors import NoSuchPoll
from voting.hand_count import HandCount
from voting.life import PollState, Secrecy
from voting.models import Ballot, Poll, Voter
from voting.outcome import Outcome
from voting.paper import Answer, Paper, stored_answers
from voting.record import entry, leaves_in_order
from voting.secret_models import IssuedPaper
from voting.tally import Tally
from voting.tree import leaf_hash


class PollResult(Struct, frozen=True, kw_only=True):
    """What a poll came to, as stored when it closed."""

    tally: Tally
    outcomes: tuple[Outcome, ...]
    electorate: int  # people who could vote, late arrivals included
    hand: HandCount | None = None  # the part of the tally that tellers counted on printed papers


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


async def ballots_of(session: AsyncSession, poll_id: UUID) -> AsyncIterator[tuple[tuple[Answer, ...], int]]:
    """Every ballot of a poll, as counting wants them: answers and mandates."""
    query = select(Ballot.answers, Ballot.mandates).where(Ballot.poll_id == poll_id)
    rows = await session.stream(query.execution_options(yield_per=1000))
    async for part in rows.partitions():  # not row by row: that is a switch of context for each
        for row in part:
            yield stored_answers(row.answers), row.mandates


async def leaves_of(session: AsyncSession, poll_id: UUID) -> list[bytes]:
    """The leaves of the tree over all ballots of a poll."""
    answers = cast(Ballot.answers, Text)  # as it came: canonical, and nothing is read and written again
    query = select(Ballot.id, Ballot.voter_id, Ballot.mandates, answers).where(Ballot.poll_id == poll_id)
    rows = await session.execute(query)
    return leaves_in_order(
        entry(poll_id, ballot_id, voter_id, mandates, text.encode()) for ballot_id, voter_id, mandates, text in rows
    )


async def leaf_of(session: AsyncSession, poll_id: UUID, voter_id: UUID) -> bytes | None:
    """The leaf of one voter's ballot, if there is one."""
    answers = cast(Ballot.answers, Text)
    query = select(Ballot.id, Ballot.mandates, answers).where(Ballot.poll_id == poll_id, Ballot.voter_id == voter_id)
    row = (await session.execute(query)).one_or_none()
    return leaf_hash(entry(poll_id, row[0], voter_id, row[1], row[2].encode())) if row else None


class DelegationTurnout(NamedTuple):
    """How far one delegation has come, in people."""

    code: str
    name: str
    voters: int
    ballots: int


async def turnout_by_delegation(session: AsyncSession, poll: Poll) -> list[DelegationTurnout]:
    """People who may vote and who have (in a secret poll: who have a paper), a delegation at a time."""
    deed, by_whom = _deed(poll)
    rows = await session.execute(
        select(Delegation.code, Delegation.name, func.count(Voter.delegate_id), func.count(deed.voter_id))
        .join(Delegation, Delegation.id == Voter.delegation_id)
        .outerjoin(deed, by_whom)
        .where(Voter.poll_id == poll.id)
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
    session: AsyncSession, poll: Poll, *, delegation: str | None, after: str, limit: int
) -> list[MissingVoter]:
    """
    Who has not voted yet (in a secret poll: who has no paper), in the order of delegate numbers, beginning behind
    ``after``.
    """
    deed, by_whom = _deed(poll)
    query = (
        select(Delegate.id, Delegate.number, Delegate.full_name, Delegation.code)
        .join(Voter, Voter.delegate_id == Delegate.id)
        .join(Delegation, Delegation.id == Voter.delegation_id)
        .outerjoin(deed, by_whom)
        .where(Voter.poll_id == poll.id, deed.voter_id.is_(None), Delegate.number > after)
        .order_by(Delegate.number)
        .limit(limit)
    )
    if delegation is not None:
        query = query.where(Delegation.code == delegation)
    return [MissingVoter(*row) for row in await session.execute(query)]


def _deed(poll: Poll) -> tuple[type[Ballot] | type[IssuedPaper], ColumnElement[bool]]:
    """What a voter is known to have done in a poll, and how it belongs to them: cast a ballot, or taken a paper."""
    if poll.secrecy is Secrecy.SECRET:
        mine = (IssuedPaper.poll_id == Voter.poll_id) & (IssuedPaper.voter_id == Voter.delegate_id)
        return IssuedPaper, mine & (IssuedPaper.mandate == 1)
    return Ballot, (Ballot.poll_id == Voter.poll_id) & (Ballot.voter_id == Voter.delegate_id)


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

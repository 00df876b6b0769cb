"""
Changing: a recorded ballot replaced by its voter until the poll closes, where the poll allows it.

Rare, and so a transaction each beside the intake's batches. The phone names the ballot that it replaces: a first cast
whose answer was lost may come again after the change, and must not undo it. The journal keeps that a ballot was
changed, not what was on it.
"""

from uuid import UUID

from sqlalchemy import JSON, Text, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda import journal
from agenda.journal import Actor
from delegates.models import Delegate, Presence
from realtime.touch import touch
from voting import barrier, queries
from voting.entrance import Entrance
from voting.errors import AlreadyVoted, BallotIdTaken, BallotStands, NoBallotOfYours, NotPresent, PollClosed
from voting.intake import Cast, Receipt
from voting.life import PollState
from voting.models import Ballot, ElectorateKind, Poll

LANES = 4  # transactions at a time; each takes the journal's lock, and more would only wait for it


class Changes:
    """The way in for changed ballots. Bounded: past ``capacity`` it says it is busy."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], *, capacity: int = 1000) -> None:
        self._sessions = sessions
        self._entrance = Entrance(LANES, capacity=capacity)

    async def change(self, ballot: Cast, replaces: UUID) -> Receipt:
        """
        Put ``ballot`` in the place of the one called ``replaces``. Returns when it is durable; a repeat is harmless.

        Raises:
            NoBallotOfYours: there is nothing to change.
            BallotStands: the poll takes no changes.
            AlreadyVoted: the ballot has been changed meanwhile, on another phone.
            BallotIdTaken: the same id came with other marks.
            PollClosed, NotPresent: it is too late, or the voter has left.
            IntakeBusy: too many wait.
        """
        with self._entrance:
            async with self._entrance.lane, self._sessions.begin() as session:
                return await _change(session, ballot, replaces)


async def _change(session: AsyncSession, ballot: Cast, replaces: UUID) -> Receipt:
    await barrier.hold_together(session, ballot.poll_id)
    poll = await queries.poll_of(session, ballot.poll_id)
    is_mine = (Ballot.poll_id == ballot.poll_id) & (Ballot.voter_id == ballot.voter_id)
    stored = select(Ballot.id, Ballot.cast_at, cast(Ballot.answers, Text)).where(is_mine)
    mine = (await session.execute(stored.with_for_update())).one_or_none()
    if mine is None:
        raise NoBallotOfYours
    ballot_id, cast_at, answers = mine
    if ballot_id == ballot.ballot_id:
        if answers != ballot.answers:
            raise BallotIdTaken
        return Receipt(ballot_id=ballot_id, poll_id=poll.id, cast_at=cast_at)
    if not poll.may_change:
        raise BallotStands
    if ballot_id != replaces:
        raise AlreadyVoted
    await _check_time_and_place(session, poll, ballot.voter_id)
    changed = update(Ballot).where(is_mine)
    content = cast(literal(ballot.answers, Text), JSON)
    values = {"id": ballot.ballot_id, "answers": content, "cast_at": func.clock_timestamp()}
    cast_at = (await session.execute(changed.values(values).returning(Ballot.cast_at))).scalar_one()
    name = await session.scalar(select(Delegate.full_name).where(Delegate.id == ballot.voter_id)) or ""
    voter = Actor(kind="delegate", id=ballot.voter_id, name=name)
    await journal.record(session, voter, "poll.ballot_changed", subject=f"poll/{poll.id}")
    await touch(session, f"tally/{poll.id}", "screen/*", f"me/{ballot.voter_id}")
    return Receipt(ballot_id=ballot.ballot_id, poll_id=poll.id, cast_at=cast_at)


async def _check_time_and_place(session: AsyncSession, poll: Poll, voter_id: UUID) -> None:
    """The poll is open by the database's clock, as for the intake, and the voter is where voters have to be."""
    now = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    if poll.state is not PollState.OPEN or (poll.closes_at is not None and poll.closes_at <= now):
        raise PollClosed
    if poll.electorate_kind is ElectorateKind.PRESENT:
        there = (Presence.sitting_id == poll.sitting_id) & (Presence.delegate_id == voter_id)
        if not await session.scalar(select(Presence.is_present).where(there)):
            raise NotPresent

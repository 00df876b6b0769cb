"""
Intake: where ballots of recorded polls come in.

Casts that arrive while commits are under way go together into the next (natural batching, no timer). One batch is one
transaction: barrier, standing of each voter, insert, turnout, touch, commit; only then does any caller hear. The phone
picks ``ballot_id``, so that a repeat after a lost answer finds its row and gets the same receipt.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import structlog
from msgspec import Struct
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from realtime.touch import CHANNEL
from voting.barrier import barrier_key
from voting.batches import Batches, answer_each, driver_of
from voting.errors import (
    AlreadyVoted,
    BallotIdTaken,
    IntakeBusy,
    NoSuchPoll,
    NotEntitled,
    NotPresent,
    PollClosed,
    PollNotOpen,
    VotingError,
)
from voting.life import PollState

LANES = 2  # batches under way at the same time: Postgres works on one while this process answers the other
_ATTEMPTS = 6  # of a batch whose connection breaks; repeating is harmless
_RETRY_IN_S = 2

_PASSING = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,  # the database is told to stop
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,  # a deadlock after all
    DBAPIError,
)
_log = structlog.get_logger("voting.intake")


class Cast(NamedTuple):
    """A ballot on its way in. ``answers`` is the canonical JSON of a paper that has been checked."""

    ballot_id: UUID
    poll_id: UUID
    voter_id: UUID
    answers: str


class Receipt(Struct, frozen=True, kw_only=True):
    """The ballot is durable and will be counted. The same ballot sent again gets the same receipt."""

    ballot_id: UUID
    poll_id: UUID
    cast_at: datetime


class Standing(NamedTuple):
    """What the database says about a cast that was not put in."""

    state: str | None
    deadline_passed: bool
    is_voter: bool
    is_present: bool
    ballot_id: UUID | None  # of the ballot that this voter has cast in this poll
    cast_at: datetime | None
    is_same: bool  # whether that ballot holds these answers


def answer_to(cast: Cast, standing: Standing) -> Receipt | VotingError:
    """
    What the caller of a cast that was not put in hears. Pure.

    A repeat is answered with its receipt whatever has happened since: closing does not take a ballot back.
    """
    if standing.state is None:
        return NoSuchPoll(poll_id=cast.poll_id)
    if standing.ballot_id == cast.ballot_id:
        if not standing.is_same:
            return BallotIdTaken()
        assert standing.cast_at is not None
        return Receipt(ballot_id=cast.ballot_id, poll_id=cast.poll_id, cast_at=standing.cast_at)
    if standing.ballot_id is not None:
        return AlreadyVoted()
    if standing.state != PollState.OPEN:
        return PollClosed() if standing.state in _OVER else PollNotOpen(state=standing.state)
    if standing.deadline_passed:
        return PollClosed()
    if not standing.is_voter:
        return NotEntitled()
    if not standing.is_present:
        return NotPresent()
    # Everything is in order now: it was not a moment ago (a check-in came between). The phone sends again.
    return IntakeBusy(retry_in_s=1)


_OVER = frozenset({PollState.CLOSED, PollState.PUBLISHED, PollState.ANNULLED})

# The lock comes in a statement of its own before this one: see voting.barrier.
_INSERT = f"""
WITH given AS (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[]) WITH ORDINALITY AS given (id, voter_id, answers, place)
), open AS (
    SELECT id, sitting_id, electorate_kind FROM poll
    WHERE id = $1 AND state = 'open' AND secrecy = 'recorded'
      AND (closes_at IS NULL OR closes_at > clock_timestamp())
), fresh AS (
    INSERT INTO ballot (id, poll_id, voter_id, mandates, answers, cast_at)
    SELECT given.id, open.id, voter.delegate_id, voter.mandates, given.answers::json, clock_timestamp()
    FROM open
    CROSS JOIN given
    JOIN voter ON voter.poll_id = open.id AND voter.delegate_id = given.voter_id
    LEFT JOIN presence
      ON presence.sitting_id = open.sitting_id AND presence.delegate_id = given.voter_id
    WHERE open.electorate_kind <> 'present' OR presence.is_present
    -- Every process in one order: batches do not deadlock. Of two papers of one voter the first goes in.
    ORDER BY given.voter_id, given.place
    ON CONFLICT DO NOTHING
    RETURNING id, voter_id, mandates, cast_at
), counted AS (
    UPDATE turnout
    SET ballots = turnout.ballots + (SELECT count(*) FROM fresh),
        mandates = turnout.mandates + (SELECT coalesce(sum(mandates), 0) FROM fresh)
    WHERE poll_id = $1 AND EXISTS (SELECT FROM fresh)
), told AS MATERIALIZED (
    SELECT pg_notify('{CHANNEL}', topic) FROM unnest($5::text[]) AS topic WHERE EXISTS (SELECT FROM fresh)
)
SELECT id, voter_id, cast_at, (SELECT count(*) FROM told) FROM fresh
"""  # noqa: S608 - the channel is a constant

_STANDINGS = """
SELECT poll.state, poll.closes_at IS NOT NULL AND poll.closes_at <= clock_timestamp(),
       voter.delegate_id IS NOT NULL,
       poll.electorate_kind <> 'present' OR coalesce(presence.is_present, false),
       own.id, own.cast_at, coalesce(own.answers::text = given.answers, false)
FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS given (voter_id, answers, place)
LEFT JOIN poll ON poll.id = $1
LEFT JOIN voter ON voter.poll_id = $1 AND voter.delegate_id = given.voter_id
LEFT JOIN presence ON presence.sitting_id = poll.sitting_id AND presence.delegate_id = given.voter_id
LEFT JOIN ballot AS own ON own.poll_id = $1 AND own.voter_id = given.voter_id
ORDER BY given.place
"""


async def put_in(connection: asyncpg.Connection, poll_id: UUID, casts: Sequence[Cast]) -> list[Receipt | VotingError]:
    """
    One batch of casts of one poll, in one transaction on ``connection``; the answers in the order of the casts.

    May be repeated after a lost connection: what the first try committed is found.
    """
    ids = [cast.ballot_id for cast in casts]
    voters = [cast.voter_id for cast in casts]
    answers = [cast.answers for cast in casts]
    topics = [f"tally/{poll_id}", f"missing/{poll_id}", "screen/*"]
    async with connection.transaction(isolation="read_committed"):
        await connection.execute("SELECT pg_advisory_xact_lock_shared($1)", barrier_key(poll_id))
        fresh = await connection.fetch(_INSERT, poll_id, ids, voters, answers, topics)
    cast_at = {(row["id"], row["voter_id"]): row["cast_at"] for row in fresh}
    found: list[Receipt | VotingError | None] = []
    for cast in casts:
        # Popped, because the same ballot may stand in the batch twice: the other one is looked at below.
        at = cast_at.pop((cast.ballot_id, cast.voter_id), None)
        found.append(at and Receipt(ballot_id=cast.ballot_id, poll_id=poll_id, cast_at=at))
    rest = [place for place, answer in enumerate(found) if answer is None]
    if rest:
        rows = await connection.fetch(_STANDINGS, poll_id, [voters[n] for n in rest], [answers[n] for n in rest])
        for place, row in zip(rest, rows, strict=True):
            found[place] = answer_to(casts[place], Standing(*row))
    return [answer for answer in found if answer is not None]


class Intake:
    """The one way in for recorded ballots, in each process. Bounded: past ``capacity`` it says it is busy."""

    def __init__(self, engine: AsyncEngine, *, capacity: int, observe: Callable[[int], None] | None = None) -> None:
        """``observe`` hears the size of each committed batch."""
        self._engine, self._capacity, self._observe = engine, capacity, observe
        self._casts: Batches[Cast, Receipt] = Batches()
        self._waiting = 0
        self._arrived = asyncio.Event()
        self._lanes: list[asyncio.Task[None]] = []
        self._ends = False

    def start(self) -> None:
        """Begin to take ballots in."""
        self._ends = False
        self._lanes = [asyncio.create_task(self._work(), name=f"intake {lane}") for lane in range(LANES)]

    async def stop(self) -> None:
        """Finish what has come in, then end. Nothing waits unanswered."""
        self._ends = True
        self._arrived.set()
        lanes, self._lanes = self._lanes, []
        await asyncio.gather(*lanes)

    @property
    def is_running(self) -> bool:
        """Whether ballots are taken."""
        return bool(self._lanes) and not any(lane.done() for lane in self._lanes)

    @property
    def waiting(self) -> int:
        """Ballots that wait for a commit."""
        return self._waiting

    async def cast(self, cast: Cast) -> Receipt:
        """
        Put one ballot in. Returns when it is durable.

        Raises :class:`~voting.errors.VotingError`: why it was refused. Giving up waiting does not take the ballot back.
        """
        if not self._lanes or self._waiting >= self._capacity:
            raise IntakeBusy(retry_in_s=_RETRY_IN_S)
        answer = self._casts.add(cast.poll_id, cast)
        self._waiting += 1
        self._arrived.set()
        return await answer

    async def _work(self) -> None:
        """One lane: a batch at a time, on a connection of its own."""
        line = _Line(self._engine)
        while True:
            if self._casts:
                poll_id, batch = self._casts.next()
                answers = await line.put_in(poll_id, [waiting.item for waiting in batch])
                if self._observe is not None:
                    self._observe(len(batch))
                answer_each(batch, answers)
                self._waiting -= len(batch)
            elif self._ends:
                break
            else:
                self._arrived.clear()
                await self._arrived.wait()
        await line.hang_up()


class _Line:
    """A connection that is kept, and made anew when it breaks."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def put_in(self, poll_id: UUID, casts: list[Cast]) -> Sequence[Receipt | VotingError]:
        """Put one batch in, repeated as often as the connection breaks, within reason."""
        for attempt in range(_ATTEMPTS):
            try:
                return await put_in(await self._connected(), poll_id, casts)
            except _PASSING as error:
                _log.warning("intake_retries", attempt=attempt, error=type(error).__name__, ballots=len(casts))
                await self.hang_up()
                await asyncio.sleep(min(0.05 * 2**attempt, 1.0))
            except Exception:
                # One batch must not end the intake. What it was is for the log, what was in it is not.
                _log.exception("intake_failed", ballots=len(casts))
                await self.hang_up()
                break
        return [IntakeBusy(retry_in_s=_RETRY_IN_S) for _ in casts]

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None:
            self._connection = await self._engine.connect()
        return await driver_of(self._connection)

    async def hang_up(self) -> None:
        """End the connection; the next batch makes another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()

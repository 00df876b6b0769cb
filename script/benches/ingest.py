"""
Ingest: durable, acknowledged ballots a second on the embedded Postgres, ours against one ORM transaction a ballot and
against the ceiling.

Every ballot is a paper of fourteen answers of another voter, who is entitled and present; all are there at once, as
when a chair says "vote now", and the clock stops when the last one has been acknowledged.

- ``intake`` is the product: ``voting.intake`` on the real schema, with everything that it promises (barrier, standing
  of each voter, constraints, turnout, touch).
- ``orm`` is what one would write first: a session and a transaction a ballot, on a pool as large as the product's. One
  query looks at poll, voter and presence, then the ballot is added and committed. It is given an advantage: it takes no
  barrier, keeps no turnout and tells nobody.
- ``ceiling`` is asyncpg with nothing around it: one connection, natural batching, one table with one key and no other
  constraint, ``INSERT … SELECT FROM unnest … ON CONFLICT DO NOTHING``, and no check at all.

The three take turns within each repetition, and a ratio is the median over repetitions of ours divided by theirs.

Each repetition also closes a poll in the middle of the crowd: a hundred phones cast one ballot after another, and when
half of them are in, the chair closes. ``close`` is how long the closing takes, counting included; its baseline,
``close, nobody casts``, is the same with as many ballots in the urn and the crowd at rest.

    python script/benches/ingest.py            prints what run() returns
"""

import asyncio
import gc
import json
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg
import uvloop
from postgres import migrated_postgres
from results import Result, ratio, row
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from api.database import database_config
from api.settings import Settings
from delegates.models import Presence
from tests.voting.halls import Hall
from voting.batches import LARGEST_BATCH
from voting.errors import PollClosed
from voting.intake import Cast, Intake
from voting.kinds import motion
from voting.life import PollState
from voting.models import Ballot, Poll, Voter
from voting.paper import Answer, Paper, canonical_json, check_answers
from voting.profile import profile

VOTERS = 1000
REPETITIONS = 9
QUESTIONS = 14
PHONES = 100  # that cast while a poll is closed
VARIANTS = ("intake", "orm", "ceiling")

RULE = profile("vgcl-2024").open_vote
PAPER = Paper(questions=tuple(motion.question(n, f"Chỉ tiêu {n}", rule=RULE) for n in range(1, QUESTIONS + 1)))
NUMBERS = range(1, QUESTIONS + 1)
KEYS = [option.key for option in PAPER.questions[0].options]


class Taken(NamedTuple):
    """How one variant took all ballots of a poll in."""

    rate: float  # ballots/s, from the first cast to the last acknowledgement
    waits: list[float]  # seconds that each caller waited

    @property
    def p50_ms(self) -> float:
        return median(self.waits) * 1e3

    @property
    def p99_ms(self) -> float:
        return quantiles(self.waits, n=100)[98] * 1e3


async def _timed(casts: Sequence[Cast], put: Callable[[Cast], Awaitable[object]]) -> Taken:
    """All ballots at once through ``put``, which returns when its ballot is durable."""
    waits: list[float] = []

    async def one(cast: Cast) -> None:
        await put(cast)
        waits.append(time.perf_counter() - began)

    gc.collect()
    began = time.perf_counter()
    await asyncio.gather(*(one(cast) for cast in casts))
    return Taken(len(casts) / max(waits), waits)


# ---- the three


async def take_in_by_orm(engine: AsyncEngine, casts: Sequence[Cast], pool: int) -> Taken:
    """One session and one transaction a ballot, as many at a time as the pool has connections."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    places = asyncio.Semaphore(pool)  # the pool's own queue would count them too, but give up after ten seconds

    async def put(cast: Cast) -> None:
        answers = json.loads(cast.answers)
        async with places, sessions.begin() as session:
            poll, voter, presence = (await session.execute(_standing(cast))).one()
            assert poll.state is PollState.OPEN
            assert poll.closes_at is None or poll.closes_at > datetime.now(UTC)
            assert presence.is_present
            session.add(
                Ballot(
                    id=cast.ballot_id,
                    poll_id=cast.poll_id,
                    voter_id=cast.voter_id,
                    mandates=voter.mandates,
                    answers=answers,
                    cast_at=datetime.now(UTC),
                )
            )

    return await _timed(casts, put)


def _standing(cast: Cast):  # type: ignore[no-untyped-def]
    return (
        select(Poll, Voter, Presence)
        .join(Voter, Voter.poll_id == Poll.id)
        .join(Presence, (Presence.sitting_id == Poll.sitting_id) & (Presence.delegate_id == Voter.delegate_id))
        .where(Poll.id == cast.poll_id, Voter.delegate_id == cast.voter_id)
    )


class Ceiling:
    """The least that makes a ballot durable before it is acknowledged: see the top."""

    TABLE = """
        CREATE TABLE bench_ballot (
            poll_id uuid, voter_id uuid, id uuid NOT NULL, answers text NOT NULL, PRIMARY KEY (poll_id, voter_id)
        )"""
    INSERT = """
        INSERT INTO bench_ballot SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[])
        ON CONFLICT DO NOTHING RETURNING id"""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._queue: deque[tuple[Cast, asyncio.Future[None]]] = deque()
        self._arrived = asyncio.Event()

    async def put(self, cast: Cast) -> None:
        answer = asyncio.get_running_loop().create_future()
        self._queue.append((cast, answer))
        self._arrived.set()
        await answer

    async def work(self) -> None:
        while await self._arrived.wait():
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), LARGEST_BATCH))]
            if not batch:
                self._arrived.clear()
                continue
            ballots, polls, voters, answers = zip(*(cast for cast, _ in batch), strict=True)
            found = await self._connection.fetch(self.INSERT, polls, voters, ballots, answers)
            assert len(found) == len(batch)
            for _, answer in batch:
                answer.set_result(None)


async def close_amid(hall: Hall, intake: Intake, casts: Sequence[Cast]) -> float:
    """Close the poll when half of the ballots are in and the others on their way; the milliseconds that it takes."""
    half, waiting, heard = asyncio.Event(), iter(casts), 0

    async def phone() -> None:
        nonlocal heard
        for cast in waiting:
            with suppress(PollClosed):
                await intake.cast(cast)
            heard += 1
            if heard >= len(casts) // 2:
                half.set()

    async def chair() -> float:
        await half.wait()
        return await timed_close(hall, casts[0].poll_id)

    closing_ms, *_ = await asyncio.gather(chair(), *(phone() for _ in range(PHONES)))
    return closing_ms


async def timed_close(hall: Hall, poll_id: UUID) -> float:
    """Close a poll; the milliseconds that it takes."""
    gc.collect()
    began = time.perf_counter()
    await hall.closes(poll_id)
    return (time.perf_counter() - began) * 1e3


# ---- the measurement


def marked_papers(poll_id: UUID, voters: Sequence[UUID], chance: random.Random) -> list[Cast]:
    """A checked ballot of each voter, no two quite alike, a blank answer here and there."""

    def answers() -> bytes:
        return canonical_json(
            check_answers(PAPER, [Answer(n, (chance.choice(KEYS),) if chance.random() < 0.99 else ()) for n in NUMBERS])
        )

    return [Cast(uuid4(), poll_id, voter, answers().decode()) for voter in voters]


class Measured(NamedTuple):
    """Every repetition of every variant, each on a poll of its own."""

    taken: dict[str, list[Taken]]
    closed_amid: list[float]  # ms
    closed_idle: list[float]


async def measure(url: str, size: int, repetitions: int) -> Measured:
    """All of it, on a hall of ``size`` voters."""
    settings, chance = Settings(), random.Random(2025)
    engine = database_config(url, settings).get_engine()
    hall = Hall(async_sessionmaker(engine, expire_on_commit=False))
    voters = await hall.fill(size)
    connection = await asyncpg.connect(host=engine.url.query["host"], user=engine.url.username, database="dienhong")
    await connection.execute(Ceiling.TABLE)
    intake, ceiling = Intake(engine, capacity=settings.intake_queue), Ceiling(connection)
    intake.start()
    ceiling_works = asyncio.create_task(ceiling.work())
    found = Measured({variant: [] for variant in VARIANTS}, [], [])

    async def papers() -> list[Cast]:
        casts = marked_papers(await hall.opens(paper=PAPER), voters, chance)
        chance.shuffle(casts)
        return casts

    async def take(variant: str) -> Taken:
        casts = await papers()
        match variant:
            case "intake":
                taken = await _timed(casts, intake.cast)
            case "orm":
                taken = await take_in_by_orm(engine, casts, settings.database_connections)
            case _:
                return await _timed(casts, ceiling.put)
        assert len((await hall.urn(casts[0].poll_id)).ids) == size
        return taken

    try:
        for variant in VARIANTS:  # warms connections, plans and caches
            await take(variant)
        for _ in range(repetitions):
            for variant in VARIANTS:
                found.taken[variant].append(await take(variant))
            casts = await papers()
            await _timed(casts[: size // 2], intake.cast)
            found.closed_idle.append(await timed_close(hall, casts[0].poll_id))
            found.closed_amid.append(await close_amid(hall, intake, await papers()))
    finally:
        ceiling_works.cancel()
        await intake.stop()
        await connection.close()
        await engine.dispose()
    return found


def run(size: int = VOTERS, repetitions: int = REPETITIONS) -> Result:
    """Measure all variants with ``size`` voters; see the top."""
    with migrated_postgres() as url:
        found = uvloop.run(measure(url, size, repetitions))
    rates = {variant: [taken.rate for taken in found.taken[variant]] for variant in VARIANTS}
    return {
        "bench": "ingest",
        "ratios": {f"ingest/{variant}": ratio(rates["intake"], rates[variant]) for variant in VARIANTS[1:]},
        "rows": [
            line
            for variant in VARIANTS
            for line in (
                row(variant, rates[variant], "ballots/s"),
                row(variant, [taken.p50_ms for taken in found.taken[variant]], "ms to the acknowledgement, median"),
                row(variant, [taken.p99_ms for taken in found.taken[variant]], "ms to the acknowledgement, p99"),
            )
        ]
        + [
            row("close", found.closed_amid, "ms to close and count while ballots come in"),
            row("close, nobody casts", found.closed_idle, "ms to close and count"),
        ],
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

"""
Secret polls under ``kill -9``: what the urn has answered for is in the count, whatever dies.

Numbers are those of the catalogue in ``field/secret-voting.md`` §4.
"""

import asyncio
import random
import signal
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import psutil
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from agenda.models import Congress as CongressRow
from agenda.models import JournalEntry
from api.database import database_config, migrate
from api.generated import ROOT
from api.settings import Settings
from api.simulation.actors import Phone
from api.simulation.papers import Pocket, new_pocket
from tests.congresses import DAY
from tests.congresses import Hall as Congress
from tests.processes import environment, free_port, postmaster_of, start, until_answered
from tests.secret_votes import a_secret_vote
from tests.voting.halls import Hall
from tests.voting.secret_halls import FEWEST, SecretHall, a_secret_hall
from voting.late_papers import BATCH
from voting.paper import Answer
from voting.queries import result_in
from voting.secret_ballot import SecretBallot
from voting.secret_models import IssuedPaper

AT_ONCE = 12  # voters whose casts are under way at the same time


async def an_open_urn(secret: SecretHall, people: int) -> tuple[UUID, list[SecretBallot]]:
    """A secret poll that is open, and everybody's ballot, not yet cast."""
    await secret.hall.fill(people)
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    await secret.opens(poll_id)
    marks = ("for", "against", "other")
    return poll_id, [pocket.ballot((Answer(1, (marks[n % 3],)),), secret.paper) for n, pocket in enumerate(pockets)]


class Deaths:
    """A server at one address, killed and started again."""

    def __init__(self, **settings: object) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = environment(PORT=self.port, **settings)
        self._child = start([sys.executable, "-m", "api.cli", "serve"], self._environment)

    async def is_ready(self) -> None:
        """It answers."""
        await until_answered(f"{self.address}/readyz", self._child)

    async def dies_and_returns(self) -> None:
        """Without a word, and by itself again."""
        self._child.send_signal(signal.SIGKILL)
        self._child.wait()
        self._child = start([sys.executable, "-m", "api.cli", "serve"], self._environment)
        await self.is_ready()

    def end(self) -> None:
        """For good."""
        self._child.kill()
        self._child.wait()


@pytest.mark.slow
async def test_whenever_the_server_is_killed_what_was_acknowledged_is_counted_once(
    voting_hall: Hall, database_url: str, tmp_path: Path, long: bool
):
    people, kills = (1000, 30) if long else (100, 2)
    async with voting_hall.sessions.begin() as session:
        dates = {"starts_on": DAY.date(), "ends_on": DAY.date()}
        session.add(CongressRow(slug="test", name_vi="Thử", rules_profile="vgcl-2024", **dates))
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        poll_id, ballots = await an_open_urn(secret, people)
        server = Deaths(DATABASE_URL=database_url, DATA_DIR=tmp_path, DATABASE_CONNECTIONS=8)
        acknowledged: dict[bytes, str] = {}
        places, chance = asyncio.Semaphore(AT_ONCE), random.Random(9474)
        in_doubt = 0

        async def casts(http: httpx.AsyncClient, ballot: SecretBallot) -> None:
            nonlocal in_doubt
            async with places:
                while True:
                    with suppress(httpx.TransportError):
                        content = ballot.encoded()
                        answer = await http.post(f"{server.address}/api/v1/urn/{poll_id}", content=content)
                        if answer.status_code == 200:
                            acknowledged[ballot.key] = answer.json()["promise"]
                            await asyncio.sleep(0.02)  # so that some are left for the next death
                            return
                    in_doubt += 1
                    await asyncio.sleep(0.05)

        try:
            await server.is_ready()
            async with httpx.AsyncClient(timeout=20) as http:
                voting = [asyncio.create_task(casts(http, ballot)) for ballot in ballots]
                for _ in range(kills):
                    await asyncio.sleep(chance.uniform(0.02, 0.12))
                    await server.dies_and_returns()
                await asyncio.gather(*voting)
                again = await http.post(f"{server.address}/api/v1/urn/{poll_id}", content=ballots[0].encoded())
        finally:
            server.end()
        poll = await secret.closes(poll_id)

    result = result_in(poll)
    assert result is not None
    assert in_doubt > 0  # it was killed while they voted
    assert len(acknowledged) == result.tally.ballots == people
    assert sum(result.tally.questions[0].marks.values()) == people
    assert again.json()["promise"] == acknowledged[ballots[0].key]


@pytest.mark.slow
async def test_whenever_the_server_is_killed_a_late_paper_is_the_one_that_was_signed_first(hall: Congress, long: bool):
    people, kills = (100, 20) if long else (2 * BATCH, 2)
    early, late = (numbers := await hall.summon(FEWEST + people))[:FEWEST], numbers[FEWEST:]
    await hall.check_in(*numbers)
    vote = await a_secret_vote(hall, secret_mode="attended")
    await vote.papers_for(early)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    phones = [await hall.phone(number, topics=()) for number in late]
    pockets = [new_pocket(vote.poll) for _ in late]
    server = Deaths(DATABASE_URL=hall.url, DATA_DIR=hall.data_dir, DATABASE_CONNECTIONS=8)
    chance, in_doubt = random.Random(9474), 0

    async def asks(phone: Phone, pocket: Pocket) -> bytes:
        nonlocal in_doubt
        body = {"blinded": b64encode(pocket.blinded).decode()}
        await asyncio.sleep(chance.uniform(0, 0.3))
        while True:
            try:
                answer = await phone.post(f"/polls/{vote.poll_id}/papers", body)
                if answer["signed"] is not None:
                    return b64decode(answer["signed"])
            except httpx.TransportError:
                in_doubt += 1
            await asyncio.sleep(0.05)

    try:
        await server.is_ready()
        for phone in phones:
            phone.address = server.address
        asking = [asyncio.create_task(asks(*pair)) for pair in zip(phones, pockets, strict=True)]
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.02, 0.2))
            await server.dies_and_returns()
        first = await asyncio.gather(*asking)
        again = [await asks(*pair) for pair in zip(phones, pockets, strict=True)]
    finally:
        server.end()

    assert in_doubt > 0
    assert again == first
    for pocket, signed in zip(pockets, first, strict=True):
        pocket.take(signed)  # verifies
    async with hall.sessions() as session:
        issued = select(func.count()).where(IssuedPaper.poll_id == vote.poll_id)
        batches = await session.scalars(select(JournalEntry.after).where(JournalEntry.action == "poll.late_papers"))
        assert await session.scalar(issued) == FEWEST + people
        assert [batch and batch["people"] for batch in batches] == [BATCH] * (people // BATCH)


# Postgres as a process of the product has it: with a parent that can be killed too.
POSTGRES = """
import sys
from pathlib import Path
from api.embedded import EmbeddedPostgres
postgres = EmbeddedPostgres(Path(sys.argv[1]) / "database")
print(postgres.start(), flush=True)
sys.stdin.read()
postgres.stop()
"""


@contextmanager
def a_postgres(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Its address, and how it dies with its parent."""
    command = [sys.executable, "-c", POSTGRES, str(folder)]
    parent = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdin is not None
    assert parent.stdout is not None
    url = parent.stdout.readline().strip()

    def dies() -> None:
        postmaster = psutil.Process(postmaster_of(folder))
        family = [postmaster, *postmaster.children()]
        postmaster.kill()
        parent.kill()
        psutil.wait_procs(family, 10)  # Postgres will not start while there is anybody of its name

    try:
        yield url, dies
    finally:
        parent.stdin.close()
        parent.wait(30)
        parent.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("durable", [True, False], ids=["as shipped", "canary: synchronous_commit off"])
async def test_a_database_that_is_killed_has_what_the_urn_answered_for(folder: Path, durable: bool):  # A2, A3
    with a_postgres(folder) as (url, dies):
        config = database_config(url, Settings(database_connections=4))
        await migrate(config)
        await config.get_engine().dispose()
        await _run(url, "ALTER SYSTEM SET wal_writer_delay = '10s'")  # what nobody waits for is written late
        if not durable:
            await _run(url, "ALTER SYSTEM SET synchronous_commit = off")
        await _run(url, "SELECT pg_reload_conf()")
        engine = create_async_engine(url)
        hall = Hall(async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False))
        async with a_secret_hall(hall, url, folder / "paper-keys") as secret:
            poll_id, ballots = await an_open_urn(secret, 40)
            await _run(url, "CHECKPOINT")
            for ballot in ballots:
                await secret.sends(ballot)
            await engine.dispose()
            dies()
    with a_postgres(folder) as (url, _):
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            count = text("SELECT count(*) FROM urn WHERE poll_id = :id")
            kept = await connection.scalar(count, {"id": poll_id})
        await engine.dispose()

    assert (kept == len(ballots)) is durable


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    await connection.execute(statement)
    await connection.close()

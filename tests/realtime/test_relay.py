"""The relay over LISTEN/NOTIFY, on a real Postgres, through a line that can be cut."""

import asyncio
from collections.abc import AsyncIterator
from typing import ClassVar

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from realtime.hub import Hub
from realtime.registry import Registry
from realtime.relay import APPLICATION, PostgresRelay
from realtime.states import Audience, State
from realtime.touch import touch
from tests.lines import Line
from tests.realtime.phones import Phone
from tests.realtime.relay_contract import RelayContract


class PostgresBroker:
    """See :class:`tests.realtime.relay_contract.Broker`."""

    def __init__(self, engine: AsyncEngine, line: Line, url: str) -> None:
        self.sessions = async_sessionmaker(engine)
        self._line = line
        self.url = url

    def relay(self) -> PostgresRelay:
        return PostgresRelay(self.url, check_s=0.1, answer_s=1.0)

    async def touches(self, *names: str) -> None:
        async with self.sessions.begin() as session:
            await touch(session, *names)

    async def touches_in_vain(self, *names: str) -> None:
        async with self.sessions() as session:
            await touch(session, *names)
            await session.rollback()

    async def cuts(self) -> None:
        async with self.sessions() as session:
            ended = await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = :name AND datname = current_database()"
                ),
                {"name": APPLICATION},
            )
            assert all(ended.scalars())

    def silences(self) -> None:
        self._line.silences()

    def shuts(self) -> None:
        self._line.shuts()

    def opens(self) -> None:
        self._line.shuts(shut=False)


@pytest.fixture
async def broker(database_url: str) -> AsyncIterator[PostgresBroker]:
    line = Line(database_url)
    engine = create_async_engine(database_url, poolclass=NullPool)
    yield PostgresBroker(engine, line, await line.opens())
    await line.ends()
    await engine.dispose()


class TestPostgresRelay(RelayContract):
    """LISTEN/NOTIFY keeps the contract."""


async def test_a_connection_that_is_ended_is_missed_at_once_not_at_the_next_look(broker):
    relay, heard = PostgresRelay(broker.url, check_s=3600), asyncio.Queue()
    await relay.start(heard.put_nowait)
    async with asyncio.timeout(20):
        assert await heard.get() == "*"
        await broker.cuts()
        assert await heard.get() == "*"
    await relay.stop()


class Score(State, frozen=True, kw_only=True):
    """What stands in the table."""

    topic: ClassVar[str] = "score"
    audience: ClassVar[Audience] = Audience.EVERYONE
    every_ms: ClassVar[int] = 10

    value: int


async def read_score(session: AsyncSession) -> Score:
    return Score(value=(await session.execute(text("SELECT value FROM realtime_score"))).scalar_one())


async def scores(session: AsyncSession) -> None:
    """A service: changes a row and touches what it shows."""
    await session.execute(text("UPDATE realtime_score SET value = value + 1"))
    await touch(session, "score")


@pytest.fixture
async def table(broker: PostgresBroker) -> AsyncIterator[None]:
    async with broker.sessions.begin() as session:
        await session.execute(text("CREATE TABLE realtime_score AS SELECT 0 AS value"))
    yield
    async with broker.sessions.begin() as session:
        await session.execute(text("DROP TABLE realtime_score"))


def hub_on(broker: PostgresBroker) -> Hub:
    registry = Registry()
    registry.register(Score, read_score)
    return Hub(registry, broker.sessions)


@pytest.mark.usefixtures("table")
async def test_a_change_reaches_the_people_of_every_process(broker):
    hubs, relays, people = [hub_on(broker) for _ in "ab"], [broker.relay() for _ in "ab"], [Phone() for _ in "abcd"]
    for hub, relay in zip(hubs, relays, strict=True):
        await relay.start(hub.touch)
    for n, phone in enumerate(people):
        phone.joins(hubs[n % 2], "score")
    async with asyncio.timeout(20):
        for phone in people:
            await phone.shows("score", 0)

        for _ in range(20):
            async with broker.sessions.begin() as session:
                await scores(session)
        async with broker.sessions() as session:
            await scores(session)  # and thinks better of it
        for phone in people:
            await phone.shows("score", 20)

    for hub, relay in zip(hubs, relays, strict=True):
        await relay.stop()
        await hub.stop()


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("silently", [False, True], ids=["cut", "silenced"])
async def test_what_changed_while_the_relay_was_away_arrives_when_it_is_back(broker, silently):
    hub, relay, ada = hub_on(broker), broker.relay(), Phone()
    await relay.start(hub.touch)
    ada.joins(hub, "score")
    async with asyncio.timeout(20):
        await ada.shows("score", 0)

        if silently:
            broker.silences()
        else:
            broker.shuts()
        async with broker.sessions.begin() as session:
            await scores(session)  # nobody hears this
        broker.opens()
        await ada.shows("score", 1)

    await relay.stop()
    await hub.stop()

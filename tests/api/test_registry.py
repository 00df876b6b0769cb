"""The registry remembers who is behind a token, and never somebody whose sign-in has ended."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.auth.keys import TokenKey, TokenKeys
from api.auth.models import Device, SignIn
from api.auth.permissions import Role
from api.auth.registry import ACCESS_TOPIC, TOPIC_PREFIX, SignInRegistry
from api.auth.sign_ins import end
from api.auth.tokens import issue
from realtime.touch import EVERYTHING

KEYS = TokenKeys(keys=(TokenKey(kid="now", secret=b"k" * 32),))


class House:
    """A registry whose relay hears or is deaf as the test says, and one door that is signed in."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions, self.hears, self.asked = sessions, True, 0
        self.registry = SignInRegistry(KEYS, self._asking, lambda: self.hears)  # type: ignore[arg-type]
        self.sid, self.before_answer = uuid4(), lambda: None

    def _asking(self) -> AsyncSession:
        """A session for the registry; the database is asked when it is opened."""
        self.asked += 1
        session = self.sessions()
        event.listen(session.sync_session, "do_orm_execute", lambda _: self.before_answer(), once=True)
        return session

    async def found(self) -> None:
        now = datetime.now(UTC)
        device = Device(id=uuid4(), name="Cửa A", role=Role.DOOR)
        async with self.sessions.begin() as session:
            session.add(device)
            await session.flush()
            session.add(SignIn(id=self.sid, device_id=device.id, expires_at=now + timedelta(hours=1)))

    async def ends(self) -> None:
        async with self.sessions.begin() as session:
            await end(session, SignIn.id == self.sid, because="signed_out", now=datetime.now(UTC))

    async def is_in(self) -> bool:
        now = datetime.now(UTC)
        token = issue(KEYS, self.sid, now=now, expires_at=now + timedelta(hours=1))
        return await self.registry.principal(token) is not None


@pytest.fixture
async def house(sessions) -> House:
    house = House(sessions)
    await house.found()
    return house


async def test_the_database_is_asked_once(house: House):
    assert [await house.is_in() for _ in range(5)] == [True] * 5
    assert house.asked == 1


@pytest.mark.parametrize("touch", ["sign-in", ACCESS_TOPIC, EVERYTHING])
async def test_a_touch_makes_it_ask_again(house: House, touch: str):
    await house.is_in()
    await house.ends()

    house.registry.touched(f"{TOPIC_PREFIX}{house.sid}" if touch == "sign-in" else touch)

    assert not await house.is_in()


async def test_the_touch_of_another_sign_in_does_not(house: House):
    await house.is_in()
    house.registry.touched(f"{TOPIC_PREFIX}{uuid4()}")

    assert await house.is_in()
    assert house.asked == 1


async def test_a_deaf_server_asks_every_time(house: House):
    await house.is_in()
    house.hears = False
    assert await house.is_in()

    await house.ends()

    assert not await house.is_in()


async def test_what_a_deaf_server_was_told_is_not_remembered(house: House):
    house.hears = False
    await house.is_in()
    await house.ends()
    house.hears = True  # without a word: the worst case

    assert not await house.is_in()


async def test_a_sign_in_that_ends_while_the_database_answers_is_not_remembered(house: House):
    house.before_answer = lambda: house.registry.touched(f"{TOPIC_PREFIX}{house.sid}")

    await asyncio.gather(house.is_in(), house.is_in())
    await house.ends()

    assert not await house.is_in()


async def test_a_sign_in_that_has_expired_is_nobody(house: House):
    await house.is_in()
    async with house.sessions.begin() as session:
        row = await session.get_one(SignIn, house.sid)
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    house.registry.touched(EVERYTHING)

    assert not await house.is_in()

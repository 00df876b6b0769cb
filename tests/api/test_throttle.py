"""Wrong attempts make the next one wait, and nobody else."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from api.auth import throttle
from api.auth.errors import TryLater
from api.auth.models import FailedAttempts
from api.auth.throttle import FORGOTTEN_AFTER, LONGEST_WAIT_S, Attempt, Key, wait_s

HALL = "192.0.2.1"  # one address for 650 phones
NOW = datetime(2025, 12, 24, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Gate:
    """Attempts, each in a transaction of its own as the server has it."""

    def __init__(self, sessions):
        self.sessions = sessions

    async def tries(self, name: str, *, now: datetime = NOW, address: str = HALL) -> int:
        """A wrong attempt: 0 if it was looked at, else the seconds that it was told to wait."""
        attempt = Attempt(kind=Key.BADGE, value=name, address=address)
        async with self.sessions() as session:
            try:
                await throttle.claim(session, attempt, now)
            except TryLater as refusal:
                return refusal.retry_in_s
            await throttle.failed(session, attempt, now)
            await session.commit()
        return 0

    async def is_right(self, name: str, *, now: datetime = NOW) -> None:
        attempt = Attempt(kind=Key.BADGE, value=name, address=HALL)
        async with self.sessions() as session:
            await throttle.claim(session, attempt, now)
            await throttle.succeeded(session, attempt)
            await session.commit()


@pytest.fixture
def gate(sessions) -> Gate:
    return Gate(sessions)


def test_the_wait_grows_with_each_failure_up_to_a_bound():
    waits = [wait_s(Key.BADGE, failures) for failures in range(40)]

    assert waits == sorted(waits)
    assert waits[:7] == [0, 0, 0, 0, 0, 2, 4]
    assert max(waits) == LONGEST_WAIT_S == 300


async def test_a_few_slips_cost_nothing(gate: Gate):
    assert [await gate.tries("ánh") for _ in range(5)] == [0] * 5


async def test_then_each_attempt_waits_and_is_looked_at_when_the_time_has_passed(gate: Gate):
    for _ in range(5):
        await gate.tries("ánh")

    assert await gate.tries("ánh") == 3
    assert await gate.tries("ánh", now=NOW + timedelta(seconds=3)) == 0


async def test_an_attempt_that_was_sent_away_does_not_lengthen_the_wait(gate: Gate):
    for _ in range(5):
        await gate.tries("ánh")

    assert [await gate.tries("ánh") for _ in range(20)] == [3] * 20


async def test_a_quiet_while_makes_good(gate: Gate):
    for minutes in range(0, 60, 6):
        await gate.tries("ánh", now=NOW + minutes * MINUTE)
    later = NOW + 54 * MINUTE + FORGOTTEN_AFTER

    assert [await gate.tries("ánh", now=later) for _ in range(5)] == [0] * 5


async def test_being_right_makes_good(gate: Gate):
    for _ in range(4):
        await gate.tries("ánh")
    await gate.is_right("ánh")

    assert [await gate.tries("ánh") for _ in range(5)] == [0] * 5


async def test_guesses_sent_all_at_once_are_counted_one_by_one(gate: Gate):
    waits = await asyncio.gather(*(gate.tries("ánh") for _ in range(40)))

    assert waits.count(0) == 5


async def test_whoever_guesses_over_many_badges_waits_by_address(gate: Gate):
    for badge in range(110):
        for _ in range(2):
            await gate.tries(f"badge {badge}")

    assert await gate.tries("badge 7") == LONGEST_WAIT_S + 1
    assert await gate.tries("badge 7", address="192.0.2.2") == 0


@pytest.mark.slow
async def test_a_hall_behind_one_address_is_not_shut_out_by_somebody_in_row_12(gate: Gate):
    for badge in range(300):
        await gate.tries(f"guess {badge}")

    # The others may even be wrong once.
    assert [await gate.tries(f"delegate {n}") for n in range(25)] == [0] * 25
    assert [await gate.tries(f"delegate {n}") for n in range(25)] == [0] * 25


@pytest.mark.slow
async def test_whoever_guesses_at_one_badge_all_day_keeps_its_owner_waiting_five_minutes_after_leaving_off(gate: Gate):
    now, looked_at = NOW, 0
    while now < NOW + timedelta(days=1):
        wait = await gate.tries("ánh", now=now)
        looked_at += wait == 0
        now += timedelta(seconds=wait)

    assert looked_at < 300  # of a million PINs
    assert await gate.tries("ánh", now=now + timedelta(seconds=LONGEST_WAIT_S)) == 0


async def test_counts_that_nobody_adds_to_are_thrown_away(gate: Gate, sessions):
    for badge in range(5):
        await gate.tries(f"badge {badge}", address=f"192.0.2.{badge}")

    await gate.tries("ánh", now=NOW + 4 * FORGOTTEN_AFTER + MINUTE)

    async with sessions() as session:
        kept = set(await session.scalars(select(FailedAttempts.key)))
    assert kept == {"badge:ánh", f"address:{HALL}"}

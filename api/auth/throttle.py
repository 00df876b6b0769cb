"""
Throttle: wrong attempts make the next one wait, longer each time.

Counted per badge (or login, or enrolment code) and per address. An attempt is counted *before* it is looked at and
forgiven when it was right, so that guesses sent all at once are counted one by one. Counts are forgotten after a quiet
while. Nothing here depends on whether the badge or login exists.

The trade-off. Whoever photographed a badge can try PINs with it, and its owner then waits as well, because the server
cannot tell the two apart before the PIN. It is bounded: nobody waits longer than :data:`LONGEST_WAIT_S` after the last
guess, a phone that is signed in is not touched, and the desk ends it at once by reissuing the badge. The guesser has
at most some 480 of a million PINs a day, and nobody gets that far without the photograph (a code has 130 random bits).

A hall may share one address, and somebody in row 12 must not be able to shut it out. So an address makes only those
wait who have been wrong more than once themselves. That gives who photographed many badges some 200 guesses a day at
each of them, whatever the address; shutting out 650 delegates would be the greater harm.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import Integer, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.errors import TryLater
from api.auth.models import FailedAttempts

FORGOTTEN_AFTER = timedelta(minutes=15)
LONGEST_WAIT_S = 300
SPARED = 2
"""Attempts with one badge that never wait for what others behind the same address did."""


class Key(StrEnum):
    """What attempts are counted by."""

    BADGE = "badge"
    LOGIN = "login"
    CODE = "code"
    ADDRESS = "address"


FREE = {Key.BADGE: 4, Key.LOGIN: 4, Key.CODE: 4, Key.ADDRESS: 200}
"""How many failures cost nothing."""


class Attempt(Struct, frozen=True, kw_only=True):
    """Somebody at ``address`` tries ``value``: the digest of a badge, a login or a code, whether or not it exists."""

    kind: Key
    value: str
    address: str

    @property
    def key(self) -> str:
        """What is tried, as it is counted."""
        return f"{self.kind}:{self.value}"

    @property
    def address_key(self) -> str:
        """From where, as it is counted."""
        return f"{Key.ADDRESS}:{self.address}"


def wait_s(kind: Key, failures: int) -> int:
    """
    Seconds to wait after the last of ``failures``.

    >>> [wait_s(Key.BADGE, failures) for failures in (0, 4, 5, 6, 7, 99)]
    [0, 0, 2, 4, 8, 300]
    """
    over = failures - FREE[kind]
    return 0 if over <= 0 else min(2 ** min(over, 16), LONGEST_WAIT_S)


async def claim(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """
    Count an attempt as wrong until it proves right, and commit that.

    Raises :class:`TryLater` if it has to wait; it is then not counted.
    """
    # An update that changes nothing takes the row's lock: of attempts at one instant each sees the one before.
    mine = insert(FailedAttempts).values(key=attempt.key, failures=0, last_at=now)
    lock = mine.on_conflict_do_update(index_elements=["key"], set_={"key": attempt.key})
    failures, last_at = (await session.execute(lock.returning(FailedAttempts.failures, FailedAttempts.last_at))).one()
    if last_at <= now - FORGOTTEN_AFTER:
        failures = 0
    wait = _left(attempt.kind, failures, last_at, now)
    if failures >= SPARED:
        wait = max(wait, await _wait_of_address(session, attempt, now))
    if wait > timedelta():
        raise TryLater(retry_in_s=int(wait.total_seconds()) + 1)
    await session.execute(
        update(FailedAttempts).where(FailedAttempts.key == attempt.key).values(failures=failures + 1, last_at=now)
    )
    await session.commit()


async def failed(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """It was wrong: the address counts it as well. The caller commits, although it refuses."""
    fresh = insert(FailedAttempts).values(key=attempt.address_key, failures=1, last_at=now)
    recent = FailedAttempts.last_at > now - FORGOTTEN_AFTER
    counted = {"failures": (FailedAttempts.failures * recent.cast(Integer)) + 1, "last_at": now}
    await session.execute(fresh.on_conflict_do_update(index_elements=["key"], set_=counted))
    await session.execute(delete(FailedAttempts).where(FailedAttempts.last_at < now - 4 * FORGOTTEN_AFTER))


async def succeeded(session: AsyncSession, attempt: Attempt) -> None:
    """It was right: the failures with this badge or login are forgotten. The address keeps its count."""
    await session.execute(delete(FailedAttempts).where(FailedAttempts.key == attempt.key))


async def _wait_of_address(session: AsyncSession, attempt: Attempt, now: datetime) -> timedelta:
    row = (
        await session.execute(
            select(FailedAttempts.failures, FailedAttempts.last_at).where(
                FailedAttempts.key == attempt.address_key, FailedAttempts.last_at > now - FORGOTTEN_AFTER
            )
        )
    ).one_or_none()
    return _left(Key.ADDRESS, row.failures, row.last_at, now) if row else timedelta()


def _left(kind: Key, failures: int, last_at: datetime, now: datetime) -> timedelta:
    wait = wait_s(kind, failures)
    # Without a wait the times are not compared: another server's clock may be a little ahead.
    return last_at + timedelta(seconds=wait) - now if wait else timedelta()

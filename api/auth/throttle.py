"""
Throttle: wrong attempts make the next one wait, longer each time.

Counted per badge (or login) and per address. A whole hall may share one address, so that an address is given far more
room than a badge; only failures count, and they are forgotten after a quiet while.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Integer, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.errors import TryLater
from api.auth.models import FailedAttempts

FORGOTTEN_AFTER = timedelta(minutes=15)
LONGEST_WAIT_S = 300


class Key(StrEnum):
    """What attempts are counted by."""

    BADGE = "badge"
    LOGIN = "login"
    CODE = "code"
    ADDRESS = "address"


FREE = {Key.BADGE: 4, Key.LOGIN: 4, Key.CODE: 4, Key.ADDRESS: 200}
"""How many failures cost nothing."""


def wait_s(kind: Key, failures: int) -> int:
    """
    Seconds to wait after the last of ``failures``.

    >>> [wait_s(Key.BADGE, failures) for failures in (0, 4, 5, 6, 7, 99)]
    [0, 0, 2, 4, 8, 300]
    """
    over = failures - FREE[kind]
    return 0 if over <= 0 else min(2 ** min(over, 16), LONGEST_WAIT_S)


async def check(session: AsyncSession, keys: dict[Key, str], now: datetime) -> None:
    """Raises :class:`TryLater` if one of ``keys`` has to wait still."""
    rows = await session.execute(
        select(FailedAttempts.key, FailedAttempts.failures, FailedAttempts.last_at).where(
            FailedAttempts.key.in_([f"{kind}:{value}" for kind, value in keys.items()]),
            FailedAttempts.last_at > now - FORGOTTEN_AFTER,
        )
    )
    waits = [
        row.last_at + timedelta(seconds=wait_s(Key(row.key.partition(":")[0]), row.failures)) - now for row in rows
    ]
    longest = max(waits, default=timedelta())
    if longest > timedelta():
        raise TryLater(retry_in_s=int(longest.total_seconds()) + 1)


async def failed(session: AsyncSession, keys: dict[Key, str], now: datetime) -> None:
    """Count a wrong attempt for each of ``keys``; the caller commits it although it refuses."""
    for key in sorted(f"{kind}:{value}" for kind, value in keys.items()):  # sorted: no deadlock between attempts
        fresh = insert(FailedAttempts).values(key=key, failures=1, last_at=now)
        recent = FailedAttempts.last_at > now - FORGOTTEN_AFTER
        await session.execute(
            fresh.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "failures": (FailedAttempts.failures * recent.cast(Integer)) + 1,
                    "last_at": now,
                },
            )
        )
    await session.execute(delete(FailedAttempts).where(FailedAttempts.last_at < now - 4 * FORGOTTEN_AFTER))


async def succeeded(session: AsyncSession, kind: Key, value: str) -> None:
    """Forget the failures of a badge or login after it was used rightly. The address keeps its count."""
    await session.execute(delete(FailedAttempts).where(FailedAttempts.key == f"{kind}:{value}"))

"""
The closing barrier: what makes "nothing enters after closing" true without making the close wait for the crowd.

Batches of ballots hold the poll's advisory lock *shared*, and only then, in a statement of its own, look whether the
poll is open; a step that changes the poll's state takes it *exclusively* first. Measured while designing: the lock
taken in the same statement as the look lets late ballots in, because the statement's snapshot is older than the lock.
Waiters queue fairly, so the close waits for the batches under way and for no later one.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


def barrier_key(poll_id: UUID) -> int:
    """The advisory lock's key (signed 64 bits) of a poll."""
    return int.from_bytes(poll_id.bytes[:8], "big", signed=True) ^ int.from_bytes(poll_id.bytes[8:], "big", signed=True)


async def hold_together(session: AsyncSession, poll_id: UUID) -> None:
    """Keep the poll's state as it is until the transaction ends, beside others who do the same."""
    await session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": barrier_key(poll_id)})


async def hold_alone(session: AsyncSession, poll_id: UUID) -> None:
    """Wait until no batch of this poll is under way and keep new ones out until the transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": barrier_key(poll_id)})

"""What is fixed about a poll from announcing on, read once in each process."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Remembered(Generic[T]):
    """
    Keeps what ``read`` found of the polls that were asked for last, at most ``most`` of them.

    It is read once for all who ask at the same moment: a whole hall does, and connections are few. What ``read`` raises
    everybody hears, and nothing is kept of it.
    """

    def __init__(self, read: Callable[[UUID], Awaitable[T]], *, most: int) -> None:
        self._read, self._most = read, most
        self._known: dict[UUID, T] = {}
        self._readings: dict[UUID, asyncio.Task[T]] = {}

    async def of(self, poll_id: UUID) -> T:
        """What is known of a poll."""
        if (known := self._known.get(poll_id)) is not None:
            return known
        reading = self._readings.get(poll_id)
        if reading is None:
            reading = self._readings[poll_id] = asyncio.create_task(self._find(poll_id), name=f"reading {poll_id}")
            reading.add_done_callback(lambda _: self._readings.pop(poll_id))
        return await asyncio.shield(reading)  # whoever hangs up does not end it for the others

    async def _find(self, poll_id: UUID) -> T:
        found = await self._read(poll_id)
        if len(self._known) >= self._most:
            self._known.pop(next(iter(self._known)))
        self._known[poll_id] = found
        return found

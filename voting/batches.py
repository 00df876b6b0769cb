"""
Batches: what waits for a commit, by poll, and the answers to those who wait.

Whatever arrives while commits are under way goes together into the next (natural batching, no timer). The driver is
used bare: a batch is two statements, and SQLAlchemy's part in them would be longer than Postgres'.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

LARGEST_BATCH = 512

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Waiting(NamedTuple, Generic[Item, Answer]):
    """One that waits, and where its caller hears what became of it."""

    item: Item
    answer: "asyncio.Future[Answer]"


class Batches(Generic[Item, Answer]):
    """Those that wait; false when nobody does. Not bounded: whoever lets them in is."""

    def __init__(self) -> None:
        self._queues: OrderedDict[UUID, deque[Waiting[Item, Answer]]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._queues)

    def add(self, poll_id: UUID, item: Item) -> "asyncio.Future[Answer]":
        """What becomes of ``item``. Giving up waiting for it does not take the item back."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(poll_id, deque()).append(Waiting(item, answer))
        return answer

    def next(self) -> tuple[UUID, list[Waiting[Item, Answer]]]:
        """What has waited longest, of one poll; the rest of that poll goes behind the other polls."""
        poll_id, queue = self._queues.popitem(last=False)
        batch = [queue.popleft() for _ in range(min(len(queue), LARGEST_BATCH))]
        if queue:
            self._queues[poll_id] = queue
        return poll_id, batch


def answer_each(batch: Sequence[Waiting[Item, Answer]], answers: Sequence[Answer | Exception]) -> None:
    """Tell each caller its answer, or raise it there."""
    for waiting, answer in zip(batch, answers, strict=True):
        if waiting.answer.done():  # the caller has gone; the ballot stays
            continue
        if isinstance(answer, Exception):
            waiting.answer.set_exception(answer)
        else:
            waiting.answer.set_result(answer)


async def driver_of(connection: AsyncConnection) -> asyncpg.Connection:
    """The driver's own connection under SQLAlchemy's."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, asyncpg.Connection)
    return raw

"""Crew: delivers offered messages to sockets that can only be awaited."""

import asyncio
from collections import deque
from typing import Protocol

from realtime.message import Message
from realtime.wire import CHUNK


class Awaited(Protocol):
    """A socket as the crew sees it."""

    carrier: "asyncio.Task[None] | None"  # who waits for this socket just now

    async def deliver(self, message: Message) -> None:
        """Send ``message``, however long that takes. Raises nothing."""


class Crew:
    """
    Delivers to many sockets so that no socket delays another.

    One worker awaits the sockets one after the other, which is cheap as long as none makes it wait. A worker that
    has delivered nothing during one turn of the loop is stuck with a slow socket: it stays with that one, and a
    new worker takes over the others. So there is one task for each blocked socket, and one for all the rest.
    """

    def __init__(self) -> None:
        self._due: deque[tuple[Awaited, Message]] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._workers: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly
        self._delivered = 0

    def take(self, socket: Awaited, message: Message) -> None:
        """Deliver ``message`` to ``socket`` soon."""
        self._due.append((socket, message))
        if self._worker is None:
            self._hire()

    def _hire(self) -> None:
        self._worker = asyncio.create_task(self._work())
        self._workers.add(self._worker)
        self._worker.add_done_callback(self._workers.discard)
        asyncio.get_running_loop().call_soon(self._look_after, self._delivered)  # runs after the worker's first turn

    def _look_after(self, delivered: int) -> None:
        if self._worker is not None and not self._worker.done() and delivered != self._delivered:
            asyncio.get_running_loop().call_soon(self._look_after, self._delivered)
            return
        self._worker = None  # gone, or stuck
        if self._due:
            self._hire()

    async def _work(self) -> None:
        me = asyncio.current_task()
        while self._due and self._worker is me:
            socket, message = self._due.popleft()
            socket.carrier = me
            await socket.deliver(message)
            socket.carrier = None
            self._delivered += 1
            if self._delivered % CHUNK == 0:
                await asyncio.sleep(0)
        if self._worker is me:
            self._worker = None

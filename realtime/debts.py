"""Debts: the states that slow clients have not been able to take yet."""

import asyncio
from collections.abc import Callable
from itertools import islice
from typing import Final

from realtime.client import Client, Seat, Topic
from realtime.wire import CHUNK

LOOK_AGAIN_S: Final = 0.02  # between two looks at sockets that do not drain


class Debts:
    """
    Who is owed what. Nothing is queued: a debt is a seat, and it is paid with the state that is newest by then.

    A client that has taken nothing for ``patience_s`` while it was owed is given up. Taking counts in bytes that left
    the process, so that a state larger than a weak link carries in that time still arrives. While nobody is
    owed anything, nothing runs.

    Args:
        render: called with a topic whose state is not kept and must be rendered again to pay.
        give_up: called with a client that has been given up.
    """

    def __init__(
        self, *, patience_s: float, render: Callable[[Topic], None], give_up: Callable[[Client], None]
    ) -> None:
        self._patience_s = patience_s
        self._render = render
        self._give_up = give_up
        self._clients: dict[Client, None] = {}
        self.collector: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many clients are owed something."""
        return len(self._clients)

    def owe(self, seat: Seat) -> None:
        """The client of ``seat`` could not take the newest state."""
        client = seat.client
        if client not in self._clients:
            self._clients[client] = None
            client.stuck_since = asyncio.get_running_loop().time()
            client.backlog = client.wire.backlog
        client.owed[seat.topic.name] = seat
        if self.collector is None:
            self.collector = asyncio.create_task(self._collect(), name="debts")

    def forgive(self, client: Client, name: str) -> None:
        """The client has got the newest state of this topic, or has left it."""
        if client.owed.pop(name, None) is not None and not client.owed:
            del self._clients[client]

    async def _collect(self) -> None:
        pause = 0.0  # at first a socket may only be waiting for the next turn of the loop
        try:
            while self._clients:
                await asyncio.sleep(pause)
                moved = False
                rest = iter(list(self._clients))
                while chunk := list(islice(rest, CHUNK)):
                    for client in chunk:
                        if client.owed:
                            moved |= self._settle(client)
                    await asyncio.sleep(0)
                pause = 0.0 if moved else LOOK_AGAIN_S
        finally:
            self.collector = None

    def _settle(self, client: Client) -> bool:
        """Pay for as long as the client takes. True if it took anything."""
        moved = False
        for name, seat in list(client.owed.items()):
            message = seat.topic.message
            if message is None:
                if client.wire.backlog:
                    break
                self._render(seat.topic)
            elif not seat.give(message):
                break
            self.forgive(client, name)
            moved = True
        if client.owed:
            self._keep_time(client, moved)
        return moved

    def _keep_time(self, client: Client, moved: bool) -> None:
        now, backlog = asyncio.get_running_loop().time(), client.wire.backlog
        if moved or backlog < client.backlog:
            client.stuck_since = now
        client.backlog = backlog
        if now - client.stuck_since >= self._patience_s:
            self._give_up(client)

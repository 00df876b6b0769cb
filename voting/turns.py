"""Turns: how much of one kind of work is done before the event loop looks after everything else."""

import asyncio
from collections import deque


class Turns:
    """
    At most ``most`` pieces of work in one round of the event loop; who comes later waits for the next, in order.

    For work that holds the loop and comes in crowds: a thousand pieces that are ready at once would otherwise all be
    done before anything that follows from the first of them.
    """

    def __init__(self, most: int) -> None:
        self._most, self._left = most, most
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def mine(self) -> None:
        """Wait for one's turn; the work is to be done at once, before anything is awaited."""
        if self._left > 0 and not self._waiting:
            self._take()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn

    def _take(self) -> None:
        if self._left == self._most:  # the first of this round
            asyncio.get_running_loop().call_soon(self._next_round)
        self._left -= 1

    def _next_round(self) -> None:
        self._left = self._most
        while self._left > 0 and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # its caller has gone
                self._take()
                turn.set_result(None)

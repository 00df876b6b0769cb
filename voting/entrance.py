"""The entrance to a few transactions at a time: bounded, so that a crowd is told to come again instead of piling up."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from voting.errors import IntakeBusy

_RETRY_IN_S = 2


class Entrance:
    """``lane`` is held for the length of a transaction; of those ``admitted`` some wait for it."""

    def __init__(self, lanes: int, *, capacity: int) -> None:
        """``capacity``: how many may be inside, waiting or not."""
        self.lane = asyncio.Semaphore(lanes)
        self._capacity, self._inside = capacity, 0

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Be inside for the length of the block. Raises :class:`IntakeBusy` when it is full."""
        if self._inside >= self._capacity:
            raise IntakeBusy(retry_in_s=_RETRY_IN_S)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

"""The entrance to a few transactions at a time: bounded, so that a crowd is told to come again instead of piling up."""

import asyncio
from types import TracebackType

from voting.errors import IntakeBusy

_RETRY_IN_S = 2


class Entrance:
    """
    ``lane`` is held for the length of a transaction; of those inside some wait for it.

    ``with entrance:`` is being inside. Raises :class:`IntakeBusy` when it is full.
    """

    def __init__(self, lanes: int, *, capacity: int) -> None:
        """``capacity``: how many may be inside, waiting or not."""
        self.lane = asyncio.Semaphore(lanes)
        self._capacity, self._inside = capacity, 0

    def __enter__(self) -> None:
        if self._inside >= self._capacity:
            raise IntakeBusy(retry_in_s=_RETRY_IN_S)
        self._inside += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._inside -= 1

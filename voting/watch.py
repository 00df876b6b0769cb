"""A watch: what one process does beside all requests, again whenever polls change."""

import asyncio
import contextlib
from abc import ABC, abstractmethod


class Watch(ABC):
    """Begins with ``start``, ends with ``stop``; ``wake`` it when polls change."""

    def __init__(self, name: str) -> None:
        """``name``: of its task, for whoever looks at a process."""
        self._name = name
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._watch(), name=self._name)

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def wake(self, _topic: str = "") -> None:
        """A poll may have changed."""
        self._changed.set()

    @abstractmethod
    async def _watch(self) -> None:
        """Until it is cancelled."""

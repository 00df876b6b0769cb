"""Fast time: an event loop whose clock jumps to the next timer when there is nothing else to do."""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any


class FastLoop(asyncio.SelectorEventLoop):
    """Ten seconds of patience pass in no time, and always in the same order."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self._now

    def skip(self, seconds: float) -> None:
        self._now += seconds


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: FastLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(5)  # nothing can happen any more: let the test's own watchdog see it
        if timeout > 0:
            self._loop.skip(timeout)
        return super().select(0)


def in_fast_time(story: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an async test in a loop of its own, in fast time."""

    @functools.wraps(story)
    def run(*args: Any, **kwargs: Any) -> None:
        loop = FastLoop()
        try:
            loop.run_until_complete(asyncio.wait_for(story(*args, **kwargs), timeout=3600))
            assert not asyncio.all_tasks(loop), "the story left something running"
        finally:
            loop.close()

    return run

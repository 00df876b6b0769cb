"""
Worker: one process beside the server that does what may crash or never end.

It does one task at a time, and a task's time counts from its own beginning. A process that died, took too long or was
no longer waited for is killed; the next task gets a new one.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, TypeVarTuple

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

RENEW_AFTER = 200  # tasks: bounds what a C library can hold on to


class Worker:
    """A process that is started when there is something to do."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._tasks = 0
        self._free = asyncio.Lock()

    async def run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments, within_s: float) -> Result:
        """
        What ``function`` returns or raises there.

        Raises:
            BrokenProcessPool: the process died of it.
            TimeoutError: it took longer than ``within_s``.
        """
        async with self._free:
            try:
                async with asyncio.timeout(within_s):
                    return await asyncio.get_running_loop().run_in_executor(self._ready(), function, *arguments)
            except (BrokenProcessPool, TimeoutError, asyncio.CancelledError):
                self.close()
                raise

    def close(self) -> None:
        """Kill the process, whatever it is doing."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def _ready(self) -> ProcessPoolExecutor:
        # Not max_tasks_per_child: in Python 3.11 the pool may wait for ever for a worker that has ended.
        if self._tasks >= RENEW_AFTER:
            self.close()
        if self._pool is None:
            # spawn: a fork of a process with threads and an event loop may hang.
            self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            self._tasks = 0
        self._tasks += 1
        return self._pool

"""A worker: what kills it, or never ends, harms nobody else."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from concurrent.futures.process import BrokenProcessPool

import pytest

from agenda import worker as workers
from agenda.worker import Worker


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


async def test_it_is_another_process(worker):
    assert await worker.run(os.getpid, within_s=20) != os.getpid()


async def test_what_a_function_raises_comes_back_and_the_process_stays(worker):
    before = await worker.run(os.getpid, within_s=20)

    with pytest.raises(ValueError, match="invalid literal"):
        await worker.run(int, "không", within_s=20)

    assert await worker.run(os.getpid, within_s=20) == before


async def test_after_a_crash_the_next_task_gets_a_new_process(worker):
    with pytest.raises(BrokenProcessPool):
        await worker.run(os._exit, 1, within_s=20)

    assert await worker.run(int, "7", within_s=20) == 7


async def test_a_task_that_never_ends_is_killed(worker):
    victim = await worker.run(os.getpid, within_s=20)

    with pytest.raises(TimeoutError):
        await worker.run(time.sleep, 3600, within_s=0.2)

    assert await worker.run(os.getpid, within_s=20) != victim


async def test_a_task_that_nobody_waits_for_is_killed(worker):
    await worker.run(os.getpid, within_s=20)
    task = asyncio.create_task(worker.run(time.sleep, 3600, within_s=3600))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await worker.run(int, "7", within_s=20) == 7


async def test_the_process_is_renewed_under_load_and_none_waits_for_ever(worker, monkeypatch):
    monkeypatch.setattr(workers, "RENEW_AFTER", 3)

    async with asyncio.timeout(60):
        processes = await asyncio.gather(*(worker.run(os.getpid, within_s=30) for _ in range(10)))

    assert len(set(processes)) == 4  # 3 + 3 + 3 + 1

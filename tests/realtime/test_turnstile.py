"""Rank before patience."""

import asyncio
import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.turnstile import Turnstile
from tests.realtime.fast_time import in_fast_time


@in_fast_time
async def test_the_lowest_rank_enters_first_and_then_the_first_come():
    turnstile, entered = Turnstile(1), []

    async def guest(name, rank):
        async with turnstile.place(rank):
            entered.append(name)
            await asyncio.sleep(1)

    guests = [("first", 9), ("phone", 1), ("another phone", 1), ("person", 2), ("screen", 0)]
    await asyncio.gather(*(guest(*one) for one in guests))

    assert entered == ["first", "screen", "phone", "another phone", "person"]


@in_fast_time
async def test_who_comes_straight_back_goes_behind_those_who_wait():
    turnstile, entered = Turnstile(1), []

    async def guest(name):
        for _ in range(3):
            async with turnstile.place(0):
                entered.append(name)

    await asyncio.gather(guest("ada"), guest("bo"))

    assert sorted(entered) == ["ada"] * 3 + ["bo"] * 3
    async with asyncio.timeout(1):  # the place is free again
        async with turnstile.place(0):
            pass


@in_fast_time
async def test_a_place_handed_to_somebody_who_is_just_leaving_goes_to_the_next():
    turnstile, entered = Turnstile(1), []

    async def guest(name):
        async with turnstile.place(0):
            entered.append(name)

    async with turnstile.place(0):
        ada, bo = asyncio.create_task(guest("ada")), asyncio.create_task(guest("bo"))
        await asyncio.sleep(0)
    ada.cancel()  # the place is hers already, but she has not taken a step
    await asyncio.gather(ada, bo, return_exceptions=True)

    assert entered == ["bo"]


@settings(deadline=None)
@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 2), st.floats(0, 5), st.floats(0, 5), st.none() | st.floats(0, 8)), max_size=20),
)
@in_fast_time
async def test_places_are_never_exceeded_and_never_lost(places, guests):
    turnstile, inside, most = Turnstile(places), 0, 0

    async def guest(rank, comes, stays):
        nonlocal inside, most
        await asyncio.sleep(comes)
        async with turnstile.place(rank):
            inside += 1
            most = max(most, inside)
            try:
                await asyncio.sleep(stays)
            finally:
                inside -= 1

    async def leaves(task, when):
        await asyncio.sleep(when)
        task.cancel()

    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(guest(rank, comes, stays)) for rank, comes, stays, _ in guests]
    leavers = [leaves(task, one[3]) for task, one in zip(tasks, guests, strict=True) if one[3] is not None]
    await asyncio.gather(*tasks, *leavers, return_exceptions=True)

    assert most <= places
    async with asyncio.timeout(1):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(places):
                await stack.enter_async_context(turnstile.place(0))

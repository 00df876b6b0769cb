"""A crowd's work is done in rounds, so that others come in between."""

import asyncio
from collections import Counter

from voting.turns import Turns


class Crowd:
    """Callers who do a piece of work each, and the rounds of the loop in which they did it."""

    def __init__(self, most: int) -> None:
        self.turns, self.round = Turns(most), 0
        self.done: list[tuple[int, int]] = []  # who, in which round

    async def works(self, who: int) -> None:
        await self.turns.mine()
        self.done.append((who, self.round))

    async def watches(self) -> None:
        while True:
            await asyncio.sleep(0)
            self.round += 1

    async def all_of(self, size: int, gone: tuple[int, ...] = ()) -> list[object]:
        watching = asyncio.create_task(self.watches())
        working = [asyncio.create_task(self.works(who)) for who in range(size)]
        await asyncio.sleep(0)
        for who in gone:
            working[who].cancel()
        answers = await asyncio.gather(*working, return_exceptions=True)
        watching.cancel()
        return answers


async def test_a_crowd_takes_turns_in_the_order_in_which_it_came():
    crowd = Crowd(3)

    await crowd.all_of(20)

    assert [who for who, _ in crowd.done] == list(range(20))
    assert max(Counter(round_ for _, round_ in crowd.done).values()) == 3


async def test_who_comes_alone_does_not_wait():
    crowd = Crowd(1)

    for who in range(3):
        await crowd.all_of(1)
        assert len(crowd.done) == who + 1
        assert crowd.done[-1] == (0, crowd.done[-1][1])
        await asyncio.sleep(0)


async def test_who_has_gone_takes_nobodys_turn():
    crowd = Crowd(2)

    answers = await crowd.all_of(9, gone=(3, 4, 8))

    assert [who for who, _ in crowd.done] == [0, 1, 2, 5, 6, 7]
    assert [who for who, answer in enumerate(answers) if isinstance(answer, asyncio.CancelledError)] == [3, 4, 8]
    assert max(Counter(round_ for _, round_ in crowd.done).values()) == 2

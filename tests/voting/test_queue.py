"""The queue of polls: drafts in the order that was asked for, and one paper at a time before a delegate."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from agenda.journal import SYSTEM
from agenda.models import JournalEntry
from voting import queue
from voting.console_states import render_polls
from voting.errors import AnotherPollOpen, NoSuchPoll
from voting.life import PollState
from voting.models import Poll


async def drafts(hall):
    async with hall.sessions() as session:
        return [one.id for one in (await render_polls(session)).polls if one.state is PollState.DRAFT]


async def in_order(hall, *poll_ids):
    async with hall.sessions.begin() as session:
        await queue.put_in_order(session, SYSTEM, list(poll_ids))


async def test_drafts_stand_in_the_order_asked_for_and_the_rest_behind_as_they_were_made(voting_hall):
    first, second, third, fourth = [await voting_hall.prepares() for _ in range(4)]
    assert await drafts(voting_hall) == [first, second, third, fourth]

    await in_order(voting_hall, third, first)
    assert await drafts(voting_hall) == [third, first, second, fourth]

    await in_order(voting_hall, fourth)
    assert await drafts(voting_hall) == [fourth, first, second, third]
    assert (await voting_hall.prepares()) == (await drafts(voting_hall))[-1]


async def test_the_order_is_journalled_once_by_numbers_and_a_repeat_says_nothing(voting_hall):
    first, second = await voting_hall.prepares(), await voting_hall.prepares()

    for _ in range(2):
        await in_order(voting_hall, second, first)

    async with voting_hall.sessions() as session:
        (entry,) = (await session.scalars(select(JournalEntry).where(JournalEntry.action == "poll.queued"))).all()
    assert (entry.before, entry.after) == ({"numbers": [1, 2]}, {"numbers": [2, 1]})


async def test_an_announced_poll_stays_where_it_is_and_an_unknown_one_is_refused(voting_hall):
    await voting_hall.fill(1)
    first, second = await voting_hall.announces(beside_others=False), await voting_hall.prepares()

    await in_order(voting_hall, first, second)

    assert await drafts(voting_hall) == [second]
    with pytest.raises(NoSuchPoll):
        await in_order(voting_hall, second, uuid4())


async def test_a_second_poll_of_the_same_delegates_does_not_open(voting_hall):
    await voting_hall.fill(3)
    first = await voting_hall.opens(beside_others=False)
    second = await voting_hall.announces(beside_others=False)

    with pytest.raises(AnotherPollOpen, match="poll 1 is open"):
        await voting_hall.opens(second)
    await voting_hall.closes(first)
    await voting_hall.opens(second)

    async with voting_hall.sessions() as session:
        assert (await session.get_one(Poll, second)).state is PollState.OPEN


@pytest.mark.parametrize("allowing", ["the one that is open", "the one that opens"])
async def test_beside_others_it_does_where_either_of_them_allows_it(voting_hall, allowing):
    await voting_hall.fill(3)
    await voting_hall.opens(beside_others=allowing == "the one that is open")

    second = await voting_hall.opens(beside_others=allowing == "the one that opens")

    assert second


async def test_polls_without_a_voter_in_common_are_open_together(voting_hall):
    await voting_hall.fill(4)

    await voting_hall.opens(delegate_numbers=("0000", "0001"), beside_others=False)
    await voting_hall.opens(delegate_numbers=("0002", "0003"), beside_others=False)

    with pytest.raises(AnotherPollOpen):
        await voting_hall.opens(delegate_numbers=("0003",), beside_others=False)


async def test_of_two_that_open_at_once_one_is_refused(voting_hall):
    await voting_hall.fill(3)
    polls = [await voting_hall.announces(beside_others=False) for _ in range(4)]

    outcomes = await asyncio.gather(*(voting_hall.opens(poll) for poll in polls), return_exceptions=True)

    assert sum(isinstance(one, AnotherPollOpen) for one in outcomes) == 3
    assert sum(isinstance(one, Exception) for one in outcomes) == 3

"""Two persons: whoever comes first puts a word down, the second takes the step, and nobody takes it alone."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from agenda.journal import SYSTEM, Actor
from agenda.models import JournalEntry
from tests.voting.halls import KEY, NOW, Hall
from voting import service
from voting.errors import NotAllowedInState, OnePersonIsEnough, TwoPersonsNeeded
from voting.life import PollState, Step

CHAIR = Actor(kind="chair", id=uuid4(), name="Nguyễn Thị Chủ tọa")
TELLER = Actor(kind="teller", id=uuid4(), name="Lê Văn Kiểm phiếu")
ORGANISER = Actor(kind="organiser", id=uuid4(), name="Trần Văn Tổ chức")


async def confirms(hall: Hall, actor: Actor, poll_id, step: Step) -> PollState:
    """Where the poll stands after the actor's word."""
    async with hall.sessions.begin() as session:
        poll = await service.confirm(session, actor, poll_id, step, now=datetime.now(UTC), key=KEY)
        return poll.state


async def steps(hall: Hall, actor: Actor, poll_id, step: Step) -> PollState:
    """Where the poll stands after the actor has tried the step alone."""
    async with hall.sessions.begin() as session:
        if step is Step.CLOSE:
            poll = await service.close(session, actor, poll_id, now=NOW, key=KEY)
        else:
            poll = await service.publish(session, actor, poll_id, now=NOW)
        return poll.state


@pytest.mark.parametrize("order", [(CHAIR, TELLER), (TELLER, CHAIR)])
async def test_the_second_word_closes_and_then_publishes(voting_hall, order):
    first, second = order
    await voting_hall.fill(3)
    poll_id = await voting_hall.opens(two_persons=True)

    assert await confirms(voting_hall, first, poll_id, Step.CLOSE) is PollState.OPEN
    assert await confirms(voting_hall, first, poll_id, Step.CLOSE) is PollState.OPEN  # a repeat adds nothing
    assert await confirms(voting_hall, second, poll_id, Step.CLOSE) is PollState.CLOSED
    assert await confirms(voting_hall, second, poll_id, Step.CLOSE) is PollState.CLOSED
    assert await confirms(voting_hall, first, poll_id, Step.PUBLISH) is PollState.CLOSED
    assert await confirms(voting_hall, second, poll_id, Step.PUBLISH) is PollState.PUBLISHED

    async with voting_hall.sessions() as session:
        entries = await session.execute(select(JournalEntry).order_by(JournalEntry.number))
        said = [(one.action, one.actor_name) for one in entries.scalars() if one.action != "poll.prepared"]
    assert said[-6:] == [
        ("poll.confirmed", first.name),
        ("poll.confirmed", second.name),
        ("poll.closed", second.name),
        ("poll.confirmed", first.name),
        ("poll.confirmed", second.name),
        ("poll.published", second.name),
    ]


async def test_nobody_closes_or_publishes_alone(voting_hall):
    await voting_hall.fill(3)
    poll_id = await voting_hall.opens(two_persons=True)
    another_teller = Actor(kind="teller", id=uuid4(), name="Phạm Thị Kiểm phiếu")

    for actor in (CHAIR, TELLER, ORGANISER):
        with pytest.raises(TwoPersonsNeeded) as refused:
            await steps(voting_hall, actor, poll_id, Step.CLOSE)
        assert refused.value.waits_for == ["chair", "teller"]
    await confirms(voting_hall, TELLER, poll_id, Step.CLOSE)
    assert await confirms(voting_hall, another_teller, poll_id, Step.CLOSE) is PollState.OPEN
    with pytest.raises(TwoPersonsNeeded) as refused:
        await steps(voting_hall, CHAIR, poll_id, Step.CLOSE)
    assert refused.value.waits_for == ["chair"]

    await confirms(voting_hall, CHAIR, poll_id, Step.CLOSE)
    with pytest.raises(TwoPersonsNeeded):
        await steps(voting_hall, CHAIR, poll_id, Step.PUBLISH)


async def test_both_at_once_close_it_once(voting_hall):
    await voting_hall.fill(3)
    poll_id = await voting_hall.opens(two_persons=True)

    words = [confirms(voting_hall, one, poll_id, Step.CLOSE) for one in (CHAIR, TELLER) * 4]
    states = await asyncio.gather(*words)

    assert states.count(PollState.OPEN) in range(1, 5)  # the first side, as often as it came before the other
    assert PollState.CLOSED in states
    assert await voting_hall.journalled("poll.closed") == 1
    assert await voting_hall.journalled("poll.confirmed") == 2


async def test_a_deadline_closes_by_itself_and_annulling_takes_one(voting_hall):
    await voting_hall.fill(3)
    poll_id = await voting_hall.opens(two_persons=True, seconds=10, now=datetime.now(UTC) - timedelta(seconds=11))

    assert await steps(voting_hall, SYSTEM, poll_id, Step.CLOSE) is PollState.CLOSED
    async with voting_hall.sessions.begin() as session:
        poll = await service.annul(session, CHAIR, poll_id, reason="Sai tên chỉ tiêu")

    assert poll.state is PollState.ANNULLED


async def test_words_are_taken_where_two_are_asked_for_and_in_their_time(voting_hall):
    await voting_hall.fill(3)
    alone = await voting_hall.opens()
    poll_id = await voting_hall.opens(two_persons=True)

    for actor, poll, step, refusal in (
        (CHAIR, alone, Step.CLOSE, OnePersonIsEnough),
        (CHAIR, poll_id, Step.ANNUL, OnePersonIsEnough),
        (CHAIR, poll_id, Step.PUBLISH, NotAllowedInState),
    ):
        with pytest.raises(refusal):
            await confirms(voting_hall, actor, poll, step)

    assert await voting_hall.journalled("poll.confirmed") == 0

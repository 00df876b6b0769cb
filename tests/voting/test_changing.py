"""Changing a recorded ballot: the last one counts, whatever comes late, and the journal says only that it happened."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from agenda.models import JournalEntry
from tests.voting.halls import a_cast, an_intake
from voting.changing import Changes
from voting.errors import AlreadyVoted, BallotIdTaken, BallotStands, IntakeBusy, NoBallotOfYours, NotPresent, PollClosed
from voting.intake import Receipt
from voting.queries import result_in


@pytest.fixture
def changes(voting_hall) -> Changes:
    """The way in for changed ballots."""
    return Changes(voting_hall.sessions)


async def cast_first(database_url, poll_id, *voters):
    """A ballot *for* of each; their ids in order."""
    async with an_intake(database_url) as intake:
        return [(await intake.cast(a_cast(poll_id, one))).ballot_id for one in voters]


async def marks(hall, poll_id) -> dict[str, int]:
    """As counted."""
    return result_in(await hall.closes(poll_id)).tally.questions[0].marks


async def test_the_last_ballot_counts_and_the_journal_says_that_not_what(database_url, voting_hall, changes):
    one, other = await voting_hall.fill(2)
    poll_id = await voting_hall.opens(may_change=True)
    first, _ = await cast_first(database_url, poll_id, one, other)
    second, third = a_cast(poll_id, one, "against"), a_cast(poll_id, one, "other")

    receipt = await changes.change(second, first)
    assert await changes.change(second, first) == receipt  # the answer was lost, and it is sent again
    await changes.change(third, second.ballot_id)

    urn = await voting_hall.urn(poll_id)
    assert (len(urn.ballots), urn.counted, urn.mandates) == (2, 2, 2)
    assert await marks(voting_hall, poll_id) == {"for": 1, "against": 0, "other": 1}
    async with voting_hall.sessions() as session:
        changed = select(JournalEntry).where(JournalEntry.action == "poll.ballot_changed").order_by(JournalEntry.number)
        entries = list(await session.scalars(changed))
    assert [(entry.actor_id, entry.subject) for entry in entries] == [(one, f"poll/{poll_id}")] * 2
    assert [(entry.before, entry.after) for entry in entries] == [(None, None)] * 2


async def test_a_first_cast_that_comes_late_does_not_undo_the_change(database_url, voting_hall, changes):
    (voter,) = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(may_change=True)
    first = a_cast(poll_id, voter, "for")
    async with an_intake(database_url) as intake:
        await intake.cast(first)
        await changes.change(a_cast(poll_id, voter, "against"), first.ballot_id)
        with pytest.raises(AlreadyVoted):
            await intake.cast(first)

    assert await marks(voting_hall, poll_id) == {"for": 0, "against": 1, "other": 0}


async def test_of_many_changes_of_one_ballot_one_goes_in(database_url, voting_hall, changes):
    (voter,) = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(may_change=True)
    (first,) = await cast_first(database_url, poll_id, voter)
    casts = [a_cast(poll_id, voter, "against") for _ in range(20)]

    answers = await asyncio.gather(*(changes.change(one, first) for one in casts), return_exceptions=True)

    (receipt,) = (answer for answer in answers if isinstance(answer, Receipt))
    assert [type(answer) for answer in answers].count(AlreadyVoted) == 19
    assert (await voting_hall.urn(poll_id)).ids == {receipt.ballot_id}


async def test_what_is_acknowledged_while_it_closes_is_in_the_count(database_url, voting_hall, changes):
    voters = await voting_hall.fill(60)
    poll_id = await voting_hall.opens(may_change=True)
    firsts = await cast_first(database_url, poll_id, *voters)
    casts = [a_cast(poll_id, voter, "against") for voter in voters]

    async def closing():
        await asyncio.sleep(0.05)
        return result_in(await voting_hall.closes(poll_id)).tally.questions[0].marks

    changing = [changes.change(one, first) for one, first in zip(casts, firsts, strict=True)]
    *answers, counted = await asyncio.gather(*changing, closing(), return_exceptions=True)

    changed = sum(isinstance(answer, Receipt) for answer in answers)
    assert sum(isinstance(answer, PollClosed) for answer in answers) == 60 - changed
    assert counted == {"for": 60 - changed, "against": changed, "other": 0}


async def test_what_may_not_be_changed_says_why(database_url, voting_hall, changes):
    voter, silent = await voting_hall.fill(2)
    fixed, poll_id = await voting_hall.opens(), await voting_hall.opens(may_change=True)
    (stays,) = await cast_first(database_url, fixed, voter)
    (first,) = await cast_first(database_url, poll_id, voter)

    for cast, replaces, refusal in (
        (a_cast(fixed, voter, "against"), stays, BallotStands),
        (a_cast(poll_id, silent, "against"), first, NoBallotOfYours),
        (a_cast(poll_id, voter, "against"), uuid4(), AlreadyVoted),
        (a_cast(poll_id, voter, "against", ballot_id=first), first, BallotIdTaken),
    ):
        with pytest.raises(refusal):
            await changes.change(cast, replaces)
    await voting_hall.lets(voter, be_present=False)
    with pytest.raises(NotPresent):
        await changes.change(a_cast(poll_id, voter, "against"), first)

    assert (await voting_hall.urn(poll_id)).ids == {first}
    assert await voting_hall.journalled("poll.ballot_changed") == 0


async def test_after_the_deadline_a_ballot_stands(database_url, voting_hall, changes):
    (voter,) = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(may_change=True, seconds=11, now=datetime.now(UTC) - timedelta(seconds=10))
    (first,) = await cast_first(database_url, poll_id, voter)
    await asyncio.sleep(1.1)

    with pytest.raises(PollClosed):
        await changes.change(a_cast(poll_id, voter, "against"), first)


async def test_more_than_it_holds_is_told_to_come_again(database_url, voting_hall):
    (voter,) = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(may_change=True)
    (first,) = await cast_first(database_url, poll_id, voter)
    full = Changes(voting_hall.sessions, capacity=0)

    with pytest.raises(IntakeBusy):
        await full.change(a_cast(poll_id, voter, "against"), first)

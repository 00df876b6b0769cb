"""Printed papers of a secret poll: who gets one, and what two tellers have to agree on before a result is shown."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.journal import Actor
from tests.voting.papers import a_paper, an_election
from tests.voting.secret_halls import FEWEST, a_secret_hall
from voting import hand_count
from voting.errors import NotAllowedInState, NotEntitled
from voting.hand_count import HandCount
from voting.life import PollState
from voting.own_state import render_mine
from voting.queries import result_in
from voting.secret_errors import (
    HandCountMissing,
    InvalidHandCount,
    NoMorePapers,
    NoPrintedPaper,
    PaperAlreadyGiven,
    PollIsNotSecret,
)

LAN, HOA, TAM = (Actor(kind="teller", id=uuid4(), name=name) for name in ("Lan", "Hoa", "Tâm"))


@pytest.fixture
async def secret(voting_hall, database_url, tmp_path):
    await voting_hall.fill(FEWEST + 3)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        yield secret


async def an_open_poll(secret):
    """Twenty have papers on their phones, three have none."""
    poll_id = await secret.announces()
    pockets = [await secret.pocket(poll_id, voter) for voter in secret.hall.delegates[:FEWEST]]
    await secret.opens(poll_id)
    return poll_id, pockets


async def test_the_urn_and_what_two_tellers_counted_are_added_and_shown_apart(secret):
    poll_id, pockets = await an_open_poll(secret)
    for pocket in pockets:
        await secret.casts(pocket, "for")
    for voter in secret.hall.delegates[FEWEST:]:
        await secret.hands_out(poll_id, voter)
    await secret.closes(poll_id)
    counted = {"papers": 3, "invalid": 1, "marks": {"for": 0, "against": 2, "other": 0}}

    first = await secret.enters(poll_id, LAN, **counted)
    assert result_in(first).hand is None  # one teller is nobody
    result = result_in(await secret.enters(poll_id, HOA, **counted))

    (question,) = result.tally.questions
    assert question.marks == {"for": 20, "against": 2, "other": 0}
    assert (question.valid, question.invalid, question.blank, question.cast) == (22, 1, 0, 23)
    assert (result.tally.ballots, result.tally.mandates, result.electorate) == (23, 23, 23)
    assert result.hand == HandCount(**counted)


async def test_nothing_is_published_while_printed_papers_are_not_counted_alike(secret):
    poll_id, _ = await an_open_poll(secret)
    await secret.hands_out(poll_id, secret.hall.delegates[FEWEST])
    await secret.closes(poll_id)
    mine = {"papers": 1, "marks": {"for": 1, "against": 0, "other": 0}}
    another = {"papers": 1, "marks": {"for": 0, "against": 1, "other": 0}}

    for teller, counted in ((LAN, mine), (LAN, mine), (HOA, another)):  # twice the same one is still one
        await secret.enters(poll_id, teller, **counted)
        with pytest.raises(HandCountMissing) as refused:
            await secret.publishes(poll_id)
        assert refused.value.papers == 1
    await secret.enters(poll_id, HOA, **mine)
    assert (await secret.publishes(poll_id)).state is PollState.PUBLISHED


async def test_whoever_enters_last_and_alone_puts_it_in_doubt_again(secret):
    poll_id, _ = await an_open_poll(secret)
    await secret.hands_out(poll_id, secret.hall.delegates[FEWEST])
    await secret.closes(poll_id)
    mine = {"papers": 1, "marks": {"for": 1, "against": 0, "other": 0}}
    await secret.enters(poll_id, LAN, **mine)
    await secret.enters(poll_id, HOA, **mine)

    poll = await secret.enters(poll_id, TAM, papers=0, marks={"for": 0, "against": 0, "other": 0})

    assert result_in(poll).hand is None
    assert result_in(poll).tally.ballots == 0
    with pytest.raises(HandCountMissing):
        await secret.publishes(poll_id)


async def test_what_a_teller_entered_is_in_no_journal_before_the_result_is(secret):
    poll_id, _ = await an_open_poll(secret)
    await secret.hands_out(poll_id, secret.hall.delegates[FEWEST])
    await secret.closes(poll_id)

    await secret.enters(poll_id, LAN, papers=1, marks={"for": 1, "against": 0, "other": 0})

    assert await secret.journal("poll.hand_counted") == {"papers": 1, "agreed": False}


async def test_nobody_has_two_papers_on_a_phone_or_printed(secret):
    poll_id = await secret.announces()
    on_phone, printed = secret.hall.delegates[:2]
    await secret.pocket(poll_id, on_phone)
    recipient = await secret.hands_out(poll_id, printed)

    assert (recipient.papers, recipient.given) == (1, 1)
    for attempt in (
        secret.hands_out(poll_id, on_phone),
        secret.hands_out(poll_id, printed),
        secret.pocket(poll_id, printed),
    ):
        with pytest.raises(PaperAlreadyGiven):
            await attempt
    async with secret.hall.sessions() as session:
        assert (await render_mine(session, printed)).papers == [poll_id]


async def test_a_phone_and_a_teller_at_once_make_one_paper(secret):
    poll_id = await secret.announces()
    for voter in secret.hall.delegates[:8]:
        done = await asyncio.gather(
            secret.pocket(poll_id, voter), secret.hands_out(poll_id, voter), return_exceptions=True
        )
        assert [type(one) for one in done].count(PaperAlreadyGiven) == 1


async def test_of_three_mandates_those_without_a_paper_on_a_phone_get_a_printed_one(secret):
    (voter,) = await secret.hall.fill(1, mandates=3)
    poll_id = await secret.announces()
    await secret.pocket(poll_id, voter, 2)

    assert (await secret.hands_out(poll_id, voter)).papers == 2
    assert (await secret.takes_back(poll_id, voter)).papers == 2


async def test_whoever_came_late_joins_with_a_printed_paper_and_counts_as_present(secret):
    poll_id, _ = await an_open_poll(secret)
    (late,) = await secret.hall.fill(1)
    (outside,) = await secret.hall.fill(1)
    await secret.hall.lets(outside, be_present=False)
    before = (await secret.poll(poll_id)).present

    await secret.hands_out(poll_id, late)
    with pytest.raises(NotEntitled):
        await secret.hands_out(poll_id, outside)

    assert (await secret.poll(poll_id)).present == before + 1
    assert (await secret.journal("poll.paper_handed_out"))["joined"] == 1


async def test_a_paper_that_went_to_the_wrong_person_is_taken_back(secret):
    poll_id = await secret.announces()
    wrong, on_phone = secret.hall.delegates[:2]
    await secret.pocket(poll_id, on_phone)
    await secret.hands_out(poll_id, wrong)

    assert (await secret.takes_back(poll_id, wrong)).given == 0
    for voter in (wrong, on_phone):  # a paper on a phone is not the tellers' to take
        with pytest.raises(NoPrintedPaper):
            await secret.takes_back(poll_id, voter)
    assert await secret.pocket(poll_id, wrong)  # as if nothing had been


async def test_after_closing_none_is_handed_out_and_only_then_it_is_counted(secret):
    poll_id, _ = await an_open_poll(secret)
    voter = secret.hall.delegates[FEWEST]
    await secret.hands_out(poll_id, voter)
    counted = {"papers": 1, "marks": {"for": 1, "against": 0, "other": 0}}

    with pytest.raises(NotAllowedInState):
        await secret.enters(poll_id, LAN, **counted)
    await secret.closes(poll_id)
    with pytest.raises(NoMorePapers):
        await secret.hands_out(poll_id, secret.hall.delegates[FEWEST + 1])
    with pytest.raises(NoMorePapers):
        await secret.takes_back(poll_id, voter)
    await secret.enters(poll_id, LAN, **counted)
    await secret.enters(poll_id, HOA, **counted)
    await secret.publishes(poll_id)
    with pytest.raises(NotAllowedInState):
        await secret.enters(poll_id, LAN, **counted)


async def test_a_recorded_poll_has_no_printed_papers(secret):
    poll_id = await secret.hall.announces()
    with pytest.raises(PollIsNotSecret):
        await secret.hands_out(poll_id, secret.hall.delegates[0])
    with pytest.raises(PollIsNotSecret):
        await secret.enters(poll_id, LAN, papers=0, marks={"for": 0, "against": 0, "other": 0})


# ---- what papers can come to


def election():
    return a_paper(an_election("a", "b", "c", seats=2))


@pytest.mark.parametrize(
    ("counted", "reason"),
    [
        ({"papers": 6, "marks": {"a": 0, "b": 0, "c": 0}}, "5 papers were given out"),
        ({"papers": 2, "invalid": 2, "blank": 1, "marks": {"a": 0, "b": 0, "c": 0}}, "more papers are invalid"),
        ({"papers": 3, "invalid": 1, "marks": {"a": 3, "b": 0, "c": 0}}, "marked more often"),
        ({"papers": 2, "marks": {"a": 2, "b": 2, "c": 1}}, "5 marks cannot be on 2 papers"),
        ({"papers": 2, "marks": {"a": 1, "b": 0, "c": 0}}, "1 marks cannot be on 2 papers"),
        ({"papers": 1, "marks": {"a": 1, "b": 0}}, "every option"),
        ({"papers": 1, "marks": {"a": 1, "b": 0, "c": 0, "d": 0}}, "every option"),
    ],
)
def test_a_count_that_papers_cannot_come_to_is_refused(counted, reason):
    with pytest.raises(InvalidHandCount, match=reason):
        hand_count.check(HandCount(**counted), election(), given=5)


@given(st.lists(st.sampled_from([(), ("a",), ("b",), ("a", "b"), ("b", "c"), None]), max_size=30), st.integers(0, 3))
def test_every_heap_of_papers_can_be_entered(heap, lost):
    marked = [paper for paper in heap if paper]
    counted = HandCount(
        papers=len(heap),
        invalid=heap.count(None),
        blank=heap.count(()),
        marks={key: sum(key in paper for paper in marked) for key in "abc"},
    )

    hand_count.check(counted, election(), given=len(heap) + lost)
    (question,) = counted.tally(election()).questions
    assert question.valid == len(marked)
    assert question.cast == question.valid + question.blank + question.invalid == len(heap)

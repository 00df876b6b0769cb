"""What a ballot hears on its way in: a receipt, or the one reason why not."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text, update

from agenda.journal import SYSTEM
from delegates.models import Delegate, Delegation
from tests.voting.halls import NOW, a_cast, an_intake, answer
from tests.voting.papers import OUTSIDE, a_choice, a_paper
from voting import service
from voting.casting import CastBallot, Casting
from voting.errors import (
    AlreadyVoted,
    BallotIdTaken,
    IntakeBusy,
    NoSuchPoll,
    NotEntitled,
    NotPresent,
    PollClosed,
    PollNotOpen,
)
from voting.intake import Cast, Receipt, Standing, answer_to
from voting.life import PollState
from voting.models import ElectorateKind, Poll
from voting.paper import Answer
from voting.paper_errors import TooManyMarked, UnknownOption

BALLOT, OTHER = UUID(int=1), UUID(int=2)
CAST = Cast(BALLOT, uuid4(), uuid4(), '[[1,["for"]]]')
IN_ORDER = Standing(
    state=PollState.OPEN,
    deadline_passed=False,
    is_voter=True,
    is_present=True,
    ballot_id=None,
    cast_at=None,
    is_same=False,
)
standings = st.builds(
    Standing,
    state=st.none() | st.sampled_from([str(state) for state in PollState]),
    deadline_passed=st.booleans(),
    is_voter=st.booleans(),
    is_present=st.booleans(),
    ballot_id=st.sampled_from([None, BALLOT, OTHER]),
    cast_at=st.just(NOW),
    is_same=st.booleans(),
)


# ---- the decision, pure


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"state": None}, NoSuchPoll),
        ({"state": PollState.DRAFT}, PollNotOpen),
        ({"state": PollState.ANNOUNCED}, PollNotOpen),
        ({"state": PollState.CLOSED}, PollClosed),
        ({"state": PollState.PUBLISHED}, PollClosed),
        ({"state": PollState.ANNULLED}, PollClosed),
        ({"deadline_passed": True}, PollClosed),
        ({"is_voter": False, "is_present": False}, NotEntitled),
        ({"is_present": False}, NotPresent),
        ({"ballot_id": OTHER}, AlreadyVoted),
        ({"ballot_id": OTHER, "state": PollState.CLOSED}, AlreadyVoted),
        ({"ballot_id": BALLOT, "is_same": False}, BallotIdTaken),
        ({}, IntakeBusy),  # all is well now, so that it may be sent again
    ],
)
def test_a_ballot_that_is_not_in_hears_the_first_reason_that_matters(facts, refusal):
    assert isinstance(answer_to(CAST, IN_ORDER._replace(**facts)), refusal)


@given(standings.filter(lambda standing: standing.state))
def test_a_repeat_gets_its_receipt_whatever_has_happened_since(standing):
    repeat = standing._replace(ballot_id=BALLOT, is_same=True)

    assert answer_to(CAST, repeat) == Receipt(ballot_id=BALLOT, poll_id=CAST.poll_id, cast_at=NOW)


@given(standings)
def test_nobody_gets_a_receipt_for_a_ballot_that_is_not_in(standing):
    if isinstance(answer_to(CAST, standing), Receipt):
        assert standing.ballot_id == CAST.ballot_id
        assert standing.is_same


@given(standings)
def test_the_phone_is_told_to_send_again_only_if_that_can_help(standing):
    if isinstance(answer_to(CAST, standing), IntakeBusy):
        assert standing._replace(cast_at=None, is_same=False) == IN_ORDER


# ---- the same decisions, taken by the database


@pytest.fixture
async def intake(database_url):
    async with an_intake(database_url) as intake:
        yield intake


async def test_a_receipt_names_ballot_and_poll_and_the_time_of_the_database(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    ballot = a_cast(poll_id, anh)

    receipt = await intake.cast(ballot)

    [row] = (await voting_hall.urn(poll_id)).ballots
    assert (receipt.ballot_id, receipt.poll_id, receipt.cast_at) == (ballot.ballot_id, poll_id, row.cast_at)
    assert abs(row.cast_at - datetime.now(UTC)) < timedelta(seconds=10)


async def test_a_ballot_carries_the_mandates_that_were_frozen_at_opening(voting_hall, intake):
    [anh] = await voting_hall.fill(1, mandates=3)
    poll_id = await voting_hall.opens()
    async with voting_hall.sessions.begin() as session:
        await session.execute(text("UPDATE delegate SET mandates = 9"))

    await intake.cast(a_cast(poll_id, anh))

    urn = await voting_hall.urn(poll_id)
    assert (urn.counted, urn.mandates, urn.ballots[0].mandates) == (1, 3, 3)


async def test_who_is_not_in_the_electorate_does_not_vote(voting_hall, intake):
    await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    [late] = await voting_hall.fill(1)

    heard = [await answer(intake, a_cast(poll_id, voter_id)) for voter_id in (late, uuid4())]

    assert [type(one) for one in heard] == [NotEntitled, NotEntitled]
    assert (await voting_hall.urn(poll_id)).counted == 0


async def test_who_has_checked_out_votes_only_after_coming_back(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    ballot = a_cast(poll_id, anh)

    await voting_hall.lets(anh, be_present=False)
    outside = await answer(intake, ballot)
    await voting_hall.lets(anh, be_present=True)
    inside = await answer(intake, ballot)

    assert isinstance(outside, NotPresent)
    assert isinstance(inside, Receipt)


async def test_who_changes_the_delegation_in_mid_vote_has_one_vote_all_the_same(voting_hall, intake):  # B8
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    async with voting_hall.sessions.begin() as session:
        session.add(Delegation(id=(other := uuid4()), code="99", name="Củ Chi"))
        await session.flush()
        await session.execute(update(Delegate).values(delegation_id=other))

    heard = [await answer(intake, a_cast(poll_id, anh)) for _ in range(2)]

    assert [type(one) for one in heard] == [Receipt, AlreadyVoted]
    await voting_hall.closes(poll_id)
    assert (await voting_hall.urn(poll_id)).counted == 1


async def test_in_a_poll_of_all_official_delegates_one_votes_from_anywhere(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    await voting_hall.lets(anh, be_present=False)
    poll_id = await voting_hall.opens(electorate_kind=ElectorateKind.ALL_OFFICIAL)

    assert isinstance(await answer(intake, a_cast(poll_id, anh)), Receipt)


async def test_the_deadline_holds_though_nobody_has_closed_the_poll_yet(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(seconds=10, now=datetime.now(UTC) - timedelta(seconds=11))

    heard = await answer(intake, a_cast(poll_id, anh))

    async with voting_hall.sessions() as session:
        assert (await session.get_one(Poll, poll_id)).state is PollState.OPEN
    assert isinstance(heard, PollClosed)
    assert (await voting_hall.urn(poll_id)).counted == 0


async def test_a_repeat_after_closing_publishing_and_annulling_still_gets_its_receipt(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    ballot = a_cast(poll_id, anh)
    first = await intake.cast(ballot)

    await voting_hall.closes(poll_id)
    heard = [await intake.cast(ballot)]
    async with voting_hall.sessions.begin() as session:
        await service.publish(session, SYSTEM, poll_id, now=NOW)
    heard.append(await intake.cast(ballot))
    async with voting_hall.sessions.begin() as session:
        await service.annul(session, SYSTEM, poll_id, reason="Sai tên chỉ tiêu")
    heard.append(await intake.cast(ballot))

    assert heard == [first] * 3


async def test_nobody_changes_a_vote_by_sending_the_same_ballot_id_with_another_mark(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    first = a_cast(poll_id, anh, "for")
    await intake.cast(first)

    heard = await answer(intake, a_cast(poll_id, anh, "against", ballot_id=first.ballot_id))

    assert isinstance(heard, BallotIdTaken)
    assert (await voting_hall.urn(poll_id)).ballots[0].answers == [[1, ["for"]]]


async def test_a_ballot_id_is_the_voters_own_so_that_nobody_else_can_use_it_up(voting_hall, intake):
    anh, dat = await voting_hall.fill(2)
    one, other = await voting_hall.opens(), await voting_hall.opens()
    seen = a_cast(one, anh, "for")

    await intake.cast(a_cast(one, dat, "against", ballot_id=seen.ballot_id))
    mine = [await intake.cast(a_cast(poll_id, anh, "for", ballot_id=seen.ballot_id)) for poll_id in (one, other)]

    assert [receipt.poll_id for receipt in mine] == [one, other]
    assert [(await voting_hall.urn(poll_id)).counted for poll_id in (one, other)] == [2, 1]


async def test_a_poll_that_does_not_exist_takes_no_ballot(voting_hall, intake):
    [anh] = await voting_hall.fill(1)

    assert isinstance(await answer(intake, a_cast(uuid4(), anh)), NoSuchPoll)


async def test_a_batch_that_the_database_refuses_does_not_end_the_intake(voting_hall, intake):
    anh, dat = await voting_hall.fill(2)
    poll_id = await voting_hall.opens()

    broken = await answer(intake, a_cast(poll_id, anh)._replace(answers="no JSON"))
    sound = await answer(intake, a_cast(poll_id, dat))

    assert (type(broken), type(sound)) == (IntakeBusy, Receipt)


async def test_the_database_itself_refuses_a_second_ballot_and_one_from_outside_the_electorate(voting_hall, intake):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    await intake.cast(a_cast(poll_id, anh))
    [outsider] = await voting_hall.fill(1)
    insert = text(
        "INSERT INTO ballot (id, poll_id, voter_id, mandates, answers, cast_at) "
        "VALUES (:id, :poll, :voter, 1, '[]', now())"
    )

    for voter_id, broken in ((anh, asyncpg.UniqueViolationError), (outsider, asyncpg.ForeignKeyViolationError)):
        async with voting_hall.sessions() as session:
            with pytest.raises(Exception, match="ballot") as refused:
                await session.execute(insert, {"id": uuid4(), "poll": poll_id, "voter": voter_id})
        assert isinstance(refused.value.__cause__.__cause__, broken)


# ---- the paper is checked before the intake


@pytest.fixture
def casting(voting_hall, intake):
    return Casting(voting_hall.sessions, intake)


def a_ballot(poll_id, *marks):
    """One phone's paper with one question."""
    return CastBallot(ballot_id=uuid4(), poll_id=poll_id, answers=[Answer(1, marks)])


async def test_marks_are_stored_in_the_papers_order_whatever_the_phone_sent(voting_hall, casting):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(paper=a_paper(a_choice("an", "binh", "chi", max_marks=3)))

    await casting.cast(a_ballot(poll_id, "chi", "an"), anh)

    assert (await voting_hall.urn(poll_id)).ballots[0].answers == [[1, ["an", "chi"]]]


@pytest.mark.parametrize(("marks", "refusal"), [((OUTSIDE,), UnknownOption), (("for", "against"), TooManyMarked)])
async def test_an_invalid_paper_is_refused_and_leaves_the_voter_free_to_vote(voting_hall, casting, marks, refusal):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()

    with pytest.raises(refusal):
        await casting.cast(a_ballot(poll_id, *marks), anh)
    await casting.cast(a_ballot(poll_id, "for"), anh)

    assert (await voting_hall.urn(poll_id)).counted == 1


async def test_a_poll_that_is_only_announced_is_not_open(voting_hall, casting):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.announces()

    with pytest.raises(PollNotOpen) as refused:
        await casting.cast(a_ballot(poll_id, "for"), anh)

    assert refused.value.state == PollState.ANNOUNCED


async def test_a_hall_that_casts_in_one_moment_reads_the_paper_once(voting_hall, intake):
    voters = await voting_hall.fill(100)
    poll_id = await voting_hall.opens()
    readings = []

    def reads():
        readings.append(poll_id)
        return voting_hall.sessions()

    casting = Casting(reads, intake)
    await asyncio.gather(*(casting.cast(a_ballot(poll_id, "for"), voter_id) for voter_id in voters))

    assert len(readings) == 1
    assert (await voting_hall.urn(poll_id)).counted == 100


async def test_a_phone_that_hangs_up_while_the_paper_is_read_leaves_the_others_their_answer(voting_hall, casting):
    anh, dat = await voting_hall.fill(2)
    poll_id = await voting_hall.opens()

    first = asyncio.create_task(casting.cast(a_ballot(poll_id, "for"), anh))
    second = asyncio.create_task(casting.cast(a_ballot(poll_id, "for"), dat))
    await asyncio.sleep(0)
    first.cancel()
    receipt = await second

    assert first.cancelled()
    assert receipt.poll_id == poll_id


async def test_the_paper_of_a_draft_is_not_remembered(voting_hall, casting):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.announces()
    async with voting_hall.sessions.begin() as session:
        await session.execute(update(Poll).values(state=PollState.DRAFT))

    with pytest.raises(PollNotOpen):
        await casting.cast(a_ballot(poll_id, "an"), anh)
    async with voting_hall.sessions.begin() as session:
        paper = msgspec.to_builtins(a_paper(a_choice("an", "binh")))
        await session.execute(update(Poll).values(state=PollState.ANNOUNCED, paper=paper))
    await voting_hall.opens(poll_id)
    await casting.cast(a_ballot(poll_id, "an"), anh)

    assert (await voting_hall.urn(poll_id)).counted == 1

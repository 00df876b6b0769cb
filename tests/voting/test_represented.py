"""Absent delegates who are represented: who carries their mandates in a poll, and that none of them counts twice."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from agenda.models import JournalEntry
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Proxy
from tests.voting.halls import NOW, Hall, a_cast, an_intake, answer
from tests.voting.papers import a_motion, a_paper
from tests.voting.secret_halls import FEWEST, a_secret_hall
from voting import represented, service
from voting.errors import NotEntitled
from voting.models import ElectorateKind, Poll, Represented, Voter
from voting.own_state import render_mine
from voting.queries import result_in
from voting.rules import MORE_THAN_HALF_OF_PRESENT


async def electorate(hall: Hall, poll_id) -> dict:
    """Mandates of each voter of a poll."""
    async with hall.sessions() as session:
        rows = await session.execute(select(Voter.delegate_id, Voter.mandates).where(Voter.poll_id == poll_id))
        return {row[0]: row[1] for row in rows}


async def carried(hall: Hall, poll_id) -> dict:
    """Who stands for whom in a poll."""
    async with hall.sessions() as session:
        return {one.delegate_id: one.holder_id for one in await represented.carried_in(session, poll_id)}


async def poll_of(hall: Hall, poll_id) -> Poll:
    async with hall.sessions() as session:
        return await session.get_one(Poll, poll_id)


async def comes_late(hall: Hall, *delegate_ids) -> None:
    for one in delegate_ids:
        await hall.lets(one, be_present=True)
    async with hall.sessions.begin() as session:
        await service.admit_late_arrivals(
            session, list(delegate_ids), sitting_id=hall.sitting_id, now=datetime.now(UTC)
        )


async def test_whoever_holds_the_proxy_of_an_absent_delegate_votes_with_both_mandates(voting_hall, database_url):
    an, binh, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(chi, an)

    poll_id = await voting_hall.opens()

    assert await electorate(voting_hall, poll_id) == {an: 2, binh: 1}
    assert await carried(voting_hall, poll_id) == {chi: an}
    async with an_intake(database_url) as intake:
        await intake.cast(a_cast(poll_id, an, "for"))
        await intake.cast(a_cast(poll_id, binh, "against"))
        assert isinstance(await answer(intake, a_cast(poll_id, chi)), NotEntitled)
    (question,) = result_in(await voting_hall.closes(poll_id)).tally.questions
    assert question.marks == {"for": 2, "against": 1, "other": 0}


async def test_all_mandates_of_the_absent_one_are_carried(voting_hall):
    (an,), (binh,) = await voting_hall.fill(1), await voting_hall.fill(1, mandates=3)
    await voting_hall.gives_proxy(binh, an)

    poll_id = await voting_hall.opens()

    assert await electorate(voting_hall, poll_id) == {an: 4}


async def test_whoever_is_present_votes_in_person_and_the_proxy_does_not_count(voting_hall):
    an, binh = await voting_hall.fill(2)
    await voting_hall.gives_proxy(binh, an)
    await voting_hall.lets(binh, be_present=True)

    poll_id = await voting_hall.opens()

    assert await electorate(voting_hall, poll_id) == {an: 1, binh: 1}
    assert await carried(voting_hall, poll_id) == {}


async def test_where_absent_ones_vote_everybody_votes_in_person(voting_hall):
    an, binh = await voting_hall.fill(2)
    await voting_hall.gives_proxy(binh, an)

    poll_id = await voting_hall.opens(electorate_kind=ElectorateKind.ALL_OFFICIAL)

    assert await electorate(voting_hall, poll_id) == {an: 1, binh: 1}


async def test_a_proxy_is_worth_nothing_while_its_holder_is_absent(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(binh, an)
    await voting_hall.lets(an, be_present=False)

    poll_id = await voting_hall.opens()

    assert await electorate(voting_hall, poll_id) == {chi: 1}
    assert await carried(voting_hall, poll_id) == {}


@pytest.mark.parametrize(
    "fact", [{"credentials": Credentials.REJECTED}, {"kind": DelegateKind.GUEST}, {"replaced": True}], ids=str
)
async def test_nobody_is_represented_who_could_not_vote(voting_hall, fact):
    an, binh, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(binh, an)
    async with voting_hall.sessions.begin() as session:
        if fact.pop("replaced", False):
            (await session.get_one(Delegate, chi)).replaces_id = binh
        for name, value in fact.items():
            setattr(await session.get_one(Delegate, binh), name, value)

    poll_id = await voting_hall.opens()

    assert await electorate(voting_hall, poll_id) == {an: 1, chi: 1}


async def test_in_a_poll_of_a_list_only_those_on_it_are_represented(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(binh, an)
    await voting_hall.gives_proxy(chi, an)

    poll_id = await voting_hall.opens(delegate_numbers=["0000", "0001"])

    assert await electorate(voting_hall, poll_id) == {an: 2}
    assert await carried(voting_hall, poll_id) == {binh: an}


async def test_the_represented_are_present_for_shares_and_not_for_the_quorum(voting_hall, database_url):
    """Of nine summoned five are in the hall and carry three more: no quorum of two thirds, and shares are of eight."""
    delegates = await voting_hall.fill(9)
    await voting_hall.founds_congress()
    for giver in delegates[5:8]:
        await voting_hall.gives_proxy(giver, delegates[0])
    await voting_hall.lets(delegates[8], be_present=False)

    poll_id = await voting_hall.opens(paper=a_paper(a_motion(rule=MORE_THAN_HALF_OF_PRESENT)))
    async with an_intake(database_url) as intake:
        await intake.cast(a_cast(poll_id, delegates[0], "for"))
    closed = await voting_hall.closes(poll_id)

    assert (closed.present, closed.entitled, closed.had_quorum) == (8, 9, False)
    (outcome,) = result_in(closed).outcomes
    assert (outcome.whole, outcome.standings[0].mandates) == (8, 4)  # exactly half, and never more than there are


async def test_a_poll_that_is_open_keeps_whom_it_found(voting_hall):
    an, binh, chi, dung = await voting_hall.fill(4)
    await voting_hall.gives_proxy(chi, an)
    poll_id = await voting_hall.opens(late_arrivals=True)

    async with voting_hall.sessions.begin() as session:
        await session.execute(delete(Proxy))  # revoked
    await voting_hall.gives_proxy(dung, binh)  # and another granted, by one who votes here
    await comes_late(voting_hall, chi)

    assert await electorate(voting_hall, poll_id) == {an: 2, binh: 1, dung: 1}
    assert await carried(voting_hall, poll_id) == {chi: an}
    assert (await poll_of(voting_hall, poll_id)).present == 4


async def test_a_late_arrival_brings_the_mandates_of_those_who_are_absent_then(voting_hall):
    an, binh, chi, dung = await voting_hall.fill(4)
    await voting_hall.gives_proxy(chi, binh)
    await voting_hall.gives_proxy(dung, binh)
    await voting_hall.lets(binh, be_present=False)
    poll_id = await voting_hall.opens(late_arrivals=True)
    assert await electorate(voting_hall, poll_id) == {an: 1}

    await comes_late(voting_hall, binh, dung)  # together: the second votes in person
    await comes_late(voting_hall, binh, dung)  # scanned again

    assert await electorate(voting_hall, poll_id) == {an: 1, binh: 2, dung: 1}
    assert await carried(voting_hall, poll_id) == {chi: binh}
    assert (await poll_of(voting_hall, poll_id)).present == 4


async def test_the_journal_names_who_stands_for_whom_and_how_many_were_present_with_them(voting_hall):
    an, _, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(chi, an)

    await voting_hall.opens()

    async with voting_hall.sessions() as session:
        facts = await session.scalar(select(JournalEntry.after).where(JournalEntry.action == "poll.open"))
    assert (facts["electorate"], facts["mandates"], facts["present"], facts["entitled"]) == (2, 3, 3, 3)
    assert facts["represented"] == [{"giver": "0002", "holder": "0000", "mandates": 1}]


async def test_the_database_lets_nobody_be_carried_twice_nor_by_a_stranger(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(chi, an)
    poll_id = await voting_hall.opens()

    by_another, by_oneself, by_a_stranger = (chi, binh), (binh, binh), (binh, uuid4())
    for giver, holder in (by_another, by_oneself, by_a_stranger):
        row = insert(Represented).values(poll_id=poll_id, giver_id=giver, holder_id=holder, mandates=1)
        async with voting_hall.sessions() as session:
            with pytest.raises(IntegrityError):
                await session.execute(row)


async def test_a_secret_poll_gives_a_paper_for_each_mandate_that_its_voters_carried_when_announced(
    voting_hall, database_url, tmp_path
):
    delegates = await voting_hall.fill(FEWEST + 2)
    an, chi, dung = delegates[0], delegates[-1], delegates[-2]
    await voting_hall.gives_proxy(chi, an)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        poll_id = await secret.announces()
        await voting_hall.gives_proxy(dung, an)  # after the voters were taken down: dung has a paper to ask for

        pockets = [await secret.pocket(poll_id, one) for one in delegates[: FEWEST - 1]]
        second = await secret.pocket(poll_id, an, mandate=2)
        with pytest.raises(NotEntitled):
            await secret.pocket(poll_id, an, mandate=3)
        with pytest.raises(NotEntitled):
            await secret.pocket(poll_id, chi)
        await secret.opens(poll_id)
        for pocket in (*pockets, second):
            await secret.casts(pocket, "for")
        result = result_in(await secret.closes(poll_id))

    (question,) = result.tally.questions
    assert question.marks["for"] == FEWEST
    assert await electorate(voting_hall, poll_id) == {an: 2} | dict.fromkeys(delegates[1:-1], 1)


async def test_a_printed_paper_is_handed_out_for_each_mandate_a_late_holder_brings(voting_hall, database_url, tmp_path):
    delegates = await voting_hall.fill(FEWEST + 2)
    an, chi = delegates[-1], delegates[-2]
    await voting_hall.gives_proxy(chi, an)
    await voting_hall.lets(an, be_present=False)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        poll_id = await secret.announces()
        await voting_hall.lets(an, be_present=True)

        given_out = await secret.hands_out(poll_id, an)

        assert given_out.papers == 2
        assert (await poll_of(voting_hall, poll_id)).present == FEWEST + 2
        await voting_hall.lets(chi, be_present=True)
        with pytest.raises(NotEntitled):
            await secret.hands_out(poll_id, chi)


async def test_a_phone_is_told_for_whom_its_owner_votes(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    await voting_hall.gives_proxy(chi, an)
    await voting_hall.gives_proxy(binh, an)

    poll_id = await voting_hall.opens()

    async with voting_hall.sessions() as session:
        mine, theirs = await render_mine(session, an), await render_mine(session, chi)
    (on_behalf,) = mine.on_behalf
    assert (on_behalf.poll_id, on_behalf.names, on_behalf.mandates) == (poll_id, ["Đại biểu 1", "Đại biểu 2"], 2)
    assert (mine.holds_proxies, mine.mandates) == (["Đại biểu 1", "Đại biểu 2"], 1)
    assert (theirs.gives_proxy_to, theirs.on_behalf, theirs.may_vote_in) == ("Đại biểu 0", [], [])


PEOPLE = 7


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_whoever_comes_and_goes_no_mandate_is_counted_twice(voting_hall, data):
    """Any proxies, anybody absent, anybody coming late in any order: each delegate's mandates are in at most once."""
    if not voting_hall.delegates:
        await voting_hall.fill(PEOPLE - 2)
        await voting_hall.fill(2, mandates=3)
    people = voting_hall.delegates
    whom = data.draw(
        st.lists(st.none() | st.integers(0, PEOPLE - 1), min_size=PEOPLE, max_size=PEOPLE), label="proxies"
    )
    is_present = data.draw(st.lists(st.booleans(), min_size=PEOPLE - 1, max_size=PEOPLE - 1), label="present")
    moves = data.draw(st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.booleans()), max_size=8), label="moves")
    proxies = {giver: holder for giver, holder in enumerate(whom) if holder not in (None, giver)}  # chains too
    async with voting_hall.sessions.begin() as session:
        await session.execute(delete(Proxy))
        session.add_all(
            Proxy(giver_id=people[giver], holder_id=people[holder], granted_at=NOW) for giver, holder in proxies.items()
        )
    for delegate_id, here in zip(people, (True, *is_present), strict=True):  # somebody always is
        await voting_hall.lets(delegate_id, be_present=here)

    poll_id = await voting_hall.opens(late_arrivals=True)
    for place, comes in moves:
        await (comes_late(voting_hall, people[place]) if comes else voting_hall.lets(people[place], be_present=False))

    voters, givers = await electorate(voting_hall, poll_id), await carried(voting_hall, poll_id)
    own = {one: 3 if place >= PEOPLE - 2 else 1 for place, one in enumerate(people)}
    assert not voters.keys() & givers.keys()
    assert all(people[proxies[people.index(giver)]] == holder for giver, holder in givers.items())
    for voter, mandates in voters.items():
        assert mandates == own[voter] + sum(own[giver] for giver, holder in givers.items() if holder == voter)
    poll = await poll_of(voting_hall, poll_id)
    assert poll.present == sum(voters.values()) <= poll.entitled == sum(own.values())

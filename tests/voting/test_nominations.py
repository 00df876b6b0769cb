"""Nominations: collected until the chair closes them, answered by whoever is nominated until the poll opens."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from sqlalchemy import select, update

from agenda.journal import Actor
from agenda.models import JournalEntry
from delegates.kinds import DelegateKind
from delegates.models import Delegate
from tests.voting.halls import Hall
from tests.voting.papers import a_motion, a_paper, an_election
from voting import nominating, nomination_queries, service, slate
from voting.commands import PreparePoll
from voting.errors import DefinitionFrozen, NoSuchPoll, NotEntitled, NotPresent
from voting.nomination_errors import (
    CandidateWithdrew,
    CannotBeNominated,
    HasWithdrawn,
    NominationsNotOpen,
    NominationsOpen,
    NominationsSpent,
    NoSingleElection,
    NotNominated,
    TooFewCandidates,
    TooManyNominees,
    WithdrawalTooLate,
)
from voting.nomination_states import (
    NominationsAtDesk,
    nominations_on_floor,
    render_my_nominations,
    render_nominations,
    render_nominations_at_desk,
)
from voting.nominations import Candidacy, CandidateOrder, Listed, election_of, names_on, with_candidates
from voting.paper import MOST_OPTIONS, Candidate, Option, Paper
from voting.queries import paper_in, poll_of

CHAIR = Actor(kind="chair", id=uuid4(), name="Nguyễn Thị Chủ tọa")


def delegate(delegate_id: UUID) -> Actor:
    return Actor(kind="delegate", id=delegate_id, name="Đại biểu")


async def calls(hall: Hall, *, seats: int = 2, paper: Paper | None = None) -> UUID:
    """A draft of an election without candidates, open for nominations."""
    poll_id = await hall.prepares(paper=paper or a_paper(an_election(seats=seats)))
    async with hall.sessions.begin() as session:
        await nominating.open_nominations(session, CHAIR, poll_id, now=datetime.now(UTC))
    return poll_id


async def closes(hall: Hall, poll_id: UUID) -> None:
    async with hall.sessions.begin() as session:
        await nominating.close_nominations(session, CHAIR, poll_id, now=datetime.now(UTC))


async def nominates(hall: Hall, poll_id: UUID, who: UUID, whom: UUID) -> None:
    async with hall.sessions.begin() as session:
        await nominating.nominate(session, delegate(who), poll_id, whom, now=datetime.now(UTC))


async def answers(hall: Hall, poll_id: UUID, who: UUID, candidacy: Candidacy) -> None:
    async with hall.sessions.begin() as session:
        await nominating.answer(session, delegate(who), poll_id, candidacy, now=datetime.now(UTC))


async def leaves_out(hall: Hall, poll_id: UUID, whom: UUID, *, be_out: bool = True) -> None:
    async with hall.sessions.begin() as session:
        await nominating.leave_out(session, CHAIR, poll_id, whom, be_out=be_out)


async def candidates(hall: Hall, poll_id: UUID, order: CandidateOrder = CandidateOrder.NOMINATED) -> list[str]:
    """The names on the paper that is made of the list."""
    async with hall.sessions.begin() as session:
        poll = await slate.make_candidates(session, CHAIR, poll_id, order)
        return [option.label_vi for option in election_of(paper_in(poll)).options]


async def announces(hall: Hall, poll_id: UUID) -> None:
    async with hall.sessions.begin() as session:
        await service.announce(session, CHAIR, poll_id, now=datetime.now(UTC))


async def at_desk(hall: Hall, poll_id: UUID) -> NominationsAtDesk:
    async with hall.sessions() as session:
        return await render_nominations_at_desk(session, poll_id)


async def journal(hall: Hall) -> list[tuple[str, str]]:
    """What was done with nominations, and about whom."""
    async with hall.sessions() as session:
        entries = await session.scalars(select(JournalEntry).order_by(JournalEntry.number))
        return [
            (one.action.removeprefix("poll."), (one.after or {}).get("number", ""))
            for one in entries
            if one.action != "poll.prepared"
        ]


# ---- the list


async def test_delegates_in_the_hall_nominate_and_stand_and_the_list_has_each_once(voting_hall):
    an, binh, chi, _ = await voting_hall.fill(4)
    poll_id = await calls(voting_hall)

    await nominates(voting_hall, poll_id, an, binh)
    await nominates(voting_hall, poll_id, chi, binh)
    await nominates(voting_hall, poll_id, chi, chi)
    await nominates(voting_hall, poll_id, chi, binh)  # a repeat adds nothing

    seen = await at_desk(voting_hall, poll_id)
    assert [(one.number, one.times, one.by, one.stands, one.candidacy) for one in seen.nominees] == [
        ("0001", 2, ["Đại biểu 0", "Đại biểu 2"], False, Candidacy.NOMINATED),
        ("0002", 1, [], True, Candidacy.ACCEPTED),
    ]
    assert await journal(voting_hall) == [
        ("nominations_opened", ""),
        ("nominated", "0001"),
        ("nominated", "0001"),
        ("stood", "0002"),
    ]


async def test_everybody_hears_that_nominations_are_open_and_each_what_concerns_them(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    poll_id = await calls(voting_hall)
    await nominates(voting_hall, poll_id, an, binh)
    await answers(voting_hall, poll_id, binh, Candidacy.ACCEPTED)

    async with voting_hall.sessions() as session:
        (on_floor,) = await nominations_on_floor(session)
        assert (on_floor.poll_id, on_floor.seats, on_floor.is_open) == (poll_id, 2, True)
        (seen,) = (await render_nominations(session, poll_id)).nominees
        assert (seen.delegate_id, seen.candidacy, seen.times) == (binh, Candidacy.ACCEPTED, 1)
        of = {one: (await render_my_nominations(session, one)).polls[0] for one in (an, binh, chi)}
    assert (of[an].candidacy, of[an].nominated) == (None, [binh])
    assert (of[binh].candidacy, of[binh].by, of[binh].times) == (Candidacy.ACCEPTED, ["Đại biểu 0"], 1)
    assert (of[chi].candidacy, of[chi].nominated) == (None, [])


async def test_a_draft_without_a_call_is_told_to_nobody(voting_hall):
    await voting_hall.fill(1)
    poll_id = await voting_hall.prepares(paper=a_paper(an_election(seats=2)))

    async with voting_hall.sessions() as session:
        assert await nominations_on_floor(session) == []
        with pytest.raises(NoSuchPoll):
            await render_nominations(session, poll_id)
        assert (await render_nominations_at_desk(session, poll_id)).opened_at is None


async def test_a_delegate_nominates_no_more_people_than_there_are_seats_and_may_stand_besides(voting_hall):
    an, binh, chi, dung = await voting_hall.fill(4)
    poll_id = await calls(voting_hall, seats=2)
    await nominates(voting_hall, poll_id, an, an)
    await nominates(voting_hall, poll_id, an, binh)
    await nominates(voting_hall, poll_id, an, chi)

    with pytest.raises(NominationsSpent):
        await nominates(voting_hall, poll_id, an, dung)


async def test_the_limit_holds_for_two_phones_at_once(voting_hall):
    an, *others = await voting_hall.fill(9)
    poll_id = await calls(voting_hall, seats=2)

    tries = [nominates(voting_hall, poll_id, an, other) for other in others]
    ends = await asyncio.gather(*tries, return_exceptions=True)

    assert ends.count(None) == 2
    assert sum(isinstance(end, NominationsSpent) for end in ends) == 6


async def test_many_who_nominate_the_same_person_at_once_put_them_on_the_list_once(voting_hall):
    an, *others = await voting_hall.fill(9)
    poll_id = await calls(voting_hall)

    await asyncio.gather(*(nominates(voting_hall, poll_id, other, an) for other in others))

    (seen,) = (await at_desk(voting_hall, poll_id)).nominees
    assert (seen.times, len(seen.by)) == (8, 8)


async def test_only_those_who_may_vote_and_are_in_the_hall_nominate_and_only_official_delegates_are(voting_hall):
    an, binh = await voting_hall.fill(2)
    (guest,) = await voting_hall.fill(1, kind=DelegateKind.GUEST)
    poll_id = await calls(voting_hall)
    await voting_hall.lets(binh, be_present=False)

    for who, whom, refusal in (
        (guest, an, NotEntitled),
        (binh, an, NotPresent),
        (an, guest, CannotBeNominated),
        (an, uuid4(), CannotBeNominated),
    ):
        with pytest.raises(refusal):
            await nominates(voting_hall, poll_id, who, whom)
    await nominates(voting_hall, poll_id, an, binh)  # who is nominated need not be in the hall


async def test_nobody_is_nominated_before_nominations_open_or_after_they_close(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    early = await voting_hall.prepares(paper=a_paper(an_election("x")))
    poll_id = await calls(voting_hall)
    await nominates(voting_hall, poll_id, an, binh)
    await closes(voting_hall, poll_id)

    for poll in (early, poll_id):
        with pytest.raises(NominationsNotOpen):
            await nominates(voting_hall, poll, an, chi)
    with pytest.raises(NominationsNotOpen):
        await closes(voting_hall, early)
    await nominates(voting_hall, poll_id, an, binh)  # the repeat of one that came in time


async def test_a_list_is_no_longer_than_a_paper(voting_hall):
    people = await voting_hall.fill(MOST_OPTIONS + 1)
    poll_id = await calls(voting_hall)
    for one in people[:-1]:
        await nominates(voting_hall, poll_id, one, one)

    with pytest.raises(TooManyNominees):
        await nominates(voting_hall, poll_id, people[-1], people[-1])


async def test_people_are_nominated_for_one_election_of_a_draft(voting_hall):
    await voting_hall.fill(2)
    motion = await voting_hall.prepares(paper=a_paper(a_motion()))
    two = await voting_hall.prepares(paper=a_paper(an_election("a"), structs.replace(an_election("a"), number=2)))
    announced = await voting_hall.announces(paper=a_paper(an_election("a")))

    for poll_id, refusal in ((motion, NoSingleElection), (two, NoSingleElection), (announced, DefinitionFrozen)):
        async with voting_hall.sessions.begin() as session:
            with pytest.raises(refusal):
                await nominating.open_nominations(session, CHAIR, poll_id, now=datetime.now(UTC))


async def test_nominations_are_opened_again_as_long_as_the_poll_is_a_draft(voting_hall):
    an, binh = await voting_hall.fill(2)
    poll_id = await calls(voting_hall)
    await closes(voting_hall, poll_id)
    await closes(voting_hall, poll_id)

    async with voting_hall.sessions.begin() as session:
        await nominating.open_nominations(session, CHAIR, poll_id, now=datetime.now(UTC))
    await nominates(voting_hall, poll_id, an, binh)

    assert (await at_desk(voting_hall, poll_id)).closed_at is None
    assert await voting_hall.journalled("poll.nominations_opened") == 2
    assert await voting_hall.journalled("poll.nominations_closed") == 1


async def test_an_election_that_was_edited_away_is_on_no_floor(voting_hall):
    await voting_hall.fill(1)
    poll_id = await calls(voting_hall)

    async with voting_hall.sessions.begin() as session:
        command = PreparePoll(title_vi="Thông qua?", paper=a_paper(a_motion()))
        await service.prepare(session, CHAIR, poll_id, command)

    async with voting_hall.sessions() as session:
        assert await nominations_on_floor(session) == []
    assert (await at_desk(voting_hall, poll_id)).takes is False


# ---- answers


async def test_a_nominee_accepts_or_withdraws_and_a_repeat_is_harmless(voting_hall):
    an, binh = await voting_hall.fill(2)
    poll_id = await calls(voting_hall)
    await nominates(voting_hall, poll_id, an, binh)

    for candidacy in (Candidacy.ACCEPTED, Candidacy.ACCEPTED, Candidacy.WITHDRAWN, Candidacy.WITHDRAWN):
        await answers(voting_hall, poll_id, binh, candidacy)

    assert (await at_desk(voting_hall, poll_id)).nominees[0].candidacy is Candidacy.WITHDRAWN
    assert (await journal(voting_hall))[-2:] == [("nominee_accepted", "0001"), ("nominee_withdrawn", "0001")]
    with pytest.raises(NotNominated):
        await answers(voting_hall, poll_id, an, Candidacy.WITHDRAWN)


async def test_who_withdrew_is_nominated_no_more_and_comes_back_by_themselves_until_nominations_close(voting_hall):
    an, binh = await voting_hall.fill(2)
    poll_id = await calls(voting_hall)
    await nominates(voting_hall, poll_id, binh, binh)
    await answers(voting_hall, poll_id, binh, Candidacy.WITHDRAWN)

    with pytest.raises(HasWithdrawn):
        await nominates(voting_hall, poll_id, an, binh)
    await nominates(voting_hall, poll_id, binh, binh)
    assert (await at_desk(voting_hall, poll_id)).nominees[0].candidacy is Candidacy.ACCEPTED

    await answers(voting_hall, poll_id, binh, Candidacy.WITHDRAWN)
    await closes(voting_hall, poll_id)
    with pytest.raises(NominationsNotOpen):
        await answers(voting_hall, poll_id, binh, Candidacy.ACCEPTED)


async def test_a_poll_opens_without_the_names_of_those_who_withdrew_and_then_nobody_does(voting_hall):
    an, binh, chi = await voting_hall.fill(3)
    poll_id = await calls(voting_hall, seats=1)
    for one in (an, binh, chi):
        await nominates(voting_hall, poll_id, one, one)
    await closes(voting_hall, poll_id)
    assert await candidates(voting_hall, poll_id) == ["Đại biểu 0", "Đại biểu 1", "Đại biểu 2"]

    await answers(voting_hall, poll_id, an, Candidacy.WITHDRAWN)
    with pytest.raises(CandidateWithdrew) as refused:
        await announces(voting_hall, poll_id)
    assert refused.value.names == ["Đại biểu 0"]
    assert await candidates(voting_hall, poll_id) == ["Đại biểu 1", "Đại biểu 2"]
    await announces(voting_hall, poll_id)

    await answers(voting_hall, poll_id, chi, Candidacy.ACCEPTED)  # said already
    await voting_hall.opens(poll_id)
    with pytest.raises(WithdrawalTooLate):
        await answers(voting_hall, poll_id, binh, Candidacy.WITHDRAWN)


async def test_who_withdraws_from_an_announced_poll_keeps_it_from_opening(voting_hall):
    an, binh = await voting_hall.fill(2)
    poll_id = await calls(voting_hall, seats=1)
    for one in (an, binh):
        await nominates(voting_hall, poll_id, one, one)
    await closes(voting_hall, poll_id)
    await candidates(voting_hall, poll_id)
    await announces(voting_hall, poll_id)

    await answers(voting_hall, poll_id, binh, Candidacy.WITHDRAWN)

    with pytest.raises(CandidateWithdrew):
        await voting_hall.opens(poll_id)
    async with voting_hall.sessions.begin() as session:
        await service.annul(session, CHAIR, poll_id, reason="Đại biểu 1 rút tên")
    async with voting_hall.sessions() as session:
        assert await nominations_on_floor(session) == []


async def test_withdrawing_as_a_poll_opens_either_keeps_it_shut_or_comes_too_late(voting_hall):
    an, binh = await voting_hall.fill(2)
    for _ in range(5):
        poll_id = await calls(voting_hall, seats=1)
        for one in (an, binh):
            await nominates(voting_hall, poll_id, one, one)
        await closes(voting_hall, poll_id)
        await candidates(voting_hall, poll_id)
        await announces(voting_hall, poll_id)

        opening, withdrawing = await asyncio.gather(
            voting_hall.opens(poll_id),
            answers(voting_hall, poll_id, binh, Candidacy.WITHDRAWN),
            return_exceptions=True,
        )

        assert isinstance(opening, CandidateWithdrew) is (withdrawing is None)
        assert isinstance(withdrawing, WithdrawalTooLate) is (opening == poll_id)


# ---- announcing


async def test_a_poll_is_announced_when_nominations_are_closed_and_all_seats_have_a_candidate(voting_hall):
    an, binh = await voting_hall.fill(2)
    poll_id = await calls(voting_hall, seats=2)
    await nominates(voting_hall, poll_id, an, binh)

    with pytest.raises(NominationsOpen):
        await announces(voting_hall, poll_id)
    await closes(voting_hall, poll_id)
    await candidates(voting_hall, poll_id)
    with pytest.raises(TooFewCandidates) as refused:
        await announces(voting_hall, poll_id)

    assert (refused.value.candidates, refused.value.seats) == (1, 2)


async def test_nominating_as_the_chair_closes_is_in_the_list_or_refused(voting_hall):
    an, *others = await voting_hall.fill(9)
    poll_id = await calls(voting_hall)

    ends = await asyncio.gather(
        *(nominates(voting_hall, poll_id, other, an) for other in others),
        closes(voting_hall, poll_id),
        return_exceptions=True,
    )

    seen = await at_desk(voting_hall, poll_id)
    assert all(end is None or isinstance(end, NominationsNotOpen) for end in ends)
    assert sum(one.times for one in seen.nominees) == ends.count(None) - 1


# ---- candidates


async def test_candidates_are_made_of_the_list_with_what_the_roster_says_and_typed_ones_stay(voting_hall):
    an, binh, chi, dung = await voting_hall.fill(4)
    async with voting_hall.sessions.begin() as session:
        known = {"full_name": "Đỗ Thị Bình", "birth_year": 1980, "position": "Chủ tịch"}
        await session.execute(update(Delegate).where(Delegate.id == binh).values(**known))
    question = structs.replace(an_election(seats=2), options=(Option(key="candidate-1", label_vi="Võ Văn Xa"),))
    poll_id = await calls(voting_hall, paper=a_paper(question))
    for whom in (dung, binh):
        await nominates(voting_hall, poll_id, an, whom)
    await nominates(voting_hall, poll_id, chi, chi)
    await leaves_out(voting_hall, poll_id, chi)

    assert await candidates(voting_hall, poll_id) == ["Võ Văn Xa", "Đại biểu 3", "Đỗ Thị Bình"]
    assert await candidates(voting_hall, poll_id, CandidateOrder.GIVEN_NAME) == [
        "Đỗ Thị Bình",
        "Võ Văn Xa",
        "Đại biểu 3",
    ]
    async with voting_hall.sessions() as session:
        paper = paper_in(await poll_of(session, poll_id))
    assert election_of(paper).candidates[0] == Candidate(
        option="candidate-1", birth_year=1980, position_vi="Chủ tịch", delegation_vi="Thủ Đức"
    )
    seen = await at_desk(voting_hall, poll_id)
    assert {one.number: one.is_on_paper for one in seen.nominees} == {"0003": True, "0001": True, "0002": False}

    await leaves_out(voting_hall, poll_id, chi, be_out=False)
    await leaves_out(voting_hall, poll_id, dung)
    assert await candidates(voting_hall, poll_id) == ["Võ Văn Xa", "Đỗ Thị Bình", "Đại biểu 2"]


async def test_nobody_decides_on_who_is_not_on_the_list_or_when_the_poll_is_announced(voting_hall):
    an, binh = await voting_hall.fill(2)
    poll_id = await calls(voting_hall, seats=1)
    await nominates(voting_hall, poll_id, an, an)
    with pytest.raises(NotNominated):
        await leaves_out(voting_hall, poll_id, binh)
    await closes(voting_hall, poll_id)
    await candidates(voting_hall, poll_id)
    await announces(voting_hall, poll_id)

    with pytest.raises(DefinitionFrozen):
        await leaves_out(voting_hall, poll_id, an)


def test_a_biography_that_was_typed_in_stays_with_its_name():
    typed = Candidate(option="an", birth_year=1975, biography_vi="Ba nhiệm kỳ ủy viên.")
    paper = a_paper(structs.replace(an_election("an"), candidates=(typed,)))

    again = with_candidates(paper, [Listed("an", 1975, "Chủ tịch", "Trung tâm")], CandidateOrder.NOMINATED)

    (candidate,) = election_of(again).candidates
    assert (candidate.biography_vi, candidate.position_vi) == ("Ba nhiệm kỳ ủy viên.", "Chủ tịch")


def test_namesakes_are_told_apart_by_year_and_delegation():
    mine = Candidate(option="an", birth_year=1975, delegation_vi="Thủ Đức")
    question = structs.replace(an_election("an"), candidates=(mine,))

    assert names_on(question, [Listed("an", 1975, "", "Thủ Đức")]) == ["an"]
    assert names_on(question, [Listed("an", None, "", "Thủ Đức")]) == ["an"]
    assert names_on(question, [Listed("an", 1980, "", "Thủ Đức")]) == []
    assert names_on(question, [Listed("an", 1975, "", "Trung tâm")]) == []


def test_a_paper_has_an_end():
    listed = [Listed(f"Người {n}", None, "", "") for n in range(MOST_OPTIONS)]

    assert len(election_of(with_candidates(a_paper(an_election()), listed, CandidateOrder.NOMINATED)).options) == 200
    with pytest.raises(TooManyNominees):
        with_candidates(a_paper(an_election("typed")), listed, CandidateOrder.NOMINATED)


async def test_people_are_found_by_name_or_number_without_tone_marks(voting_hall):
    await voting_hall.fill(25)

    async with voting_hall.sessions() as session:
        by_name = await nomination_queries.nominable(session, "BIỂU 7", limit=20)
        many = await nomination_queries.nominable(session, "biểu", limit=20)
        nobody = await nomination_queries.nominable(session, "%", limit=20)

    assert [one.number for one in by_name] == ["0007"]
    assert len(many) == 20
    assert nobody == []

"""The steps of a poll on a real Postgres: what they freeze, what they refuse, and that repeating them is harmless."""

import asyncio
import random
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select, text, update

from agenda import journal
from agenda.journal import SYSTEM
from agenda.models import Congress, JournalEntry, Progress, Sitting, Target
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate
from tests.voting.halls import KEY, NOW, a_cast, an_intake, answer
from tests.voting.papers import a_choice, a_motion, a_paper, a_rule
from voting import drafts, queries, service
from voting.casting import CastBallot, Casting
from voting.commands import PreparePoll
from voting.errors import (
    DefinitionFrozen,
    InvalidDefinition,
    NobodyEntitled,
    NoSittingUnderWay,
    NoSuchPoll,
    NotAllowedInState,
    NotEntitled,
    PollClosed,
    ReasonNeeded,
)
from voting.intake import Receipt
from voting.life import PollState, Secrecy
from voting.models import ElectorateKind, Visibility, Voter
from voting.outcome import Conclusion
from voting.paper import Answer
from voting.rules import MORE_THAN_HALF_OF_PRESENT, Base


def a_command(title="Thông qua nghị quyết?", **changes):
    """A poll of one motion."""
    return PreparePoll(title_vi=title, paper=changes.pop("paper", a_paper()), **changes)


async def electorate(hall, poll_id):
    """Who may vote, with their mandates."""
    async with hall.sessions() as session:
        rows = await session.execute(select(Voter.delegate_id, Voter.mandates).where(Voter.poll_id == poll_id))
        return dict(rows.tuples().all())


async def the_poll(hall, poll_id):
    """The row as it is now."""
    async with hall.sessions() as session:
        return await queries.poll_of(session, poll_id)


async def in_turn(hall, *steps):
    """Each step in a transaction of its own, all at the same time; the states they end in."""

    async def take(step):
        async with hall.sessions.begin() as session:
            return (await step(session)).state

    return await asyncio.gather(*(take(step) for step in steps))


# ---- preparing


async def test_a_draft_can_be_changed_until_it_is_announced(voting_hall):
    poll_id = uuid4()
    async with voting_hall.sessions.begin() as session:
        await service.prepare(session, SYSTEM, poll_id, a_command("Một"))
        await service.prepare(session, SYSTEM, poll_id, a_command("Hai"))
        await service.announce(session, SYSTEM, poll_id, now=NOW)

    async with voting_hall.sessions.begin() as session:
        with pytest.raises(DefinitionFrozen) as refused:
            await service.prepare(session, SYSTEM, poll_id, a_command("Ba"))

    assert refused.value.state == PollState.ANNOUNCED
    assert (await the_poll(voting_hall, poll_id)).title_vi == "Hai"


async def test_sending_the_same_definition_again_changes_and_journals_nothing(voting_hall):
    poll_id = uuid4()
    for _ in range(3):
        async with voting_hall.sessions.begin() as session:
            await service.prepare(session, SYSTEM, poll_id, a_command())
    await in_turn(voting_hall, lambda session: service.announce(session, SYSTEM, poll_id, now=NOW))

    states = await in_turn(voting_hall, lambda session: service.prepare(session, SYSTEM, poll_id, a_command()))

    assert states == [PollState.ANNOUNCED]
    assert await voting_hall.journalled("poll.prepared") == 1


async def test_two_consoles_that_send_the_same_draft_at_once_make_one_poll(voting_hall):
    poll_id = uuid4()

    states = await in_turn(
        voting_hall, *(lambda session: service.prepare(session, SYSTEM, poll_id, a_command()) for _ in range(5))
    )

    assert states == [PollState.DRAFT] * 5
    assert await voting_hall.journalled("poll.prepared") == 1


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (a_command(paper=a_paper(a_choice("an"))), InvalidDefinition),
        (
            a_command(
                paper=a_paper(a_motion(rule=MORE_THAN_HALF_OF_PRESENT)), electorate_kind=ElectorateKind.ALL_OFFICIAL
            ),
            InvalidDefinition,
        ),
        (a_command(secrecy=Secrecy.SECRET, paper=a_paper(a_motion(1), a_motion(2))), InvalidDefinition),
        (a_command(secrecy=Secrecy.SECRET, visibility=Visibility.RUNNING), InvalidDefinition),
        (a_command(secrecy=Secrecy.SECRET, late_arrivals=True), InvalidDefinition),
        (a_command(secrecy=Secrecy.SECRET, may_change=True), InvalidDefinition),
    ],
)
async def test_what_could_not_be_held_is_refused_and_leaves_no_draft(voting_hall, command, refusal):
    poll_id = uuid4()

    async with voting_hall.sessions.begin() as session:
        with pytest.raises(refusal):
            await service.prepare(session, SYSTEM, poll_id, command)

    async with voting_hall.sessions() as session:
        with pytest.raises(NoSuchPoll):
            await queries.poll_of(session, poll_id)


async def test_a_paper_on_all_targets_asks_for_each_in_their_order_under_the_profiles_rule(session):
    session.add(
        Congress(
            slug="thu",
            name_vi="Đại hội",
            starts_on=date(2025, 12, 24),
            ends_on=date(2025, 12, 25),
            rules_profile="vgcl-2024",
        )
    )
    session.add_all(
        Target(code=code, position=position, statement_vi=f"Chỉ tiêu {code}", value="85", unit_vi="%")
        for code, position in (("CT2", 2), ("CT1", 1), ("CT3", 3))
    )
    await session.flush()

    paper = await drafts.paper_on_all_targets(session)

    assert [question.title_vi for question in paper.questions] == [f"CT{n}. Chỉ tiêu CT{n}" for n in (1, 2, 3)]
    assert {question.rule for question in paper.questions} == {MORE_THAN_HALF_OF_PRESENT}


# ---- opening


async def test_opening_lets_in_exactly_the_official_recognised_delegates_in_the_hall(voting_hall):
    anh, dat, khang, han = await voting_hall.fill(4, mandates=2)
    await voting_hall.fill(1, kind=DelegateKind.GUEST)
    [binh] = await voting_hall.fill(1, mandates=2, kind=DelegateKind.ALTERNATE)
    await voting_hall.lets(dat, be_present=False)
    async with voting_hall.sessions.begin() as session:
        rejected = {"credentials": Credentials.REJECTED}
        promoted = {"kind": DelegateKind.OFFICIAL, "replaces_id": han}
        await session.execute(update(Delegate).where(Delegate.id == khang).values(**rejected))
        await session.execute(update(Delegate).where(Delegate.id == binh).values(**promoted))

    poll_id = await voting_hall.opens()

    poll = await the_poll(voting_hall, poll_id)
    assert await electorate(voting_hall, poll_id) == {anh: 2, binh: 2}
    assert (poll.present, poll.entitled) == (4, 6)  # mandates: Đạt is summoned, though not here


async def test_the_electorate_stays_what_it_was_when_the_poll_opened(voting_hall):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()

    [late] = await voting_hall.fill(1)
    async with voting_hall.sessions.begin() as session:
        await service.admit_late_arrivals(session, [late], sitting_id=voting_hall.sitting_id, now=NOW)

    assert await electorate(voting_hall, poll_id) == {anh: 1}


async def test_late_arrivals_join_a_poll_that_takes_them_and_are_counted_as_present(voting_hall):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens(late_arrivals=True)

    [late] = await voting_hall.fill(1, mandates=3)
    [guest] = await voting_hall.fill(1, kind=DelegateKind.GUEST)
    for _ in range(2):  # scanned twice
        async with voting_hall.sessions.begin() as session:
            await service.admit_late_arrivals(session, [late, guest], sitting_id=voting_hall.sitting_id, now=NOW)

    assert await electorate(voting_hall, poll_id) == {anh: 1, late: 3}
    assert (await the_poll(voting_hall, poll_id)).present == 4


async def test_nobody_joins_a_poll_that_is_closing(voting_hall):
    await voting_hall.fill(20)
    poll_id = await voting_hall.opens(late_arrivals=True)
    late = await voting_hall.fill(20)

    async def door(delegate_id):
        async with voting_hall.sessions.begin() as session:
            await service.admit_late_arrivals(session, [delegate_id], sitting_id=voting_hall.sitting_id, now=NOW)

    closed, *_ = await asyncio.gather(voting_hall.closes(poll_id), *(door(one) for one in late))

    poll = await the_poll(voting_hall, poll_id)
    assert queries.result_in(poll) == queries.result_in(closed)
    assert poll.result["electorate"] == len(await electorate(voting_hall, poll_id)) == poll.present


async def test_a_poll_among_those_present_needs_a_sitting_and_one_of_all_delegates_does_not(voting_hall):
    await voting_hall.fill(1)
    among_present = await voting_hall.announces()
    of_all = await voting_hall.announces(electorate_kind=ElectorateKind.ALL_OFFICIAL)
    async with voting_hall.sessions.begin() as session:
        await session.execute(update(Sitting).values(progress=Progress.DONE))

    with pytest.raises(NoSittingUnderWay):
        await voting_hall.opens(among_present)
    await voting_hall.opens(of_all)

    assert (await the_poll(voting_hall, of_all)).state is PollState.OPEN


async def test_a_poll_without_voters_does_not_open(voting_hall):
    [anh] = await voting_hall.fill(1)
    await voting_hall.lets(anh, be_present=False)
    poll_id = await voting_hall.announces()

    with pytest.raises(NobodyEntitled):
        await voting_hall.opens(poll_id)

    assert (await the_poll(voting_hall, poll_id)).state is PollState.ANNOUNCED


@pytest.mark.parametrize(("absent", "had_quorum"), [(1, True), (2, False)])
async def test_opening_notes_whether_two_thirds_of_those_summoned_were_there(voting_hall, absent, had_quorum):
    delegates = await voting_hall.fill(3)
    for delegate_id in delegates[:absent]:
        await voting_hall.lets(delegate_id, be_present=False)
    async with voting_hall.sessions.begin() as session:
        session.add(
            Congress(
                slug="thu",
                name_vi="Đại hội",
                starts_on=date(2025, 12, 24),
                ends_on=date(2025, 12, 25),
                rules_profile="vgcl-2024",
            )
        )

    poll_id = await voting_hall.opens()

    assert (await the_poll(voting_hall, poll_id)).had_quorum is had_quorum


async def test_the_deadline_is_as_many_seconds_after_opening_as_the_poll_says(voting_hall):
    await voting_hall.fill(1)

    poll_id = await voting_hall.opens(seconds=90, now=NOW)

    assert (await the_poll(voting_hall, poll_id)).closes_at == NOW + timedelta(seconds=90)


# ---- repeating, skipping and racing steps


async def test_steps_taken_by_two_consoles_at_once_are_taken_once(voting_hall):
    await voting_hall.fill(3)
    poll_id = await voting_hall.announces()
    steps = {
        "poll.open": lambda session: service.open_poll(session, SYSTEM, poll_id, now=NOW),
        "poll.closed": lambda session: service.close(session, SYSTEM, poll_id, now=NOW, key=KEY),
        "poll.published": lambda session: service.publish(session, SYSTEM, poll_id, now=NOW),
        "poll.annulled": lambda session: service.annul(session, SYSTEM, poll_id, reason="Sai tên"),
    }

    for action, step in steps.items():
        states = await in_turn(voting_hall, step, step, step)
        assert set(states) == {PollState(action.removeprefix("poll."))}

    assert [await voting_hall.journalled(action) for action in steps] == [1, 1, 1, 1]


async def test_no_step_is_skipped(voting_hall):
    await voting_hall.fill(1)
    poll_id = await voting_hall.announces()

    for step in (partial(service.close, key=KEY), service.publish):
        async with voting_hall.sessions.begin() as session:
            with pytest.raises(NotAllowedInState):
                await step(session, SYSTEM, poll_id, now=NOW)

    assert (await the_poll(voting_hall, poll_id)).state is PollState.ANNOUNCED


async def test_a_closed_poll_does_not_open_again(voting_hall):
    await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    await voting_hall.closes(poll_id)

    with pytest.raises(NotAllowedInState):
        await voting_hall.opens(poll_id)


async def test_nothing_enters_a_poll_that_has_been_annulled_under_way(voting_hall, database_url):
    voters = await voting_hall.fill(300)
    poll_id = await voting_hall.opens()

    async def desk():
        async with voting_hall.sessions.begin() as session:
            await service.annul(session, SYSTEM, poll_id, reason="Sai tên chỉ tiêu số 5")

    async with an_intake(database_url) as one, an_intake(database_url) as other:
        early = await asyncio.gather(*(one.cast(a_cast(poll_id, voter_id)) for voter_id in voters[:100]))
        racing = [answer(intake, a_cast(poll_id, voter_id)) for voter_id in voters[100:200] for intake in (one, other)]
        await asyncio.gather(desk(), *racing)
        before = await voting_hall.urn(poll_id)
        late = [await answer(one, a_cast(poll_id, voter_id)) for voter_id in voters[200:]]

    after = await voting_hall.urn(poll_id)
    poll = await the_poll(voting_hall, poll_id)
    assert {type(one) for one in late} == {PollClosed}
    assert before.ids == after.ids >= {one.ballot_id for one in early}  # kept, with the reason
    assert (poll.state, poll.annulled_because) == (PollState.ANNULLED, "Sai tên chỉ tiêu số 5")


@pytest.mark.parametrize("reason", ["", "   "])
async def test_annulling_explains_itself(voting_hall, reason):
    await voting_hall.fill(1)
    poll_id = await voting_hall.opens()

    async with voting_hall.sessions.begin() as session:
        with pytest.raises(ReasonNeeded):
            await service.annul(session, SYSTEM, poll_id, reason=reason)

    assert (await the_poll(voting_hall, poll_id)).state is PollState.OPEN


async def test_an_annulled_poll_keeps_its_result(voting_hall):
    await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    await voting_hall.closes(poll_id)
    closed = await the_poll(voting_hall, poll_id)

    await in_turn(voting_hall, lambda session: service.annul(session, SYSTEM, poll_id, reason="Sai tên"))

    assert (await the_poll(voting_hall, poll_id)).result == closed.result is not None


# ---- counting


async def test_the_stored_tally_equals_a_recount_by_the_database_that_shares_no_code_with_ours(
    voting_hall, database_url
):
    dice = random.Random(1284)
    one_each, three_each = await voting_hall.fill(120), await voting_hall.fill(40, mandates=3)
    paper = a_paper(a_motion(1, a_rule(base=Base.PRESENT)), a_choice("an", "binh", "chi", number=2, max_marks=2))
    poll_id = await voting_hall.opens(paper=paper)

    async with an_intake(database_url) as intake:
        casting = Casting(voting_hall.sessions, intake)
        for voter_id in dice.sample(one_each + three_each, 140):
            marks = dice.choice([("for",), ("for",), ("against",), ("other",), ()])
            names = dice.sample(["an", "binh", "chi"], dice.randrange(3))
            answers = [Answer(2, tuple(names)), Answer(1, marks)]
            await casting.cast(CastBallot(ballot_id=uuid4(), poll_id=poll_id, answers=answers), voter_id)
    poll = await voting_hall.closes(poll_id)

    recount = text(
        "SELECT (answer->>0)::int AS question, option, sum(mandates) AS marks "
        "FROM ballot, json_array_elements(answers) AS answer, json_array_elements_text(answer->1) AS option "
        "WHERE poll_id = :poll GROUP BY 1, 2"
    )
    async with voting_hall.sessions() as session:
        rows = (await session.execute(recount, {"poll": poll_id})).all()
        people, weight = (await session.execute(text("SELECT count(*), sum(mandates) FROM ballot"))).one()
    tally = poll.result["tally"]
    assert {(row.question, row.option): row.marks for row in rows} == {
        (question["question"], option): marks
        for question in tally["questions"]
        for option, marks in question["marks"].items()
    }
    assert (tally["ballots"], tally["mandates"]) == (people, weight) == (140, tally["questions"][0]["cast"])


async def test_a_poll_in_which_nobody_votes_adopts_nothing(voting_hall):
    await voting_hall.fill(2)
    poll_id = await voting_hall.opens()

    await voting_hall.closes(poll_id)

    result = queries.result_in(await the_poll(voting_hall, poll_id))
    assert (result.tally.ballots, result.electorate) == (0, 2)
    assert [outcome.conclusion for outcome in result.outcomes] == [Conclusion.REJECTED]


async def test_the_result_is_decided_on_the_hall_as_it_was_at_opening(voting_hall, database_url):
    anh, dat, khang = await voting_hall.fill(3)
    poll_id = await voting_hall.opens(paper=a_paper(a_motion(rule=MORE_THAN_HALF_OF_PRESENT)))
    async with an_intake(database_url) as intake:
        heard = await intake.cast(a_cast(poll_id, anh))

    for delegate_id in (dat, khang):  # one of one would be more than half
        await voting_hall.lets(delegate_id, be_present=False)
    await voting_hall.closes(poll_id)

    [outcome] = queries.result_in(await the_poll(voting_hall, poll_id)).outcomes
    assert isinstance(heard, Receipt)
    assert (outcome.conclusion, outcome.whole, outcome.needed) == (Conclusion.REJECTED, 3, 2)


# ---- the journal


async def test_the_journal_of_a_poll_is_whole_and_holds_no_ballot(voting_hall, database_url):
    anh, dat = await voting_hall.fill(2)
    poll_id = await voting_hall.opens()
    async with an_intake(database_url) as intake:
        given = [await intake.cast(a_cast(poll_id, voter_id)) for voter_id in (anh, dat)]
        outsider = await answer(intake, a_cast(poll_id, uuid4()))
    await voting_hall.closes(poll_id)
    await in_turn(voting_hall, lambda session: service.publish(session, SYSTEM, poll_id, now=NOW))

    async with voting_hall.sessions() as session:
        entries = list(await session.scalars(select(JournalEntry).order_by(JournalEntry.number)))

    written = msgspec.json.encode([[entry.subject, entry.before, entry.after] for entry in entries]).decode()
    assert [entry.action for entry in entries] == [
        "poll.prepared",
        "poll.announced",
        "poll.open",
        "poll.closed",
        "poll.published",
    ]
    assert {entry.subject for entry in entries} == {f"poll/{poll_id}"}
    assert journal.faults(entries) == []
    assert isinstance(outsider, NotEntitled)
    assert not any(str(one) in written for one in (anh, dat, *(receipt.ballot_id for receipt in given)))
    assert "tally" not in msgspec.json.encode([entry.after for entry in entries[:-1]]).decode()

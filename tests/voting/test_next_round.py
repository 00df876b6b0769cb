"""The next round: who stands again, for how many places, and when there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.papers import a_choice, a_motion, a_paper, an_election, bases_for, counted, papers, tallies, the_hall
from voting.errors import NothingLeftOpen
from voting.kinds import decide
from voting.next_round import LONGEST_TITLE, next_paper, next_title
from voting.outcome import Conclusion
from voting.paper import Candidate, QuestionKind, check_paper
from voting.tally import QuestionTally

PEOPLE = ("an", "binh", "chi", "dung", "em")


def after(question, votes, cast=10):
    """The paper of the next round when ``question`` got these votes on ten ballots."""
    tally = QuestionTally(question=1, marks=dict(zip(PEOPLE, votes, strict=False)), valid=cast, blank=0, cast=cast)
    return next_paper(a_paper(question), (decide(question, tally, the_hall(cast, cast)),)).questions


def test_the_tied_run_off_for_the_seats_that_they_are_tied_for():
    (again,) = after(an_election(*PEOPLE, seats=3), [9, 8, 6, 6, 6])

    assert [option.key for option in again.options] == ["chi", "dung", "em"]
    assert (again.max_marks, again.title_vi) == (1, "Bầu cử 1 – lần 2")


def test_whoever_is_not_elected_stands_again_for_the_seats_left():
    known = tuple(Candidate(option=key) for key in PEOPLE)

    (again,) = after(an_election(*PEOPLE, seats=3, by_crossing_out=True, candidates=known), [9, 5, 5, 5, 1])

    assert [option.key for option in again.options] == ["binh", "chi", "dung", "em"]
    assert [candidate.option for candidate in again.candidates] == ["binh", "chi", "dung", "em"]
    assert (again.max_marks, again.by_crossing_out) == (2, True)


def test_fewer_left_than_seats_stand_for_as_many_as_they_are():
    (again,) = after(an_election("an", "binh", "chi", seats=3), [9, 8, 2])

    assert [option.key for option in again.options] == ["chi"]
    assert again.max_marks == 1


def test_a_tied_choice_runs_off_too():
    (again,) = after(a_choice(*PEOPLE, max_marks=2, min_marks=2), [9, 5, 5, 1, 0])

    assert ([option.key for option in again.options], again.min_marks, again.max_marks) == (["binh", "chi"], 1, 1)


def test_what_is_settled_is_not_voted_on_again():
    motion = a_motion()

    with pytest.raises(NothingLeftOpen):
        next_paper(a_paper(motion), (decide(motion, counted(**{"for": 1, "against": 9}), the_hall(10, 10)),))
    with pytest.raises(NothingLeftOpen):
        after(an_election("an", "binh", "chi", seats=2), [9, 8, 7])


def test_a_round_is_counted_and_a_long_title_keeps_its_number():
    assert next_title("Elect the committee", "en") == "Elect the committee – round 2"
    assert next_title("Elect the committee – round 9", "en") == "Elect the committee – round 10"
    assert next_title("") == ""
    assert next_title("x" * LONGEST_TITLE).endswith("x – lần 2")
    assert len(next_title("x" * LONGEST_TITLE)) == LONGEST_TITLE


@given(st.data())
def test_a_next_round_can_always_be_held_and_never_offers_a_seat_twice(data):
    paper = data.draw(papers())
    tallied = [data.draw(tallies(question)) for question in paper.questions]
    outcomes = tuple(
        decide(question, tally, data.draw(bases_for(tally)))
        for question, tally in zip(paper.questions, tallied, strict=True)
    )
    left_open = [
        (question, outcome)
        for question, outcome in zip(paper.questions, outcomes, strict=True)
        if outcome.conclusion in (Conclusion.TIED, Conclusion.TOO_FEW)
        and (outcome.tied or len(outcome.chosen) < len(question.options))
    ]
    if not left_open:
        with pytest.raises(NothingLeftOpen):
            next_paper(paper, outcomes)
        return

    again = check_paper(next_paper(paper, outcomes))

    assert len(again.questions) == len(left_open)
    for (question, outcome), following in zip(left_open, again.questions, strict=True):
        assert following.max_marks + len(outcome.chosen) <= question.max_marks
        assert not {option.key for option in following.options} & set(outcome.chosen)
        assert question.kind is not QuestionKind.MOTION

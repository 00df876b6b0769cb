"""Approvals and scores: a mark of its own for each option."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.voting.papers import a_motion, a_paper, a_rule, a_score, an_approval, bases_for, heaps, questions, the_hall
from voting.errors import InvalidDefinition
from voting.hand_count import HandCount, check
from voting.kinds import decide, votes
from voting.outcome import Conclusion
from voting.paper import Answer, Candidate, QuestionKind, canonical_json, check_answers, check_paper
from voting.paper_errors import BlankNotAllowed, MarkedTwice, UnknownOption
from voting.rules import Base
from voting.secret_ballot import marks_size
from voting.secret_errors import InvalidHandCount
from voting.tally import count


def outcome_of(question, *ballots, hall=None):
    """What ballots of one mandate each came to."""
    paper = check_paper(a_paper(question))
    tally = count(paper, [(check_answers(paper, [Answer(1, marks)]), 1) for marks in ballots])
    return decide(question, tally.questions[0], hall or the_hall())


# ---- approvals


def test_each_is_approved_by_itself_and_who_is_not_marked_gets_no_opinion():
    question = an_approval("an", "binh", "chi", rule=a_rule(base=Base.CAST))

    outcome = outcome_of(question, ("an=yes", "binh=no"), ("an=yes", "binh=yes"), ("chi=yes",), ())

    assert [(one.mandates, one.against, one.abstained) for one in outcome.standings] == [
        (2, 0, 2),
        (1, 1, 2),
        (1, 0, 3),
    ]
    assert (outcome.conclusion, outcome.chosen, outcome.needed) == (Conclusion.NONE_CHOSEN, (), 3)


def test_without_a_rule_more_yes_than_no_approves():
    question = an_approval("an", "binh", "chi")

    outcome = outcome_of(question, ("an=yes", "binh=no"), ("binh=yes", "chi=no"))

    assert (outcome.conclusion, outcome.chosen) == (Conclusion.CHOSEN, ("an",))


def test_for_seats_the_most_approved_are_elected_and_a_tie_for_the_last_is_named():
    people = tuple(Candidate(option=key) for key in ("an", "binh", "chi"))
    question = an_approval("an", "binh", "chi", places=2, rule=a_rule(), candidates=people)

    tied = outcome_of(question, ("an=yes", "binh=yes", "chi=yes"), ("an=yes", "binh=yes", "chi=yes"), ("an=yes",))
    full = outcome_of(question, ("an=yes", "binh=yes"), ("an=yes", "binh=yes", "chi=no"))
    few = outcome_of(question, ("an=yes", "binh=no"))

    assert (tied.conclusion, tied.chosen, tied.tied) == (Conclusion.TIED, ("an",), ("binh", "chi"))
    assert (full.conclusion, full.chosen) == (Conclusion.ELECTED, ("an", "binh"))
    assert (few.conclusion, few.chosen) == (Conclusion.TOO_FEW, ("an",))


@pytest.mark.parametrize(
    ("marks", "refusal"),
    [
        (("an=maybe",), UnknownOption),
        (("an",), UnknownOption),
        (("dung=yes",), UnknownOption),
        (("an=yes", "an=no"), MarkedTwice),
        (("an=yes", "an=yes"), MarkedTwice),
        (("=yes",), UnknownOption),
        (("an=yes=yes",), UnknownOption),
        (("an=",), UnknownOption),
    ],
)
def test_what_an_approval_cannot_say_is_refused(marks, refusal):
    with pytest.raises(refusal):
        check_answers(a_paper(an_approval("an", "binh")), [Answer(1, marks)])


def test_no_opinion_on_anybody_is_a_blank_paper():
    question = an_approval("an", "binh")

    assert check_answers(a_paper(question), [Answer(1, ())]) == (Answer(1, ()),)
    with pytest.raises(BlankNotAllowed):
        check_answers(a_paper(question, allows_blank=False), [Answer(1, ())])


# ---- scores


def test_the_most_points_win_and_shares_are_of_what_could_be_given():
    question = a_score("an", "binh", "chi", most_points=10)

    outcome = outcome_of(question, ("an=7", "binh=10"), ("an=4",), ("chi=0", "an=1"), ())

    assert [(one.mandates, one.share) for one in outcome.standings] == [
        (12, "40,0\u00a0%"),
        (10, "33,3\u00a0%"),
        (0, "0,0\u00a0%"),
    ]
    assert (outcome.conclusion, outcome.chosen, outcome.whole) == (Conclusion.CHOSEN, ("an",), 30)


def test_equal_points_for_the_last_place_are_a_tie():
    outcome = outcome_of(a_score("an", "binh", "chi", places=2), ("an=5", "binh=2", "chi=2"))

    assert (outcome.conclusion, outcome.chosen, outcome.tied) == (Conclusion.TIED, ("an",), ("binh", "chi"))


def test_with_a_rule_points_have_to_be_that_share():
    question = a_score("an", "binh", places=2, most_points=10, rule=a_rule())

    outcome = outcome_of(question, ("an=5", "binh=6"), ("an=5", "binh=5"))

    assert (outcome.chosen, outcome.needed) == (("binh",), 11)


@pytest.mark.parametrize("mark", ["an=6", "an=-1", "an=05", "an=+1", "an=1.5", "an=٣", "an"])
def test_points_outside_the_bounds_or_written_otherwise_are_refused(mark):
    with pytest.raises(UnknownOption):
        check_answers(a_paper(a_score("an", "binh", most_points=5)), [Answer(1, (mark,))])


# ---- definitions


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (a_score("an", "binh", most_points=0), "points from 1 up"),
        (a_score(*(f"o{n}" for n in range(101)), most_points=20), "fewer points"),
        (a_score("an", "binh", rule=a_rule(base=Base.CAST)), "share of what valid ballots"),
        (an_approval("an", "binh", candidates=(Candidate(option="chi"),)), "one of the options"),
        (an_approval("an", "binh", places=3), "max_marks"),
    ],
)
def test_a_question_that_could_not_be_held_is_refused(question, why):
    with pytest.raises(InvalidDefinition, match=why):
        check_paper(a_paper(question))


def test_a_motion_has_no_points():
    with pytest.raises(InvalidDefinition, match="points"):
        check_paper(a_paper(structs.replace(a_motion(), most_points=3)))


# ---- for all


@given(st.data())
def test_whoever_is_chosen_has_no_fewer_votes_than_anybody_who_is_not(data):
    question = data.draw(questions(kinds=(QuestionKind.APPROVAL, QuestionKind.SCORE)))
    tally = count(a_paper(question), data.draw(heaps(a_paper(question)))).questions[0]

    outcome = decide(question, tally, data.draw(bases_for(tally)))

    standing = votes(question, tally)
    others = set(question.keys) - set(outcome.chosen)
    if question.rule is not None or question.kind is QuestionKind.SCORE:
        assert all(standing[one] >= standing[other] for one in outcome.chosen for other in others)
    assert len(outcome.chosen) <= question.max_marks
    assert not set(outcome.tied) & set(outcome.chosen)


@given(st.data())
def test_no_ballot_says_more_than_its_padding_holds(data):
    question = data.draw(questions(kinds=(QuestionKind.APPROVAL, QuestionKind.SCORE, QuestionKind.RANKING)))
    paper = a_paper(question)
    for answers, _ in data.draw(heaps(paper)):
        assert len(canonical_json(check_answers(paper, answers))) <= marks_size(paper)


# ---- printed papers


def test_printed_papers_of_an_approval_are_counted_mark_by_mark():
    paper = a_paper(an_approval("an", "binh"))
    marks = {"an=yes": 2, "an=no": 1, "binh=yes": 0, "binh=no": 3}

    check(HandCount(papers=3, marks=marks), paper, given=3)

    assert HandCount(papers=3, marks=marks).tally(paper).questions[0].marks == marks
    with pytest.raises(InvalidHandCount, match="more often"):
        check(HandCount(papers=3, marks=marks | {"an=no": 2}), paper, given=3)
    with pytest.raises(InvalidHandCount, match="every option"):
        check(HandCount(papers=3, marks={"an": 2, "binh": 1}), paper, given=3)

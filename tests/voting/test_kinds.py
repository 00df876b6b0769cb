"""Choices: who is chosen, and when the last place stays open. (Motions: see test_outcome.)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.voting.papers import a_choice, a_motion, a_paper, a_rule, bases_for, counted, questions, tallies, the_hall
from voting.errors import InvalidDefinition
from voting.kinds import decide
from voting.outcome import Conclusion
from voting.paper import QuestionKind, check_paper
from voting.rules import Base

choices = questions(kinds=(QuestionKind.CHOICE,))
PLACES = {"an": 300, "binh": 280, "chi": 280, "dung": 120}


def by_comparing_each_with_all(question, tally, hall):
    """
    Who is chosen and who is tied, said without sorting.

    An option that is good enough has a place if no more options than there are places are at least as good; it is
    tied if there are places left below those that are better, but not enough for all its equals.
    """
    rule, places = question.rule, question.max_marks
    whole = hall.whole(rule.base, tally) if rule else 0
    good = {key: n for key, n in tally.marks.items() if (rule.is_met(n, whole) if rule else n > 0)}
    better = {key: sum(other > n for other in good.values()) for key, n in good.items()}
    as_good = {key: sum(other >= n for other in good.values()) for key, n in good.items()}
    chosen = {key for key in good if as_good[key] <= places}
    tied = {key for key in good if better[key] < places < as_good[key]}
    return chosen, tied


@given(st.data())
def test_the_best_that_are_good_enough_are_chosen_up_to_the_places(data):
    question = data.draw(choices)
    tally = data.draw(tallies(question))
    hall = data.draw(bases_for(tally))

    outcome = decide(question, tally, hall)

    chosen, tied = by_comparing_each_with_all(question, tally, hall)
    assert (set(outcome.chosen), set(outcome.tied)) == (chosen, tied)
    assert outcome.conclusion is (Conclusion.TIED if tied else Conclusion.CHOSEN if chosen else Conclusion.NONE_CHOSEN)


@given(st.data())
def test_the_order_on_the_paper_decides_nothing(data):
    question = data.draw(choices)
    tally = data.draw(tallies(question))
    hall = data.draw(bases_for(tally))
    shuffled = structs.replace(question, options=tuple(data.draw(st.permutations(question.options))))

    one, other = decide(question, tally, hall), decide(shuffled, tally, hall)

    assert (one.conclusion, set(one.chosen), set(one.tied)) == (other.conclusion, set(other.chosen), set(other.tied))


@given(st.data())
def test_nobody_who_is_chosen_has_fewer_votes_than_somebody_who_is_not(data):
    question = data.draw(choices.filter(lambda question: question.rule is None))
    tally = data.draw(tallies(question))

    outcome = decide(question, tally, the_hall())

    rest = [votes for key, votes in tally.marks.items() if key not in outcome.chosen]
    assert all(tally.marks[key] > max(rest, default=0) for key in outcome.chosen)


@given(st.data())
def test_the_chosen_are_named_from_the_most_votes_down(data):
    question = data.draw(choices)
    tally = data.draw(tallies(question))

    outcome = decide(question, tally, data.draw(bases_for(tally)))

    votes = [tally.marks[key] for key in outcome.chosen]
    assert votes == sorted(votes, reverse=True)


def test_a_tie_for_the_last_place_has_a_name_and_leaves_the_place_open():
    outcome = decide(a_choice(*PLACES, max_marks=2), counted(**PLACES), the_hall())

    assert outcome.conclusion is Conclusion.TIED
    assert (outcome.chosen, outcome.tied) == (("an",), ("binh", "chi"))


def test_a_tie_inside_the_places_is_no_tie():
    outcome = decide(a_choice(*PLACES, max_marks=3), counted(**PLACES), the_hall())

    assert outcome.conclusion is Conclusion.CHOSEN
    assert set(outcome.chosen) == {"an", "binh", "chi"}


def test_a_tie_below_the_threshold_is_no_tie_either():
    question = a_choice(*PLACES, max_marks=2, rule=a_rule(base=Base.PRESENT))

    outcome = decide(question, counted(**PLACES), the_hall(present=590))

    assert outcome.conclusion is Conclusion.CHOSEN
    assert outcome.chosen == ("an",)


def test_places_stay_empty_rather_than_go_to_whoever_missed_the_threshold():
    question = a_choice(*PLACES, max_marks=2, rule=a_rule(2, 3, exactly_suffices=True, base=Base.ENTITLED))

    outcome = decide(question, counted(**PLACES), the_hall(entitled=1000))

    assert outcome.conclusion is Conclusion.NONE_CHOSEN
    assert outcome.needed == 667


def test_nobody_marked_by_nobody_is_chosen_to_fill_a_place():
    outcome = decide(a_choice("an", "binh", max_marks=2), counted(an=3, binh=0), the_hall())

    assert outcome.chosen == ("an",)


def test_without_a_rule_nothing_was_needed_and_shares_are_of_the_valid_ballots():
    outcome = decide(a_choice("an", "binh"), counted(an=3, binh=1, blank=6), the_hall(10, 20))

    assert (outcome.base, outcome.whole, outcome.needed) == (Base.VALID, 4, None)
    assert [one.share for one in outcome.standings] == ["75,0\u00a0%", "25,0\u00a0%"]


@pytest.mark.parametrize("rule", [a_rule(3, 2), a_rule(3, 2, exactly_suffices=True), a_rule(1, 1)])
@pytest.mark.parametrize("question", [a_motion(), a_choice("an", "binh")])
def test_a_rule_that_even_all_votes_would_not_satisfy_is_refused(question, rule):
    with pytest.raises(InvalidDefinition, match="even all votes"):
        check_paper(a_paper(structs.replace(question, rule=rule)))


def test_unanimity_may_be_asked_for():
    paper = a_paper(a_motion(rule=a_rule(1, 1, exactly_suffices=True)))

    assert check_paper(paper) is paper

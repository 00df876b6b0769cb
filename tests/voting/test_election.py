"""Elections: who is elected, who is tied for the last seat, which seats stay empty, and what a paper may say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.voting.papers import a_motion, a_paper, a_rule, an_election, bases_for, questions, tallies, the_hall
from voting.errors import InvalidDefinition
from voting.kinds import decide
from voting.outcome import Conclusion
from voting.paper import Answer, Candidate, Paper, QuestionKind, check_answers, check_paper
from voting.paper_errors import BlankNotAllowed, TooManyMarked
from voting.tally import QuestionTally, count

elections = questions(kinds=(QuestionKind.ELECTION,))

# Ho Chi Minh City 2018 (field/congress.md §2.6): 68 candidates for 61 seats; 641 ballots were collected, 321 elect.
CANDIDATES = [f"c{n:02}" for n in range(1, 69)]
COLLECTED = 641


def committee(votes) -> QuestionTally:
    """The votes of the candidates in the order of the list; the rest of the 641 papers voted for others."""
    return QuestionTally(
        question=1, marks=dict(zip(CANDIDATES, votes, strict=True)), valid=COLLECTED, blank=0, cast=COLLECTED
    )


def elected(votes, seats=61):
    return decide(an_election(*CANDIDATES, seats=seats), committee(votes), the_hall(650, 650))


def test_the_most_voted_above_half_of_the_ballots_collected_take_the_seats():
    outcome = elected([640 - n for n in range(68)])

    assert outcome.conclusion is Conclusion.ELECTED
    assert outcome.chosen == tuple(CANDIDATES[:61])
    assert (outcome.needed, outcome.whole) == (321, COLLECTED)


def test_exactly_half_is_not_more_than_half():
    outcome = decide(
        an_election("an", "binh"),
        QuestionTally(question=1, marks={"an": 320, "binh": 320}, valid=640, blank=0, cast=640),
        the_hall(650, 650),
    )

    assert outcome.conclusion is Conclusion.TOO_FEW
    assert (outcome.chosen, outcome.needed) == ((), 321)


def test_a_tie_for_the_last_seat_is_named_and_the_seat_stays_open():
    outcome = elected([600] * 60 + [400, 400] + [399] * 6)

    assert outcome.conclusion is Conclusion.TIED
    assert set(outcome.chosen) == set(CANDIDATES[:60])
    assert outcome.tied == ("c61", "c62")


def test_a_tie_that_more_seats_than_one_are_at_stake_in_elects_none_of_the_tied():
    outcome = elected([600] * 59 + [400] * 4 + [399] * 5)

    assert outcome.conclusion is Conclusion.TIED
    assert (len(outcome.chosen), outcome.tied) == (59, ("c60", "c61", "c62", "c63"))


def test_fifty_nine_over_the_line_leave_two_seats_empty():
    outcome = elected([321] * 59 + [320] * 9)

    assert outcome.conclusion is Conclusion.TOO_FEW
    assert len(outcome.chosen) == 59
    assert outcome.tied == ()


def test_equal_votes_of_people_who_both_have_seats_are_no_tie():
    outcome = elected([500] * 61 + [100] * 7)

    assert outcome.conclusion is Conclusion.ELECTED
    assert len(outcome.chosen) == 61


@given(st.data())
def test_whatever_is_counted_seats_go_down_from_the_top_and_never_below_the_line(data):
    question = data.draw(elections)
    tally = data.draw(tallies(question))
    outcome = decide(question, tally, data.draw(bases_for(tally)))

    votes, rest = tally.marks, set(tally.marks) - set(outcome.chosen)
    over = {key for key in votes if question.rule.is_met(votes[key], outcome.whole)}
    assert set(outcome.chosen) | set(outcome.tied) <= over
    assert len(outcome.chosen) <= question.max_marks
    assert all(votes[one] > votes[other] or other not in outcome.tied for one in outcome.chosen for other in rest)
    assert [votes[key] for key in outcome.chosen] == sorted((votes[key] for key in outcome.chosen), reverse=True)
    match outcome.conclusion:
        case Conclusion.ELECTED:
            assert len(outcome.chosen) == question.max_marks
            assert all(votes[one] >= votes[other] for one in outcome.chosen for other in rest)
        case Conclusion.TIED:
            assert len(outcome.chosen) < question.max_marks < len(outcome.chosen) + len(outcome.tied)
            assert len({votes[key] for key in outcome.tied}) == 1
        case Conclusion.TOO_FEW:
            assert set(outcome.chosen) == over
            assert len(over) < question.max_marks


# ---- papers


def test_nobody_votes_for_more_than_there_are_seats():
    with pytest.raises(TooManyMarked):
        check_answers(a_paper(an_election("an", "binh", "chi", seats=2)), [Answer(1, ("an", "binh", "chi"))])


def test_striking_everybody_is_a_blank_paper_and_may_be_refused():
    paper = a_paper(an_election("an", "binh", by_crossing_out=True), allows_blank=False)

    with pytest.raises(BlankNotAllowed):
        check_answers(paper, [Answer(1, ())])


def test_striking_the_only_name_is_a_valid_vote_against():
    paper = a_paper(an_election("an", by_crossing_out=True), allows_blank=False)
    struck, kept = check_answers(paper, [Answer(1, ())]), check_answers(paper, [Answer(1, ("an",))])

    (tally,) = count(paper, [(struck, 3), (kept, 2)]).questions

    assert (tally.valid, tally.blank, tally.cast) == (5, 0, 5)
    assert decide(paper.questions[0], tally, the_hall(5, 5)).conclusion is Conclusion.TOO_FEW


def test_with_several_names_a_paper_that_names_nobody_is_collected_and_not_valid():
    paper = a_paper(an_election("an", "binh"))

    (tally,) = count(paper, [((Answer(1, ()),), 1), ((Answer(1, ("an",)),), 1)]).questions

    assert (tally.valid, tally.blank, tally.cast) == (1, 1, 2)
    assert decide(paper.questions[0], tally, the_hall(2, 2)).conclusion is Conclusion.TOO_FEW  # one of two


def test_a_paper_says_who_the_candidates_are():
    known = Candidate(option="an", birth_year=1975, position_vi="Chủ tịch", delegation_vi="Trung tâm")
    paper = a_paper(an_election("an", "binh", candidates=(known,)))

    assert check_paper(paper) is paper


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (structs.replace(an_election("an"), rule=None), "needs a rule"),
        (structs.replace(an_election("an", "binh", seats=2), min_marks=2), "one candidate is enough"),
        (an_election("an", candidates=(Candidate(option="binh"),)), "one of the options"),
        (an_election("an", candidates=(Candidate(option="an"),) * 2), "once"),
        (an_election("an", seats=2), "max_marks"),
        (structs.replace(a_motion(), candidates=(Candidate(option="for"),)), "only an election"),
        (structs.replace(a_motion(), by_crossing_out=True), "only an election"),
    ],
)
def test_an_election_that_could_not_be_held_is_refused(question, why):
    with pytest.raises(InvalidDefinition, match=why):
        check_paper(Paper(questions=(question,)))


def test_the_rule_may_be_any():
    outcome = decide(
        an_election("an", "binh", rule=a_rule(2, 3, exactly_suffices=True)),
        QuestionTally(question=1, marks={"an": 2, "binh": 1}, valid=3, blank=0, cast=3),
        the_hall(3, 3),
    )

    assert (outcome.conclusion, outcome.chosen) == (Conclusion.ELECTED, ("an",))

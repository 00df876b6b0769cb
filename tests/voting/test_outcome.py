"""What a rule makes of a tally, and the percentage that must not contradict it."""

from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec import structs

from tests.voting.papers import (
    a_motion,
    a_paper,
    a_rule,
    bases_for,
    counted,
    papers,
    questions,
    rules,
    tallies,
    the_hall,
)
from voting.kinds import decide, votes
from voting.outcome import Conclusion, share_text
from voting.paper import Answer, QuestionKind
from voting.rules import Base
from voting.tally import count

DECIDED = {Conclusion.ADOPTED, Conclusion.CHOSEN}
LANDMARKS = [Fraction(n, d) for n, d in ((0, 1), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1))]


def read(text):
    """The number that somebody reads off the screen, as a share of one, and how much half of its last digit is."""
    digits = text.removesuffix("\u00a0%")
    places = len(digits.partition(",")[2])
    return Fraction(digits.replace(",", ".")) / 100, Fraction(1, 2 * 100 * 10**places)


def written(share, half):
    """``share`` rounded half up to the same digit."""
    return (share + half) // (2 * half) * 2 * half


@st.composite
def shares(draw):
    """Part and whole; often just beside a landmark, where rounding goes wrong."""
    whole = draw(st.integers(1, 1_000_000))
    beside = draw(st.sampled_from(LANDMARKS)) * whole
    near = st.integers(-2, 2).map(lambda step: min(whole, max(0, int(beside) + step)))
    return draw(st.integers(0, whole) | near), whole


# ---- the same votes, two bases: the example of the hall


def test_324_votes_of_644_present_adopt():
    question = a_motion(rule=a_rule(base=Base.PRESENT))

    outcome = decide(question, counted(**{"for": 324, "against": 316, "other": 4}), the_hall(present=644, entitled=650))

    assert outcome.conclusion is Conclusion.ADOPTED
    assert (outcome.whole, outcome.needed, outcome.standings[0].share) == (644, 323, "50,3\u00a0%")


def test_the_same_324_votes_fail_of_650_entitled():
    question = a_motion(rule=a_rule(base=Base.ENTITLED))

    outcome = decide(question, counted(**{"for": 324, "against": 316, "other": 4}), the_hall(present=644, entitled=650))

    assert outcome.conclusion is Conclusion.REJECTED
    assert (outcome.whole, outcome.needed, outcome.standings[0].share) == (650, 326, "49,8\u00a0%")


@pytest.mark.parametrize(("base", "whole"), [("valid", 60), ("cast", 70), ("present", 90), ("entitled", 100)])
def test_each_base_is_the_whole_that_it_is_called(base, whole):
    question = a_motion(rule=a_rule(base=Base(base)))

    outcome = decide(question, counted(**{"for": 40, "against": 20, "other": 0}, blank=10), the_hall(90, 100))

    assert (outcome.base, outcome.whole) == (base, whole)


# ---- for all questions


@given(st.data())
def test_an_empty_urn_adopts_nothing_and_chooses_nobody(data):
    paper = data.draw(papers())
    hall = the_hall(data.draw(st.integers(0, 700)), data.draw(st.integers(0, 700)))

    outcomes = [
        decide(question, tally, hall)
        for question, tally in zip(paper.questions, count(paper, []).questions, strict=True)
    ]

    assert all(outcome.conclusion not in DECIDED for outcome in outcomes)
    assert all(outcome.chosen == outcome.tied == () for outcome in outcomes)


@given(st.data())
def test_an_urn_of_blank_ballots_adopts_nothing(data):
    question = data.draw(questions())
    blank = data.draw(st.integers(0, 700))

    (tally,) = count(a_paper(question), [([Answer(1, ())], 1)] * blank).questions
    outcome = decide(question, tally, the_hall(blank, blank))

    assert outcome.conclusion not in DECIDED


@given(st.data())
def test_what_is_chosen_has_what_was_needed(data):
    question = data.draw(questions().filter(lambda one: one.kind is not QuestionKind.RANKING))
    tally = data.draw(tallies(question))

    outcome = decide(question, tally, data.draw(bases_for(tally)))

    for key in (*outcome.chosen, *outcome.tied):
        assert votes(question, tally)[key] >= (outcome.needed or 1)


@given(st.data())
def test_every_option_stands_in_the_outcome_once_in_the_papers_order(data):
    question = data.draw(questions())
    tally = data.draw(tallies(question))

    outcome = decide(question, tally, data.draw(bases_for(tally)))

    assert [(one.option, one.mandates) for one in outcome.standings] == [
        (option.key, votes(question, tally)[option.key]) for option in question.options
    ]


@given(st.data())
def test_no_percentage_contradicts_the_decision(data):
    question = data.draw(questions())
    assume(question.rule is not None)
    tally = data.draw(tallies(question))
    outcome = decide(question, tally, data.draw(bases_for(tally)))
    assume(outcome.whole > 0)
    threshold = Fraction(question.rule.numerator, question.rule.denominator)

    for standing in outcome.standings:
        shown, half = read(standing.share)
        share = Fraction(standing.mandates, outcome.whole)
        border = written(threshold, half)
        assert ((shown > border) - (shown < border)) == ((share > threshold) - (share < threshold))


def test_5_999_of_10_000_do_not_look_like_the_three_fifths_that_they_miss():
    question = a_motion(rule=a_rule(3, 5, exactly_suffices=True))

    outcome = decide(question, counted(**{"for": 5_999, "against": 4_001, "other": 0}), the_hall())

    assert outcome.conclusion is Conclusion.REJECTED
    assert outcome.standings[0].share == "59,99\u00a0%"


# ---- motions


motions = questions(kinds=(QuestionKind.MOTION,))


@given(st.data())
def test_a_motion_is_adopted_exactly_when_for_satisfies_the_rule(data):
    question = data.draw(motions)
    tally = data.draw(tallies(question))
    hall = data.draw(bases_for(tally))

    outcome = decide(question, tally, hall)

    adopted = question.rule.is_met(tally.marks["for"], hall.whole(question.rule.base, tally))
    assert outcome.conclusion is (Conclusion.ADOPTED if adopted else Conclusion.REJECTED)
    assert outcome.chosen == (("for",) if adopted else ())
    assert outcome.tied == ()


def one_more(tally, option):
    """The tally with one more ballot that marks ``option``."""
    marks = {**tally.marks, option: tally.marks[option] + 1}
    return structs.replace(tally, marks=marks, valid=tally.valid + 1, cast=tally.cast + 1)


@given(st.data())
def test_one_more_for_never_turns_adoption_into_rejection(data):
    question = data.draw(motions)
    tally = data.draw(tallies(question))
    hall = data.draw(bases_for(one_more(tally, "for")))

    if decide(question, tally, hall).conclusion is Conclusion.ADOPTED:
        assert decide(question, one_more(tally, "for"), hall).conclusion is Conclusion.ADOPTED


@given(st.data(), st.sampled_from(["against", "other"]))
def test_one_more_of_another_mark_never_turns_rejection_into_adoption(data, mark):
    question = data.draw(motions)
    tally = data.draw(tallies(question))
    hall = data.draw(bases_for(one_more(tally, mark)))

    if decide(question, tally, hall).conclusion is Conclusion.REJECTED:
        assert decide(question, one_more(tally, mark), hall).conclusion is Conclusion.REJECTED


@given(st.data())
def test_one_more_blank_never_turns_rejection_into_adoption(data):
    question = data.draw(motions)
    tally = data.draw(tallies(question))
    blanker = structs.replace(tally, blank=tally.blank + 1, cast=tally.cast + 1)
    hall = data.draw(bases_for(blanker))

    if decide(question, tally, hall).conclusion is Conclusion.REJECTED:
        assert decide(question, blanker, hall).conclusion is Conclusion.REJECTED


def test_a_tie_adopts_nothing_by_more_than_half():
    outcome = decide(a_motion(), counted(**{"for": 40, "against": 40, "other": 0}), the_hall(80, 100))

    assert outcome.conclusion is Conclusion.REJECTED


# ---- shares as text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 644, "0,0"),
        (1, 644, "0,2"),
        (322, 644, "50,0"),
        (323, 644, "50,2"),
        (641, 644, "99,5"),
        (644, 644, "100,0"),
        (1, 8, "12,5"),
        (1, 16, "6,3"),  # 6.25: half up
        (1, 3, "33,3"),
        (333, 1000, "33,30"),  # a third is 33,3: this is not one
        (433, 650, "66,6"),
        (50_001, 100_000, "50,001"),
        (649_999, 650_000, "99,9998"),
        (1, 10_000_000_000, "0,00000001"),
    ],
)
def test_shares_are_written_as_vietnamese_writes_them(part, whole, text):
    assert share_text(part, whole) == f"{text}\u00a0%"


def test_a_share_of_nothing_is_a_dash():
    assert share_text(0, 0) == "–"


@given(shares())
@example((1, 10_000_000_000))
def test_the_text_is_the_share_to_its_last_digit(share):
    part, whole = share

    shown, half = read(share_text(part, whole))

    assert -half < shown - Fraction(part, whole) <= half


@given(shares())
@example((1, 10_000_000_000))
def test_no_share_looks_like_a_landmark_that_it_is_not(share):
    part, whole = share
    true = Fraction(part, whole)

    shown, half = read(share_text(part, whole))

    for landmark in LANDMARKS:
        border = written(landmark, half)
        assert ((shown > border) - (shown < border)) == ((true > landmark) - (true < landmark))


@given(shares(), rules)
def test_no_share_looks_like_the_threshold_that_it_missed_or_passed(share, rule):
    part, whole = share
    true, threshold = Fraction(part, whole), Fraction(rule.numerator, rule.denominator)

    shown, half = read(share_text(part, whole, rule))

    border = written(threshold, half)
    assert ((shown > border) - (shown < border)) == ((true > threshold) - (true < threshold))

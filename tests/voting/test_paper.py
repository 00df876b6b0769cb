"""A paper that is well formed, answers that fit it, and the one way in which they are written down."""

from collections import Counter

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.papers import (
    FEW,
    OUTSIDE,
    a_choice,
    a_motion,
    a_paper,
    a_rule,
    an_election,
    any_answers,
    papers,
    valid_answers,
)
from voting.errors import InvalidDefinition
from voting.kinds import KINDS
from voting.paper import Answer, Option, Paper, QuestionKind, canonical_json, check_answers, check_paper, stored_answers
from voting.paper_errors import (
    BlankNotAllowed,
    DuplicateAnswer,
    InvalidPaper,
    MarkedTwice,
    MissingAnswer,
    TooFewMarked,
    TooManyMarked,
    UnknownOption,
    UnknownQuestion,
)
from voting.rules import Base

TWO_OF_THREE = a_choice("an", "binh", "chi", min_marks=2, max_marks=2)


def is_acceptable(paper, answers):
    """The rule as one would say it to a teller: every question once, and each with as many marks as it may have."""
    numbers = [answer.question for answer in answers]
    if sorted(numbers) != [question.number for question in paper.questions]:
        return False
    for answer in answers:
        question = paper.questions[answer.question - 1]
        marks = Counter(answer.options)
        keys = [option.key for option in question.options]
        of = Counter(mark.partition("=")[0] for mark in answer.options)
        match question.kind:
            case QuestionKind.APPROVAL:
                on_paper = marks.keys() <= {f"{key}={word}" for key in keys for word in ("yes", "no")}
            case QuestionKind.SCORE:
                on_paper = marks.keys() <= {f"{key}={n}" for key in keys for n in range(question.most_points + 1)}
            case _:
                on_paper = marks.keys() <= set(keys)
        only_one_to_strike = question.kind is QuestionKind.ELECTION and len(question.options) == 1
        blank = not marks and (paper.allows_blank or only_one_to_strike)
        most = question.max_marks if question.kind in FEW else len(keys)
        enough = blank or question.min_marks <= len(answer.options) <= most
        if not (on_paper and enough and max(of.values(), default=1) == 1):
            return False
    return True


# ---- answers


@given(st.data())
def test_answers_are_accepted_exactly_when_the_rule_of_the_tellers_accepts_them(data):
    paper = data.draw(papers())
    answers = data.draw(any_answers(paper))

    try:
        check_answers(paper, answers)
    except InvalidPaper:
        accepted = False
    else:
        accepted = True

    assert accepted == is_acceptable(paper, answers)


@given(st.data())
def test_whatever_order_a_phone_sends_the_canonical_form_is_the_papers(data):
    paper = data.draw(papers())
    answers = data.draw(valid_answers(paper))

    canonical = check_answers(paper, answers)

    assert [answer.question for answer in canonical] == [question.number for question in paper.questions]
    for answer, question in zip(canonical, paper.questions, strict=True):
        places = [question.keys.index(mark.partition("=")[0]) for mark in answer.options]
        assert question.kind is QuestionKind.RANKING or places == sorted(places)
    assert {(one.question, frozenset(one.options)) for one in canonical} == {
        (one.question, frozenset(one.options)) for one in answers
    }
    rankings = {one.number for one in paper.questions if one.kind is QuestionKind.RANKING}
    assert {one for one in canonical if one.question in rankings} <= set(answers)  # there the order is the vote


@given(st.data())
def test_the_canonical_form_is_its_own_canonical_form(data):
    paper = data.draw(papers())
    canonical = check_answers(paper, data.draw(valid_answers(paper)))

    assert check_answers(paper, canonical) == canonical


@given(st.data())
def test_what_is_stored_is_read_back_as_it_was(data):
    paper = data.draw(papers())
    canonical = check_answers(paper, data.draw(valid_answers(paper)))

    stored = canonical_json(canonical)

    assert stored_answers(msgspec.json.decode(stored)) == canonical
    assert canonical_json(stored_answers(msgspec.json.decode(stored))) == stored


@given(st.data())
def test_two_ballots_are_written_alike_only_if_they_mark_the_same(data):
    paper = data.draw(papers())
    one, other = (check_answers(paper, data.draw(valid_answers(paper))) for _ in range(2))

    assert (canonical_json(one) == canonical_json(other)) == (one == other)


@pytest.mark.parametrize(
    ("answers", "refusal", "facts"),
    [
        ([Answer(1, ("an", "chi")), Answer(3, ("for",))], UnknownQuestion, {"question": 3}),
        ([Answer(1, ("an", "chi")), Answer(1, ("an", "chi"))], DuplicateAnswer, {"question": 1}),
        ([Answer(1, ("an", "chi"))], MissingAnswer, {"question": 2}),
        ([Answer(1, ("an", OUTSIDE)), Answer(2, ())], UnknownOption, {"question": 1, "option": OUTSIDE}),
        ([Answer(1, ("an", "an")), Answer(2, ())], MarkedTwice, {"question": 1, "option": "an"}),
        ([Answer(1, ("an",)), Answer(2, ())], TooFewMarked, {"question": 1, "marked": 1, "minimum": 2}),
        (
            [Answer(1, ("an", "binh", "chi")), Answer(2, ())],
            TooManyMarked,
            {"question": 1, "marked": 3, "maximum": 2},
        ),
        ([Answer(1, ("an", "chi")), Answer(2, ("for", "against"))], TooManyMarked, {"question": 2, "maximum": 1}),
    ],
)
def test_a_refused_paper_says_which_question_and_what_is_wrong_with_it(answers, refusal, facts):
    with pytest.raises(refusal) as refused:
        check_answers(a_paper(TWO_OF_THREE, a_motion(2)), answers)

    assert facts.items() <= vars(refused.value).items()
    assert refused.value.code == refusal.code


def test_blank_is_a_mark_of_its_own_even_where_two_must_be_marked():
    assert check_answers(a_paper(TWO_OF_THREE), [Answer(1, ())]) == (Answer(1, ()),)


def test_blank_can_be_ruled_out():
    with pytest.raises(BlankNotAllowed) as refused:
        check_answers(a_paper(TWO_OF_THREE, allows_blank=False), [Answer(1, ())])

    assert refused.value.question == 1


@given(st.text(min_size=41))
def test_a_refusal_does_not_echo_a_long_text(option):
    with pytest.raises(UnknownOption) as refused:
        check_answers(a_paper(), [Answer(1, (option,))])

    assert refused.value.option == option[:40]


# ---- definitions


@given(papers())
def test_a_well_formed_paper_passes_and_survives_the_wire(paper):
    assert check_paper(paper) is paper
    assert msgspec.json.decode(msgspec.json.encode(paper), type=Paper) == paper


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (a_choice("an", "an"), "same key"),
        (a_choice("an", "binh", max_marks=3), "number of options"),
        (a_choice("an", "binh", min_marks=2, max_marks=1), "min_marks"),
        (a_choice("an"), "at least two"),
        (msgspec.structs.replace(a_motion(), rule=None), "needs a rule"),
        (msgspec.structs.replace(a_motion(), max_marks=2), "one option"),
        (msgspec.structs.replace(a_motion(), options=(Option(key="yes", label_vi="Có"),)), "'for'"),
        (msgspec.structs.replace(a_motion(), options=()), "number of options"),
    ],
)
def test_a_paper_that_cannot_be_answered_or_decided_is_refused_with_its_question(question, reason):
    with pytest.raises(InvalidDefinition, match=reason) as refused:
        check_paper(a_paper(question))

    assert refused.value.question == 1


def test_a_draft_of_an_election_may_wait_for_its_candidates_and_nothing_else_may_lack_options():
    waiting = a_paper(an_election(seats=3))

    assert check_paper(waiting, is_draft=True) is waiting
    with pytest.raises(InvalidDefinition, match="number of options"):
        check_paper(waiting)
    with pytest.raises(InvalidDefinition, match="number of options"):
        check_paper(a_paper(a_choice("an", "binh", max_marks=3)), is_draft=True)


def test_a_share_of_those_present_is_not_asked_of_voters_who_need_not_be_there():
    paper = a_paper(a_motion(1), a_motion(2, a_rule(base=Base.PRESENT)))

    with pytest.raises(InvalidDefinition, match="those present") as refused:
        check_paper(paper, only_present=False)  # with nobody in the hall, one vote would be more than half

    assert refused.value.question == 2
    assert check_paper(paper, only_present=True) is paper


def test_questions_are_numbered_from_one_without_a_gap():
    with pytest.raises(InvalidDefinition, match="numbered") as refused:
        check_paper(a_paper(a_motion(1), a_motion(3)))

    assert refused.value.question == 3


def test_the_question_that_is_wrong_is_named_not_the_first():
    with pytest.raises(InvalidDefinition) as refused:
        check_paper(a_paper(a_motion(1), a_choice("an", number=2)))

    assert refused.value.question == 2


@pytest.mark.parametrize("key", ["", "-for", "For", "ủng-hộ", "for against", "a" * 33])
def test_keys_from_the_wire_are_short_lower_case_and_plain(key):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"key": key, "label_vi": "Tán thành"}, Option)


@pytest.mark.parametrize("changes", [{"min_marks": 0}, {"number": 0}, {"number": 51}, {"colour": "red"}])
def test_the_wire_takes_no_question_that_could_not_be_on_a_paper(changes):
    sent = {**msgspec.to_builtins(a_motion()), **changes}

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"questions": [sent]}, Paper)


def test_every_kind_of_question_has_its_module():
    assert KINDS.keys() == set(QuestionKind)


@given(st.data())
def test_a_question_is_found_by_its_number_and_no_other(data):
    paper = data.draw(papers())
    number = data.draw(st.integers(-3, 60))
    assume(not 1 <= number <= len(paper.questions))

    assert paper.question(number) is None
    assert [paper.question(one.number) for one in paper.questions] == list(paper.questions)

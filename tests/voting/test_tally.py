"""Counting: the order of ballots, and how they are heaped, does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.papers import a_choice, a_motion, a_paper, heaps, papers
from voting.paper import Answer, QuestionKind
from voting.tally import count, merge


def test_a_count_says_marks_in_mandates_and_ballots_in_people():
    paper = a_paper(a_motion())
    ballots = [([Answer(1, ("for",))], 3), ([Answer(1, ("against",))], 1), ([Answer(1, ())], 2)]

    tally = count(paper, ballots)

    assert (tally.ballots, tally.mandates) == (3, 6)
    assert tally.questions[0].marks == {"for": 3, "against": 1, "other": 0}
    assert (tally.questions[0].valid, tally.questions[0].blank, tally.questions[0].cast) == (4, 2, 6)


def test_several_marks_on_one_question_are_one_valid_vote():
    paper = a_paper(a_choice("an", "binh", "chi", max_marks=2))

    tally = count(paper, [([Answer(1, ("an", "chi"))], 5)])

    assert tally.questions[0].marks == {"an": 5, "binh": 0, "chi": 5}
    assert tally.questions[0].valid == 5


def test_an_empty_urn_still_names_every_option():
    tally = count(a_paper(a_motion(1), a_choice("an", "binh", number=2)), [])

    assert tally.ballots == tally.mandates == 0
    assert [question.marks for question in tally.questions] == [
        {"for": 0, "against": 0, "other": 0},
        {"an": 0, "binh": 0},
    ]


@given(st.data())
def test_the_order_of_ballots_is_irrelevant(data):
    paper = data.draw(papers())
    heap = data.draw(heaps(paper))

    assert count(paper, data.draw(st.permutations(heap))) == count(paper, heap)


@given(st.data())
def test_counting_two_heaps_and_adding_equals_counting_the_whole(data):
    paper = data.draw(papers())
    one, other = data.draw(heaps(paper)), data.draw(heaps(paper))

    assert merge(count(paper, one), count(paper, other)) == count(paper, one + other)


@given(st.data())
def test_it_does_not_matter_which_heap_is_added_to_which(data):
    paper = data.draw(papers())
    one, other, third = (count(paper, data.draw(heaps(paper))) for _ in range(3))

    assert merge(one, other) == merge(other, one)
    assert merge(merge(one, other), third) == merge(one, merge(other, third))


@given(st.data())
def test_an_empty_urn_adds_nothing(data):
    paper = data.draw(papers())
    tally = count(paper, data.draw(heaps(paper)))

    assert merge(tally, count(paper, [])) == tally


@given(st.data())
def test_no_mandate_is_lost_or_invented(data):
    paper = data.draw(papers())
    heap = data.draw(heaps(paper))

    tally = count(paper, heap)

    assert tally.ballots == len(heap)
    assert tally.mandates == sum(mandates for _, mandates in heap)
    alone = {one.number for one in paper.questions if one.kind is QuestionKind.ELECTION and len(one.options) == 1}
    for question in tally.questions:
        answers = [(answer, mandates) for answers, mandates in heap for answer in answers]
        mine = [(answer, mandates) for answer, mandates in answers if answer.question == question.question]
        assert question.cast == question.valid + question.blank == tally.mandates
        empty = sum(mandates for answer, mandates in mine if not answer.options)
        assert question.blank == (0 if question.question in alone else empty)  # the only name struck is a vote
        is_ranking = paper.questions[question.question - 1].kind is QuestionKind.RANKING  # first preferences
        made = sum(mandates * min(len(one.options), 1 if is_ranking else 99) for one, mandates in mine)
        assert sum(question.marks.values()) == made
        assert all(0 <= marks <= question.valid for marks in question.marks.values())


@given(st.data())
def test_a_ballot_of_several_mandates_counts_as_that_many_ballots_of_one(data):
    paper = data.draw(papers())
    heap = data.draw(heaps(paper))

    one_by_one = [(answers, 1) for answers, mandates in heap for _ in range(mandates)]

    assert count(paper, one_by_one).questions == count(paper, heap).questions

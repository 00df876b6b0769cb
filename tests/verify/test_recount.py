"""The check of an archive counts and decides as the product does, from code of its own, for every kind of question."""

from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

import verify
from tests.voting.papers import a_paper, heaps, papers, questions, the_hall
from verify import ballots as other_ballots
from verify import counting as other
from voting.kinds import decide
from voting.paper import QuestionKind, canonical_json, check_answers
from voting.secret_ballot import marks_size
from voting.tally import count

RANKINGS = questions(kinds=(QuestionKind.RANKING,)).map(a_paper)


def recounted_alike(paper, heap):
    hall = the_hall(40, 60)
    written = msgspec.to_builtins(paper)
    texts = [(canonical_json(check_answers(paper, answers)).decode(), mandates) for answers, mandates in heap]
    theirs = other.count(written, [(other_ballots.read_answers(text, written), n) for text, n in texts], {})
    ours = count(paper, [(check_answers(paper, answers), mandates) for answers, mandates in heap])

    assert (theirs["ballots"], theirs["mandates"]) == (ours.ballots, ours.mandates)
    for question, asked, counted, our in zip(
        paper.questions, written["questions"], theirs["questions"], ours.questions, strict=True
    ):
        assert (counted["marks"], counted["valid"], counted["blank"]) == (our.marks, our.valid, our.blank)
        found = other.outcome(asked, counted, hall.present, hall.entitled)
        outcome = msgspec.to_builtins(decide(question, our, hall))
        assert found == {name: type(value)(outcome[name]) for name, value in found.items()}


@given(st.data())
def test_whatever_is_asked_and_marked_is_counted_and_decided_alike(data):
    paper = data.draw(papers())

    recounted_alike(paper, data.draw(heaps(paper)))


@settings(max_examples=300)
@given(st.data())
def test_rankings_with_all_their_ties_and_transfers_are_counted_alike(data):
    paper = data.draw(RANKINGS)

    recounted_alike(paper, data.draw(heaps(paper)))


@given(papers())
def test_the_size_of_the_marks_on_a_secret_ballot_is_the_same(paper):
    assert other_ballots.marks_size(msgspec.to_builtins(paper)) == marks_size(paper)


def test_it_can_be_read_in_one_sitting():
    assert sum(len(file.read_text().splitlines()) for file in Path(verify.__file__).parent.glob("*.py")) < 600

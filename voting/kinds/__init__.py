"""
Kinds of questions: each is a small pure module with the same functions. Adding one is a file and a line here.

``check(question)`` raises :class:`~voting.errors.InvalidDefinition`. ``marks(question)`` are all marks that a tally
counts; ``read(question, marks)`` is a paper's marks in their canonical form, or raises the
:class:`~voting.errors.InvalidPaper` that says what is wrong with them. ``votes(question, tally)`` is how many votes (of
a score: points) each option has, and ``decide(question, tally, bases)`` what the question's rule makes of them.
"""

from collections.abc import Callable
from typing import NamedTuple

from voting.kinds import approval, choice, election, motion, ranking, score
from voting.marks import SAYS, counted, markable, marked
from voting.outcome import Bases, Outcome
from voting.paper import Question, QuestionKind
from voting.places import by_votes
from voting.tally import QuestionTally


class Kind(NamedTuple):
    """What the house needs of a kind; what most have in common is the default."""

    check: Callable[[Question], None]
    decide: Callable[[Question, QuestionTally, Bases], Outcome] = by_votes
    marks: Callable[[Question], tuple[str, ...]] = markable
    read: Callable[[Question, tuple[str, ...]], tuple[str, ...]] = marked
    votes: Callable[[Question, QuestionTally], dict[str, int]] = counted


KINDS: dict[QuestionKind, Kind] = {
    QuestionKind.MOTION: Kind(motion.check, motion.decide),
    QuestionKind.CHOICE: Kind(choice.check),
    QuestionKind.ELECTION: Kind(election.check),
    QuestionKind.APPROVAL: Kind(approval.check, approval.decide, approval.marks, approval.read, approval.votes),
    QuestionKind.RANKING: Kind(ranking.check, ranking.decide, read=ranking.read),
    QuestionKind.SCORE: Kind(score.check, score.decide, score.marks, score.read, score.points),
}


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """What the question's kind and rule make of its tally."""
    return KINDS[question.kind].decide(question, tally, bases)


def fullest(question: Question) -> tuple[str, ...]:
    """The longest mark of each option: as much as a paper can say."""
    longest: dict[str, str] = {}
    for mark in KINDS[question.kind].marks(question):
        key = mark.partition(SAYS)[0]
        longest[key] = max(longest.get(key, ""), mark, key=len)
    return tuple(longest.values())


def votes(question: Question, tally: QuestionTally) -> dict[str, int]:
    """How each option stands, in votes; of a score, in points."""
    return KINDS[question.kind].votes(question, tally)

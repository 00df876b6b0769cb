"""
Kinds of questions: each is a small pure module with the same two functions. Adding one is a file and a line here.

``check(question)`` raises :class:`~voting.errors.InvalidDefinition`; ``decide(question, tally, bases)`` applies the
question's rule to its tally and returns an :class:`~voting.outcome.Outcome`.
"""

from collections.abc import Callable
from typing import NamedTuple

from voting.kinds import choice, election, motion
from voting.outcome import Bases, Outcome
from voting.paper import Question, QuestionKind
from voting.tally import QuestionTally


class Kind(NamedTuple):
    """What the house needs of a kind."""

    check: Callable[[Question], None]
    decide: Callable[[Question, QuestionTally, Bases], Outcome]


KINDS: dict[QuestionKind, Kind] = {
    QuestionKind.MOTION: Kind(motion.check, motion.decide),
    QuestionKind.CHOICE: Kind(choice.check, choice.decide),
    QuestionKind.ELECTION: Kind(election.check, election.decide),
}


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """What the question's kind and rule make of its tally."""
    return KINDS[question.kind].decide(question, tally, bases)

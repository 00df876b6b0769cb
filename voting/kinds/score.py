"""
Scores: points for each option, from none to as many as the paper says. Pure.

A voter marks ``key=7``; an option without a mark gets no points. The most points win, up to the places; with a rule,
those whose points are that share of what could be given (valid ballots × most points). A tie for the last place is an
outcome with a name.
"""

from voting.errors import InvalidDefinition
from voting.marks import SAYS, said
from voting.outcome import Bases, Outcome, Standing
from voting.paper import Question
from voting.places import seated
from voting.rules import Base
from voting.tally import QuestionTally

_MOST_MARKS = 2000  # that a tally has to count


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless points are few enough, and a rule is one on valid ballots."""
    if question.min_marks != 1:
        raise InvalidDefinition(question=question.number, reason="on a score any number of options may be marked")
    if len(marks(question)) > _MOST_MARKS:
        raise InvalidDefinition(question=question.number, reason="so many options take fewer points each")
    if question.rule is not None and question.rule.base is not Base.VALID:
        raise InvalidDefinition(question=question.number, reason="points are a share of what valid ballots can give")


def marks(question: Question) -> tuple[str, ...]:
    """Each number of points for each option."""
    return tuple(f"{key}{SAYS}{given}" for key in question.keys for given in range(question.most_points + 1))


def read(question: Question, made: tuple[str, ...]) -> tuple[str, ...]:
    """At most one mark for each option, in the paper's order. Raises what :func:`voting.marks.said` does."""
    return said(question, made, [str(given) for given in range(question.most_points + 1)])


def points(question: Question, tally: QuestionTally) -> dict[str, int]:
    """All points that each option has."""
    return {
        key: sum(given * tally.marks.get(f"{key}{SAYS}{given}", 0) for given in range(question.most_points + 1))
        for key in question.keys
    }


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """Who has the most points; who is tied for the last place. Shares are of the points that could be given."""
    whole = tally.valid * question.most_points
    given = points(question, tally)
    return seated(
        question, Base.VALID, whole, tuple(Standing.of(key, given[key], whole, question.rule) for key in given)
    )

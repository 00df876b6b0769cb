"""
Choices: some of several options. Pure.

With a rule, every option that satisfies it is chosen, up to as many as may be marked; without one, the most marked
are. A tie for the last place is an outcome with a name, never settled by order.
"""

from voting.errors import InvalidDefinition
from voting.outcome import Bases, Outcome, Standing
from voting.paper import Question
from voting.places import conclude, fill
from voting.rules import Base
from voting.tally import QuestionTally


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is something to choose between."""
    if len(question.options) < 2:
        raise InvalidDefinition(question=question.number, reason="a choice has at least two options")


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """The chosen options, or the tie that leaves the last place open, or nothing chosen."""
    rule = question.rule
    base = rule.base if rule else Base.VALID
    whole = bases.whole(base, tally)
    votes = {option.key: tally.marks.get(option.key, 0) for option in question.options}
    chosen, tied = fill(votes, question.max_marks, rule, whole)
    return Outcome(
        question=question.number,
        conclusion=conclude(question, chosen, tied),
        chosen=chosen,
        tied=tied,
        base=base,
        whole=whole,
        needed=rule.needed(whole) if rule else None,
        standings=tuple(Standing.of(key, votes[key], whole, rule) for key in votes),
    )

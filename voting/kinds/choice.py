"""
Choices: some of several options. Pure.

With a rule, every option that satisfies it is chosen, up to as many as may be marked; without one, the most marked
are. A tie for the last place is an outcome with a name, never settled by order.
"""

from voting.errors import InvalidDefinition
from voting.paper import Question


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is something to choose between."""
    if len(question.options) < 2:
        raise InvalidDefinition(question=question.number, reason="a choice has at least two options")

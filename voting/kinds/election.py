"""
Elections: candidates for a number of seats. Pure.

Elected are those whose votes satisfy the rule, the most voted first, up to the seats. Two things that a congress has
to go on from have names: a tie for the last seat, and too few elected (``field/congress.md`` §2.6).
"""

from voting.errors import InvalidDefinition
from voting.paper import Question


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is a rule, and one name is enough."""
    if question.rule is None:
        raise InvalidDefinition(question=question.number, reason="an election needs a rule")
    if question.min_marks != 1:
        raise InvalidDefinition(question=question.number, reason="one candidate is enough on a paper of an election")

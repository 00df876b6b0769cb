"""
Elections: candidates for a number of seats. Pure.

Elected are those whose votes satisfy the rule, the most voted first, up to the seats. Two things that a congress has
to go on from have names: a tie for the last seat, and too few elected (``field/congress.md`` §2.6).
"""

from voting.errors import InvalidDefinition
from voting.outcome import Bases, Outcome, Standing
from voting.paper import Question
from voting.places import conclude, fill
from voting.tally import QuestionTally


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is a rule, and one name is enough."""
    if question.rule is None:
        raise InvalidDefinition(question=question.number, reason="an election needs a rule")
    if question.min_marks != 1:
        raise InvalidDefinition(question=question.number, reason="one candidate is enough on a paper of an election")


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """Who is elected, in order of votes; who is tied for the last seat; whether seats stay empty."""
    rule = question.rule
    assert rule is not None, "check() let an election without a rule pass"
    whole = bases.whole(rule.base, tally)
    votes = {option.key: tally.marks.get(option.key, 0) for option in question.options}
    chosen, tied = fill(votes, question.max_marks, rule, whole)
    return Outcome(
        question=question.number,
        conclusion=conclude(question, chosen, tied),
        chosen=chosen,
        tied=tied,
        base=rule.base,
        whole=whole,
        needed=rule.needed(whole),
        standings=tuple(Standing.of(key, votes[key], whole, rule) for key in votes),
    )

"""
Elections: candidates for a number of seats. Pure.

Elected are those whose votes satisfy the rule, the most voted first, up to the seats. Two things that a congress has
to go on from have names: a tie for the last seat, and too few elected (``field/congress.md`` §2.6).
"""

from voting.errors import InvalidDefinition
from voting.outcome import Bases, Conclusion, Outcome, Standing
from voting.paper import Question
from voting.places import fill
from voting.tally import QuestionTally


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is a rule, one name is enough, and each candidate is an option."""
    if question.rule is None:
        raise InvalidDefinition(question=question.number, reason="an election needs a rule")
    if question.min_marks != 1:
        raise InvalidDefinition(question=question.number, reason="one candidate is enough on a paper of an election")
    keys = [option.key for option in question.options]
    described = [candidate.option for candidate in question.candidates]
    if len(set(described)) != len(described) or not set(described) <= set(keys):
        raise InvalidDefinition(question=question.number, reason="each candidate is one of the options, once")


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """Who is elected, in order of votes; who is tied for the last seat; whether seats stay empty."""
    rule = question.rule
    assert rule is not None, "check() let an election without a rule pass"
    whole = bases.whole(rule.base, tally)
    votes = {option.key: tally.marks.get(option.key, 0) for option in question.options}
    chosen, tied = fill(votes, question.max_marks, rule, whole)
    if tied:
        conclusion = Conclusion.TIED
    else:
        conclusion = Conclusion.ELECTED if len(chosen) == question.max_marks else Conclusion.TOO_FEW
    return Outcome(
        question=question.number,
        conclusion=conclusion,
        chosen=chosen,
        tied=tied,
        base=rule.base,
        whole=whole,
        needed=rule.needed(whole),
        standings=tuple(Standing.of(key, votes[key], whole, rule) for key in votes),
    )

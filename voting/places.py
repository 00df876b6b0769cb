"""Places: who gets them when there are fewer places than wishes. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from voting.marks import counted
from voting.outcome import Bases, Conclusion, Outcome, Standing
from voting.paper import Question
from voting.rules import Base, MajorityRule
from voting.tally import QuestionTally


class Filled(NamedTuple):
    """``chosen`` in order of votes; ``tied`` are those of whom the last places hold some and not all."""

    chosen: tuple[str, ...]
    tied: tuple[str, ...]


def fill(votes: Mapping[str, int], places: int, rule: MajorityRule | None, whole: int) -> Filled:
    """
    The most voted of those that satisfy ``rule`` (any vote, without one), up to ``places``.

    A tie for the last place is never settled by order: whoever is in it is named, and takes none.

    >>> fill({"a": 5, "b": 9, "c": 5, "d": 0}, 2, None, 10)
    Filled(chosen=('b',), tied=('a', 'c'))
    """
    enough = [key for key in votes if votes[key] > 0 and (rule is None or rule.is_met(votes[key], whole))]
    ranked = sorted(enough, key=lambda key: -votes[key])
    if len(ranked) <= places or votes[ranked[places - 1]] > votes[ranked[places]]:
        return Filled(tuple(ranked[:places]), ())
    last = votes[ranked[places]]
    return Filled(tuple(key for key in ranked if votes[key] > last), tuple(key for key in ranked if votes[key] == last))


def by_votes(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """
    Choices and elections: who gets the places by the marks on each option.

    With a rule everybody who satisfies it may have one; without one, everybody who was marked.
    """
    rule = question.rule
    base = rule.base if rule else Base.VALID
    whole = bases.whole(base, tally)
    standings = tuple(Standing.of(key, votes, whole, rule) for key, votes in counted(question, tally).items())
    return seated(question, base, whole, standings)


def seated(
    question: Question,
    base: Base,
    whole: int,
    standings: tuple[Standing, ...],
    wanted: Mapping[str, int] | None = None,
) -> Outcome:
    """
    Who gets the question's places by its rule on ``whole``, the most voted first; who is tied for the last one.

    ``wanted``: the votes of those who may have a place, if not everybody who stands may.
    """
    votes = {one.option: one.mandates for one in standings} if wanted is None else wanted
    chosen, tied = fill(votes, question.max_marks, question.rule, whole)
    return Outcome(
        question=question.number,
        conclusion=conclude(question, chosen, tied),
        chosen=chosen,
        tied=tied,
        base=base,
        whole=whole,
        needed=question.rule.needed(whole) if question.rule else None,
        standings=standings,
    )


def conclude(question: Question, chosen: tuple[str, ...], tied: tuple[str, ...]) -> Conclusion:
    """What it means that these have places, and these are tied for the rest."""
    if tied:
        return Conclusion.TIED
    if question.is_of_people:
        return Conclusion.ELECTED if len(chosen) == question.max_marks else Conclusion.TOO_FEW
    return Conclusion.CHOSEN if chosen else Conclusion.NONE_CHOSEN

"""Places: who gets them when there are fewer places than wishes. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from voting.outcome import Conclusion
from voting.paper import Question
from voting.rules import MajorityRule


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


def conclude(question: Question, chosen: tuple[str, ...], tied: tuple[str, ...]) -> Conclusion:
    """What it means that these have places, and these are tied for the rest."""
    if tied:
        return Conclusion.TIED
    if question.is_of_people:
        return Conclusion.ELECTED if len(chosen) == question.max_marks else Conclusion.TOO_FEW
    return Conclusion.CHOSEN if chosen else Conclusion.NONE_CHOSEN

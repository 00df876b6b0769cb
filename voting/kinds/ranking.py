"""
Rankings: the options in one's order of preference, as many of them as one likes. Pure.

Counted as single transferable votes (:mod:`voting.stv`), where the places are filled in proportion to what voters
prefer, or each against each (:mod:`voting.schulze`), where they go to those whom most prefer. A tie that neither can
settle without drawing lots is an outcome with a name.
"""

from voting import schulze, stv
from voting.errors import InvalidDefinition
from voting.marks import counted, known
from voting.outcome import Bases, Outcome, Standing
from voting.paper import Question, RankingMethod
from voting.places import conclude
from voting.rules import Base
from voting.tally import BEHIND, QuestionTally, RankedTally

MOST_RANKED = 20  # options: more than anybody puts in order, and a count sheet that fits a page


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is something to put in order, and no rule: the method decides."""
    if not 2 <= len(question.options) <= MOST_RANKED:
        raise InvalidDefinition(question=question.number, reason=f"a ranking has 2 to {MOST_RANKED} options")
    if question.min_marks != 1:
        raise InvalidDefinition(question=question.number, reason="any number of options may be put in order")
    if question.rule is not None:
        raise InvalidDefinition(question=question.number, reason="a ranking is decided by its method, not by a rule")


def read(question: Question, made: tuple[str, ...]) -> tuple[str, ...]:
    """The options as the voter ordered them. Raises :class:`UnknownOption`, :class:`MarkedTwice`."""
    return tuple(known(question, made))


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """Who gets the places, in that order, with the sheet of the count; standings are first preferences."""
    assert isinstance(tally, RankedTally), "count() keeps the orders of rankings"
    orders = {tuple(order.split(BEHIND)): mandates for order, mandates in tally.orders.items()}
    firsts = counted(question, tally)
    method = {RankingMethod.STV: stv.fill, RankingMethod.SCHULZE: schulze.fill}[question.counted_by]
    filled = method(question.keys, orders, question.max_marks)
    return Outcome(
        question=question.number,
        conclusion=conclude(question, filled.chosen, filled.tied),
        chosen=filled.chosen,
        tied=filled.tied,
        base=Base.VALID,
        whole=tally.valid,
        needed=filled.quota,
        standings=tuple(Standing.of(key, firsts[key], tally.valid, None) for key in firsts),
        rounds=filled.rounds,
        duels=filled.duels,
    )

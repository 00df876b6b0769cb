"""
Approvals: yes, no, or no opinion on each option (tín nhiệm từng người). Pure.

A voter marks ``key=yes`` or ``key=no``; who is not marked gets no opinion, and a paper without marks is blank. Approved
are those whose *yes* satisfy the rule, the most approved first, up to the places; without a rule, those with more *yes*
than *no*. A tie for the last place is an outcome with a name.
"""

from voting.errors import InvalidDefinition
from voting.marks import SAYS, said
from voting.outcome import Bases, Outcome, Standing
from voting.paper import Question
from voting.places import seated
from voting.rules import Base
from voting.tally import QuestionTally

YES, NO = "yes", "no"


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` if a voter would have to mark some number of options."""
    if question.min_marks != 1:
        raise InvalidDefinition(question=question.number, reason="on an approval any number of options may be marked")


def marks(question: Question) -> tuple[str, ...]:
    """Yes and no for each option."""
    return tuple(f"{key}{SAYS}{word}" for key in question.keys for word in (YES, NO))


def read(question: Question, made: tuple[str, ...]) -> tuple[str, ...]:
    """At most one mark for each option, in the paper's order. Raises what :func:`voting.marks.said` does."""
    return said(question, made, (YES, NO))


def votes(question: Question, tally: QuestionTally) -> dict[str, int]:
    """The *yes* that each option has."""
    return {key: tally.marks.get(f"{key}{SAYS}{YES}", 0) for key in question.keys}


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """Who is approved, in order of *yes*; who is tied for the last place."""
    rule = question.rule
    base = rule.base if rule else Base.VALID
    whole = bases.whole(base, tally)
    yes = votes(question, tally)
    no = {key: tally.marks.get(f"{key}{SAYS}{NO}", 0) for key in question.keys}
    heard = tally.cast - tally.invalid
    standings = tuple(
        Standing.of(key, yes[key], whole, rule, against=no[key], abstained=heard - yes[key] - no[key]) for key in yes
    )
    return seated(question, base, whole, standings, {key: yes[key] for key in yes if rule or yes[key] > no[key]})

"""
The outcome: a rule applied to a tally, with every figure that a screen or the minutes need. Pure.

Whole numbers decide; the percentage is only text, with as many decimals as it takes not to contradict the decision.
"""

from enum import StrEnum
from itertools import count

from msgspec import Struct

from voting.count_sheet import Duel, Round
from voting.rules import Base, MajorityRule
from voting.tally import QuestionTally


class Conclusion(StrEnum):
    """What has been decided."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    CHOSEN = "chosen"
    TIED = "tied"  # the last place is tied; the outcome names who
    NONE_CHOSEN = "none_chosen"
    ELECTED = "elected"  # as many as there are seats
    TOO_FEW = "too_few"  # fewer than there are seats; perhaps nobody


class Bases(Struct, frozen=True, kw_only=True):
    """The wholes that were fixed when the poll opened, in mandates."""

    present: int
    entitled: int

    def whole(self, base: Base, tally: QuestionTally) -> int:
        """The whole that a rule on ``base`` is taken of."""
        return {
            Base.VALID: tally.valid,
            Base.CAST: tally.cast,
            Base.PRESENT: self.present,
            Base.ENTITLED: self.entitled,
        }[base]


class Standing(Struct, frozen=True, kw_only=True):
    """
    How one option stands: mandates (of a score, points), and their share of the rule's base as text for people.

    ``against`` and ``abstained`` are there where each option is voted on by itself.
    """

    option: str
    mandates: int
    share: str
    against: int | None = None
    abstained: int | None = None

    @classmethod
    def of(
        cls,
        option: str,
        mandates: int,
        whole: int,
        rule: MajorityRule | None,
        *,
        against: int | None = None,
        abstained: int | None = None,
    ) -> "Standing":
        """With the share worked out, so that it does not contradict ``rule``."""
        share = share_text(mandates, whole, rule)
        return cls(option=option, mandates=mandates, share=share, against=against, abstained=abstained)


class Outcome(Struct, frozen=True, kw_only=True):
    """
    What one question came to.

    ``needed`` is the smallest number of mandates that satisfied the rule (``None`` for a relative majority); of single
    transferable votes, the quota. ``rounds`` and ``duels`` are the sheet of a count of rankings.
    """

    question: int
    conclusion: Conclusion
    chosen: tuple[str, ...]
    base: Base
    whole: int
    needed: int | None
    standings: tuple[Standing, ...]
    tied: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    duels: tuple[Duel, ...] = ()


def share_text(part: int, whole: int, rule: MajorityRule | None = None) -> str:
    """
    ``part`` of ``whole`` in per cent as Vietnamese writes it (comma, no-break space), rounded half up.

    A share that is not a round half, third, quarter or whole, nor what ``rule`` asks for, never looks like one:
    decimals are added until it differs.

    >>> share_text(641, 644).replace(chr(160), " "), share_text(0, 0).replace(chr(160), " ")
    ('99,5 %', '–')
    >>> share_text(50001, 100000).replace(chr(160), " "), share_text(649_999, 650_000).replace(chr(160), " ")
    ('50,001 %', '99,9998 %')
    """
    if whole == 0:
        return "–"
    edges = (*_EDGES, (rule.numerator, rule.denominator)) if rule else _EDGES
    for decimals in count(1):  # ends: different fractions differ in some decimal
        scale = 10**decimals
        rounded = (2 * part * 100 * scale + whole) // (2 * whole)
        if not any(_looks_like(rounded, part, whole, scale, *edge) for edge in edges):
            break
    units, rest = divmod(rounded, scale)
    return f"{units},{rest:0{decimals}d}\u00a0%"


_EDGES = ((0, 1), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1))  # fractions that rules are about


def _looks_like(rounded: int, part: int, whole: int, scale: int, numerator: int, denominator: int) -> bool:
    """Whether the rounded share reads as this fraction although the true share is another."""
    if part * denominator == whole * numerator:
        return False
    edge = (2 * numerator * 100 * scale + denominator) // (2 * denominator)
    return rounded == edge


def number_text(number: int) -> str:
    """
    A whole number as Vietnamese writes it.

    >>> number_text(1234)
    '1.234'
    """
    return f"{number:,}".replace(",", ".")

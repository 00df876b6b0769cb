"""
Majority rules as data: a fraction, whether exactly that fraction suffices, and the whole it is taken of. Pure.

Whole numbers and cross-multiplication only: nothing is ever rounded on the way to an outcome.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Base(StrEnum):
    """The whole that a fraction is taken of, in mandates."""

    VALID = "valid"  # ballots that mark something in this question
    CAST = "cast"  # ballots collected (phiếu thu về), blank ones included
    PRESENT = "present"  # the electorate in the hall
    ENTITLED = "entitled"  # all official delegates summoned (triệu tập)


class MajorityRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    When a proposal is adopted. *More than half* and *at least half* are different rules.

    ``text_vi``, ``text_en`` and ``source`` are shown beside every percentage that the rule decides.
    """

    numerator: Annotated[int, Meta(ge=1, le=1000)]
    denominator: Annotated[int, Meta(ge=1, le=1000)]
    exactly_suffices: bool
    base: Base
    text_vi: Annotated[str, Meta(max_length=300)] = ""
    text_en: Annotated[str, Meta(max_length=300)] = ""
    source: Annotated[str, Meta(max_length=300)] = ""

    def is_met(self, votes: int, whole: int) -> bool:
        """
        Whether ``votes`` of ``whole`` suffice. An empty urn adopts nothing.

        >>> MORE_THAN_HALF_OF_PRESENT.is_met(322, 644), MORE_THAN_HALF_OF_PRESENT.is_met(323, 644)
        (False, True)
        """
        margin = votes * self.denominator - whole * self.numerator
        return votes > 0 and (margin > 0 or (margin == 0 and self.exactly_suffices))

    def needed(self, whole: int) -> int:
        """
        The smallest number of votes that suffices.

        >>> MORE_THAN_HALF_OF_PRESENT.needed(644), AT_LEAST_TWO_THIRDS_OF_ENTITLED.needed(650)
        (323, 434)
        """
        share = whole * self.numerator
        exact = -(-share // self.denominator)
        return max(1, exact if self.exactly_suffices else share // self.denominator + 1)


MORE_THAN_HALF_OF_PRESENT = MajorityRule(
    numerator=1,
    denominator=2,
    exactly_suffices=False,
    base=Base.PRESENT,
    text_vi="quá một phần hai số đại biểu chính thức có mặt tán thành",
    text_en="more than half of the official delegates present are in favour",
    source="Điều lệ Công đoàn Việt Nam; căn cứ tính theo quy chế làm việc của đại hội",
)

AT_LEAST_TWO_THIRDS_OF_ENTITLED = MajorityRule(
    numerator=2,
    denominator=3,
    exactly_suffices=True,
    base=Base.ENTITLED,
    text_vi="ít nhất hai phần ba số đại biểu được triệu tập tán thành",
    text_en="at least two thirds of the delegates summoned are in favour",
)

"""
Quorum: whether enough of those summoned are in the hall. Pure.

*At least two thirds* and *more than half* are different rules; whole numbers and cross-multiplication only.
"""

from msgspec import Struct


class QuorumRule(Struct, frozen=True, kw_only=True):
    """
    A share of those summoned ("tổng số thành viên được triệu tập", charter article 10 of 2020).

    ``exactly_suffices`` tells *at least two thirds* from *more than two thirds*.
    """

    numerator: int
    denominator: int
    exactly_suffices: bool
    text_vi: str = ""
    text_en: str = ""
    source: str = ""

    def needed(self, summoned: int) -> int:
        """
        The smallest number of people that makes a quorum; 0 summoned never do, so then it is 1.

        >>> TWO_THIRDS_OF_SUMMONED.needed(650)
        434
        """
        share = summoned * self.numerator
        exact = -(-share // self.denominator)
        return max(1, exact if self.exactly_suffices else share // self.denominator + 1)

    def is_met(self, present: int, summoned: int) -> bool:
        """Whether ``present`` of ``summoned`` suffice."""
        return present >= self.needed(summoned)


TWO_THIRDS_OF_SUMMONED = QuorumRule(
    numerator=2,
    denominator=3,
    exactly_suffices=True,
    text_vi="có mặt ít nhất hai phần ba tổng số đại biểu được triệu tập",
    text_en="at least two thirds of the delegates summoned are present",
    source="Điều lệ Công đoàn Việt Nam 2020, Điều 10",
)

"""
What a congress goes by when it elects, as data: each rule with its text, its source, and how sure we are of it. Pure.

The first ones the app keeps by itself (an invalid paper cannot be sent); the others are for the chair. Facts and
certainty are those of ``field/congress.md`` §2.6.
"""

from msgspec import Struct

_HANDBOOK = "Cẩm nang theo Hướng dẫn 238/HD-TLĐ (2014), tr. 140"
_CHARTER = "Điều lệ Công đoàn Việt Nam 2020, Điều 10"


class ElectionRule(Struct, frozen=True, kw_only=True):
    """One rule. ``certainty``: V read in a source, V-old in an older edition, S in one sample, M from memory."""

    name: str
    text_vi: str
    text_en: str
    source: str
    certainty: str


class Surplus(Struct, frozen=True, kw_only=True):
    """How many more candidates than seats there should be (số dư), in per cent of the seats."""

    least_percent: int
    most_percent: int
    source: str
    certainty: str

    def is_within(self, candidates: int, seats: int) -> bool:
        """
        Whether a list has the surplus that it should have.

        >>> surplus = Surplus(least_percent=10, most_percent=30, source="", certainty="M")
        >>> surplus.is_within(68, 61), surplus.is_within(61, 61), surplus.is_within(80, 61), surplus.is_within(2, 1)
        (True, False, False, True)
        """
        more = (candidates - seats) * 100
        return seats * self.least_percent <= more <= max(100, seats * self.most_percent)  # one more is never too many


VGCL_SURPLUS = Surplus(
    least_percent=10, most_percent=30, source="Thực tế các kỳ đại hội; tối đa theo quy chế bầu cử", certainty="M"
)

VGCL_RULES = (
    ElectionRule(
        name="invalid",
        text_vi="Không hợp lệ: bầu quá số lượng; gạch hết tên khi danh sách có từ hai người; viết thêm tên ngoài danh "
        "sách. Trên máy, phiếu như vậy không gửi được.",
        text_en="Invalid: more names than seats; all names struck where there are two or more; names added. On a phone "
        "such a paper cannot be sent.",
        source=_HANDBOOK,
        certainty="S",
    ),
    ElectionRule(
        name="fewer",
        text_vi="Bầu ít hơn số lượng quy định là hợp lệ.",
        text_en="Fewer names than seats are valid.",
        source=_HANDBOOK,
        certainty="V-old",
    ),
    ElectionRule(
        name="single",
        text_vi="Danh sách chỉ có một người: gạch tên là phiếu hợp lệ, không bầu.",
        text_en="With a single candidate a struck name is a valid vote against.",
        source=_HANDBOOK,
        certainty="V-old",
    ),
    ElectionRule(
        name="elected",
        text_vi="Trúng cử: quá một phần hai tổng số phiếu thu về, lấy từ cao xuống thấp cho đủ số lượng.",
        text_en="Elected: more than half of the ballots collected, from the most votes down to the last seat.",
        source=_CHARTER,
        certainty="V-old",
    ),
    ElectionRule(
        name="tie",
        text_vi="Bằng phiếu ở chỗ cuối cùng: đại hội bầu lại trong số những người bằng phiếu.",
        text_en="A tie for the last seat: the congress votes again among the tied.",
        source=_HANDBOOK,
        certainty="V-old",
    ),
    ElectionRule(
        name="too_few",
        text_vi="Trúng cử chưa đủ: Đoàn Chủ tịch xin ý kiến đại hội có bầu tiếp hay không; sau lần thứ hai vẫn thiếu "
        "thì không bầu nữa.",
        text_en="Too few elected: the presidium asks whether to go on; after a second round there is no third.",
        source="Quy chế mẫu; Hướng dẫn 03/HD-TLĐ (2020)",
        certainty="S",
    ),
    ElectionRule(
        name="next_list",
        text_vi="Danh sách lần sau gồm những người nhiều phiếu nhất chưa trúng cử, thường có số dư.",
        text_en="The next list is of those with the most votes who are not elected, usually with a surplus.",
        source="Thực tế các kỳ đại hội",
        certainty="M",
    ),
)

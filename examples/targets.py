"""Targets: the fourteen numbered goals of the draft resolution. Values are invented, in the style of real ones."""

from msgspec import Struct

CARE = ("Chăm lo đời sống đoàn viên, người lao động", "Care for members and workers")
REPRESENT = ("Đại diện, bảo vệ quyền, lợi ích hợp pháp, chính đáng", "Representation and protection of rights")
GROW = ("Phát triển đoàn viên, thành lập công đoàn cơ sở", "Growth of membership and grassroots unions")
OFFICERS = ("Xây dựng đội ngũ cán bộ công đoàn", "Training of union officers")
PARTY = ("Tham gia xây dựng Đảng, hệ thống chính trị", "Contribution to the Party and public life")
DIGITAL = ("Chuyển đổi số trong hoạt động công đoàn", "Digital transformation")


class Target(Struct, frozen=True, kw_only=True):
    """One target. Field names are those of ``agenda.models.Target``; ``value`` and ``baseline`` are decimals as text."""

    code: str
    group_vi: str
    group_en: str
    statement_vi: str
    statement_en: str
    comparator: str  # reach | at_least | more_than
    value: str
    unit_vi: str
    unit_en: str
    period_vi: str
    period_en: str
    baseline: str | None
    baseline_year: int | None


def _target(
    number: int,
    group: tuple[str, str],
    statement: tuple[str, str],
    comparator: str,
    value: int,
    unit: tuple[str, str],
    period: tuple[str, str],
    baseline: int | None,
) -> Target:
    return Target(
        code=f"CT{number:02}",
        group_vi=group[0],
        group_en=group[1],
        statement_vi=statement[0],
        statement_en=statement[1],
        comparator=comparator,
        value=str(value),
        unit_vi=unit[0],
        unit_en=unit[1],
        period_vi=period[0],
        period_en=period[1],
        baseline=None if baseline is None else str(baseline),
        baseline_year=None if baseline is None else 2025,
    )


PERCENT = ("%", "%")
PEOPLE = ("đoàn viên", "members")
HOMES = ("căn nhà", "homes")
YEARLY = ("hằng năm", "every year")
TERM = ("cả nhiệm kỳ", "in the whole term")


def _by(year: int) -> tuple[str, str]:
    return f"đến năm {year}", f"by {year}"


TARGETS = (
    _target(
        1,
        CARE,
        (
            "Phấn đấu đến năm 2030, 100% đoàn viên ở nơi có điều kiện được khám sức khỏe định kỳ và được lập hồ sơ "
            "sức khỏe điện tử.",
            "By 2030, 100% of members, where conditions allow, are screened for health regularly and have an "
            "electronic health record.",
        ),
        "reach",
        100,
        PERCENT,
        _by(2030),
        41,
    ),
    _target(
        2,
        CARE,
        (
            "Hằng năm, 100% đoàn viên có hoàn cảnh khó khăn, bị tai nạn lao động, bệnh hiểm nghèo được tổ chức công đoàn "
            "thăm hỏi, hỗ trợ kịp thời.",
            "Every year, 100% of members in hardship, after an accident at work or gravely ill are visited and "
            "supported in good time.",
        ),
        "reach",
        100,
        PERCENT,
        YEARLY,
        96,
    ),
    _target(
        3,
        CARE,
        (
            "Trong nhiệm kỳ, vận động nguồn lực xây mới, sửa chữa 1.500 căn nhà “Mái ấm Công đoàn” cho đoàn viên khó "
            "khăn về nhà ở.",
            "In the term, 1,500 “Mái ấm Công đoàn” homes are built or repaired for members who lack decent housing.",
        ),
        "reach",
        1500,
        HOMES,
        TERM,
        268,
    ),
    _target(
        4,
        REPRESENT,
        (
            "Đến năm 2030, ít nhất 85% doanh nghiệp có tổ chức công đoàn thương lượng, ký kết được thỏa ước lao động tập "
            "thể.",
            "By 2030, at least 85% of enterprises with a union have bargained for and signed a collective agreement.",
        ),
        "at_least",
        85,
        PERCENT,
        _by(2030),
        78,
    ),
    _target(
        5,
        REPRESENT,
        (
            "Đến năm 2030, ít nhất 60% thỏa ước lao động tập thể được đánh giá đạt loại B trở lên, có nhiều điều khoản "
            "có lợi hơn cho người lao động so với quy định của pháp luật.",
            "By 2030, at least 60% of collective agreements are rated B or better, with several terms more favourable "
            "than the law.",
        ),
        "at_least",
        60,
        PERCENT,
        _by(2030),
        47,
    ),
    _target(
        6,
        REPRESENT,
        (
            "Hằng năm, ít nhất 90% doanh nghiệp có tổ chức công đoàn tổ chức đối thoại định kỳ tại nơi làm việc theo "
            "quy định.",
            "Every year, at least 90% of enterprises with a union hold periodic dialogue at the workplace.",
        ),
        "at_least",
        90,
        PERCENT,
        YEARLY,
        82,
    ),
    _target(
        7,
        REPRESENT,
        (
            "Hằng năm, 100% đoàn viên được tư vấn pháp luật và hỗ trợ pháp lý khi có yêu cầu.",
            "Every year, 100% of members who ask for it are given legal advice and assistance.",
        ),
        "reach",
        100,
        PERCENT,
        YEARLY,
        94,
    ),
    _target(
        8,
        GROW,
        (
            "Trong nhiệm kỳ, phát triển mới 500.000 đoàn viên công đoàn.",
            "In the term, 500,000 new members join the union.",
        ),
        "reach",
        500_000,
        PEOPLE,
        TERM,
        None,
    ),
    _target(
        9,
        GROW,
        (
            "Đến năm 2029, kỷ niệm 100 năm Ngày thành lập Công đoàn Việt Nam, 100% doanh nghiệp có từ 25 lao động trở "
            "lên có tổ chức công đoàn.",
            "By 2029, the centenary of the Vietnam Trade Unions, 100% of enterprises with 25 workers or more have a "
            "union.",
        ),
        "reach",
        100,
        PERCENT,
        _by(2029),
        88,
    ),
    _target(
        10,
        GROW,
        (
            "Đến năm 2030, ít nhất 90% người lao động trong doanh nghiệp ngoài nhà nước có tổ chức công đoàn là đoàn viên.",
            "By 2030, at least 90% of workers in unionised non-state enterprises are union members.",
        ),
        "at_least",
        90,
        PERCENT,
        _by(2030),
        81,
    ),
    _target(
        11,
        OFFICERS,
        (
            "Hằng năm, 100% ủy viên ban chấp hành công đoàn các cấp được bồi dưỡng các chuyên đề cốt lõi của Cẩm nang "
            "cán bộ công đoàn.",
            "Every year, 100% of committee members at every level are trained in the core modules of the officers' "
            "handbook.",
        ),
        "reach",
        100,
        PERCENT,
        YEARLY,
        63,
    ),
    _target(
        12,
        PARTY,
        (
            "Trong nhiệm kỳ, giới thiệu ít nhất 40.000 đoàn viên công đoàn ưu tú để cấp ủy đảng xem xét, bồi dưỡng, kết "
            "nạp vào Đảng.",
            "In the term, at least 40,000 outstanding members are introduced to the Party.",
        ),
        "at_least",
        40_000,
        PEOPLE,
        TERM,
        None,
    ),
    _target(
        13,
        DIGITAL,
        (
            "Đến năm 2027, ít nhất 98% đoàn viên có hồ sơ điện tử được xác thực, cập nhật trên hệ thống quản lý đoàn viên.",
            "By 2027, at least 98% of members have a verified, current electronic record.",
        ),
        "at_least",
        98,
        PERCENT,
        _by(2027),
        71,
    ),
    _target(
        14,
        DIGITAL,
        (
            "Đến năm 2028, 100% cuộc họp ban chấp hành công đoàn phường, xã, đặc khu không dùng tài liệu giấy và 100% cán "
            "bộ công đoàn chuyên trách sử dụng trợ lý số trong công việc.",
            "By 2028, 100% of committee meetings of local unions are held without paper, and 100% of full-time "
            "officers use the digital assistant in their work.",
        ),
        "reach",
        100,
        PERCENT,
        _by(2028),
        22,
    ),
)

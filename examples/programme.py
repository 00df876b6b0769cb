"""Programme: two sittings with their agenda items, after the order of business of guideline 38/HD-TLĐ, item 7.6."""

from datetime import datetime, timedelta, timezone

from msgspec import Struct

VIETNAM = timezone(timedelta(hours=7))


class Item(Struct, frozen=True, kw_only=True):
    """An agenda item. ``kind``: check_in, ceremony, procedure, report, discussion, vote, speech, announcement, closing."""

    key: str
    title_vi: str
    title_en: str
    starts_at: datetime
    minutes: int
    kind: str
    presenter: str
    documents: tuple[str, ...]


class Sitting(Struct, frozen=True, kw_only=True):
    """One session on the programme with its items in order."""

    number: int
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    items: tuple[Item, ...]


class _Line(Struct, frozen=True):
    key: str
    minutes: int
    kind: str
    title_vi: str
    title_en: str
    presenter: str
    documents: tuple[str, ...] = ()


_FIRST = (
    _Line(
        "diem-danh-phien-1",
        60,
        "check_in",
        "Đón tiếp đại biểu, điểm danh, cấp thẻ bổ sung",
        "Welcome, check-in and badge desk",
        "Tổ đón tiếp",
    ),
    _Line(
        "chao-co-phien-1",
        15,
        "ceremony",
        "Chào cờ; tuyên bố lý do, giới thiệu đại biểu",
        "Flag ceremony; purpose of the congress; introduction of delegates",
        "Ban Tổ chức Đại hội",
        ("chuong-trinh-dai-hoi",),
    ),
    _Line(
        "bau-cac-co-quan-dai-hoi",
        15,
        "vote",
        "Bầu Đoàn Chủ tịch, Đoàn Thư ký, Ban Thẩm tra tư cách đại biểu",
        "Election of presidium, secretariat and credentials board",
        "Ban Tổ chức Đại hội",
    ),
    _Line(
        "chuong-trinh-va-quy-che",
        15,
        "vote",
        "Thông qua Chương trình và Quy chế làm việc của Đại hội",
        "Adoption of programme and rules of procedure",
        "Đoàn Chủ tịch",
        ("chuong-trinh-dai-hoi", "quy-che-lam-viec"),
    ),
    _Line(
        "tham-tra-tu-cach",
        15,
        "report",
        "Báo cáo thẩm tra tư cách đại biểu; biểu quyết công nhận tư cách đại biểu",
        "Report on credentials; recognition of delegates",
        "Trưởng Ban Thẩm tra tư cách đại biểu",
        ("bao-cao-tham-tra-tu-cach-dai-bieu",),
    ),
    _Line(
        "bao-cao-kiem-diem",
        45,
        "report",
        "Báo cáo tổng kết phong trào công nhân và hoạt động công đoàn 2023–2025",
        "Review of the workers' movement and union work 2023–2025",
        "Đại diện Đoàn Chủ tịch",
        ("bao-cao-chinh-tri",),
    ),
    _Line(
        "thao-luan-to",
        90,
        "discussion",
        "Thảo luận tại 12 tổ: dự thảo Báo cáo chính trị, dự thảo Nghị quyết, các chỉ tiêu nhiệm kỳ",
        "Discussion in twelve groups: draft report, draft resolution, targets",
        "Tổ trưởng các tổ thảo luận",
        ("bao-cao-chinh-tri", "du-thao-nghi-quyet"),
    ),
    _Line(
        "tong-hop-thao-luan",
        30,
        "discussion",
        "Tổng hợp ý kiến thảo luận tổ",
        "Summaries of the group discussions",
        "Đoàn Thư ký",
        ("bao-cao-chinh-tri", "du-thao-nghi-quyet"),
    ),
    _Line(
        "gioi-thieu-chi-tieu",
        15,
        "report",
        "Giới thiệu 14 chỉ tiêu để đại biểu nghiên cứu trước khi biểu quyết; hướng dẫn biểu quyết trên ứng dụng",
        "Introduction of the fourteen targets for study; how to vote in the app",
        "Đoàn Thư ký",
        ("du-thao-nghi-quyet",),
    ),
)

_SECOND = (
    _Line(
        "diem-danh-phien-2",
        45,
        "check_in",
        "Đón tiếp đại biểu, điểm danh",
        "Welcome and check-in",
        "Tổ đón tiếp",
    ),
    _Line(
        "khai-mac",
        45,
        "ceremony",
        "Văn nghệ chào mừng; chào cờ; giới thiệu đại biểu; diễn văn khai mạc",
        "Ceremony, flag, introduction of guests, opening speech",
        "Đoàn Chủ tịch",
    ),
    _Line(
        "bao-cao-chinh-tri",
        30,
        "report",
        "Trình bày tóm tắt Báo cáo chính trị: phương hướng, ba khâu đột phá và các chỉ tiêu nhiệm kỳ 2025–2030",
        "Political report in brief: directions, three breakthroughs and targets 2025–2030",
        "Đại diện Đoàn Chủ tịch",
        ("bao-cao-chinh-tri", "du-thao-nghi-quyet"),
    ),
    _Line(
        "tham-luan",
        60,
        "discussion",
        "Tham luận và thảo luận tại hội trường",
        "Contributions and discussion on the floor",
        "Đại biểu đăng ký phát biểu",
        ("bao-cao-chinh-tri",),
    ),
    _Line(
        "bieu-quyet-chi-tieu",
        30,
        "vote",
        "Biểu quyết 14 chỉ tiêu nhiệm kỳ 2025–2030",
        "Vote on the fourteen targets of the term 2025–2030",
        "Đoàn Chủ tịch",
        ("du-thao-nghi-quyet",),
    ),
    _Line(
        "phat-bieu-khach-moi",
        20,
        "speech",
        "Phát biểu chào mừng và chỉ đạo của đại biểu khách mời",
        "Addresses of guests",
        "Đại biểu khách mời",
    ),
    _Line(
        "cong-bo-nhan-su",
        25,
        "announcement",
        "Công bố các quyết định chỉ định nhân sự; Ban Chấp hành khóa I ra mắt Đại hội",
        "Announcement of appointments; the new executive committee presents itself",
        "Đoàn Chủ tịch",
    ),
    _Line(
        "thong-qua-nghi-quyet",
        25,
        "vote",
        "Công bố kết quả biểu quyết các chỉ tiêu; thông qua Nghị quyết Đại hội",
        "Results of the vote on the targets; adoption of the resolution",
        "Đoàn Thư ký",
        ("du-thao-nghi-quyet",),
    ),
    _Line(
        "be-mac",
        20,
        "closing",
        "Diễn văn bế mạc; chào cờ",
        "Closing speech; flag ceremony",
        "Đoàn Chủ tịch",
    ),
)


def _sitting(number: int, title_vi: str, title_en: str, starts_at: datetime, lines: tuple[_Line, ...]) -> Sitting:
    """Items follow one another without a gap, from the opening of the doors."""
    items: list[Item] = []
    clock = starts_at
    for line in lines:
        items.append(
            Item(
                key=line.key,
                title_vi=line.title_vi,
                title_en=line.title_en,
                starts_at=clock,
                minutes=line.minutes,
                kind=line.kind,
                presenter=line.presenter,
                documents=line.documents,
            )
        )
        clock += timedelta(minutes=line.minutes)
    return Sitting(
        number=number, title_vi=title_vi, title_en=title_en, starts_at=starts_at, ends_at=clock, items=tuple(items)
    )


SITTINGS = (
    _sitting(1, "Phiên thứ nhất", "First sitting", datetime(2025, 12, 24, 12, 30, tzinfo=VIETNAM), _FIRST),
    _sitting(2, "Phiên trọng thể", "Solemn sitting", datetime(2025, 12, 25, 6, 45, tzinfo=VIETNAM), _SECOND),
)

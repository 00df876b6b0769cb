"""Polls prepared before the congress: field names and closed sets are those of ``voting.commands.PreparePoll``."""

from msgspec import Struct


class Question(Struct, frozen=True, kw_only=True):
    """A question of a poll, answered for, against or other opinion."""

    kind: str = "motion"
    title_vi: str
    title_en: str
    text_vi: str = ""
    text_en: str = ""


class Poll(Struct, frozen=True, kw_only=True):
    """A poll. With ``targets`` = "all" the paper has one question for each target, in their order, after ``questions``."""

    key: str
    item: str
    title_vi: str
    title_en: str
    secrecy: str = "recorded"
    electorate_kind: str = "present"
    late_arrivals: bool = False
    visibility: str = "turnout"
    allows_blank: bool = True
    seconds: int
    targets: str = "none"
    questions: tuple[Question, ...] = ()


POLLS = (
    Poll(
        key="co-quan-dai-hoi",
        item="bau-cac-co-quan-dai-hoi",
        title_vi="Biểu quyết số lượng và danh sách các cơ quan của Đại hội",
        title_en="Organs of the congress: numbers and lists",
        seconds=180,
        questions=(
            Question(
                title_vi="Đoàn Chủ tịch gồm 9 đại biểu theo danh sách giới thiệu",
                title_en="A presidium of nine, as proposed",
                text_vi="Đồng ý số lượng 9 người và danh sách do Ban Tổ chức Đại hội giới thiệu.",
                text_en="Agree with nine people and with the list that the organising committee proposes.",
            ),
            Question(
                title_vi="Đoàn Thư ký gồm 3 đại biểu theo danh sách giới thiệu",
                title_en="A secretariat of three, as proposed",
                text_vi="Đồng ý số lượng 3 người và danh sách do Ban Tổ chức Đại hội giới thiệu.",
                text_en="Agree with three people and with the list that the organising committee proposes.",
            ),
            Question(
                title_vi="Ban Thẩm tra tư cách đại biểu gồm 5 đại biểu theo danh sách giới thiệu",
                title_en="A credentials board of five, as proposed",
                text_vi="Đồng ý số lượng 5 người và danh sách do Ban Tổ chức Đại hội giới thiệu.",
                text_en="Agree with five people and with the list that the organising committee proposes.",
            ),
        ),
    ),
    Poll(
        key="chuong-trinh-va-quy-che",
        item="chuong-trinh-va-quy-che",
        title_vi="Thông qua Chương trình và Quy chế làm việc của Đại hội",
        title_en="Programme and rules of procedure",
        seconds=120,
        questions=(
            Question(title_vi="Thông qua Chương trình Đại hội", title_en="Adopt the programme of the congress"),
            Question(title_vi="Thông qua Quy chế làm việc của Đại hội", title_en="Adopt the rules of procedure"),
        ),
    ),
    Poll(
        key="tu-cach-dai-bieu",
        item="tham-tra-tu-cach",
        title_vi="Công nhận tư cách đại biểu dự Đại hội",
        title_en="Recognition of the delegates' credentials",
        seconds=120,
        questions=(
            Question(
                title_vi="Công nhận tư cách đại biểu theo Báo cáo của Ban Thẩm tra tư cách đại biểu",
                title_en="Recognise the delegates as the credentials board reports",
                text_vi="Kể cả việc không công nhận tư cách đối với trường hợp nêu trong Báo cáo.",
                text_en="Including the case in which the report proposes not to recognise.",
            ),
        ),
    ),
    Poll(
        key="chi-tieu-nhiem-ky",
        item="bieu-quyet-chi-tieu",
        title_vi="Biểu quyết 14 chỉ tiêu nhiệm kỳ 2025–2030",
        title_en="The fourteen targets of the term 2025–2030",
        seconds=900,
        targets="all",
    ),
    Poll(
        key="nghi-quyet-dai-hoi",
        item="thong-qua-nghi-quyet",
        title_vi="Thông qua toàn văn Nghị quyết Đại hội",
        title_en="Adoption of the resolution",
        seconds=180,
        questions=(
            Question(
                title_vi="Thông qua toàn văn Nghị quyết Đại hội Công đoàn Thành phố Hồ Chí Minh lần thứ I",
                title_en="Adopt the text of the resolution as a whole",
                text_vi="Bao gồm kết quả biểu quyết các chỉ tiêu và giao Ban Chấp hành khóa I tổ chức thực hiện.",
                text_en="With the targets as voted; the executive committee of the first term carries it out.",
            ),
        ),
    ),
)

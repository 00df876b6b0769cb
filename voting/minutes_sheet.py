"""Minutes as they are printed and signed (A4, through ``typst``), and as a table to calculate with (XLSX)."""

import io
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from agenda.typesetting import typeset
from agenda.workbook import new_workbook
from voting.minutes import Minutes
from voting.minutes_count import side_by_side
from voting.outcome import number_text

if TYPE_CHECKING:
    from voting.seal import Seal  # its library is loaded where there is one

_ROUNDS_ON_A_LINE = 6  # of the sheet of a count
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def minutes_pdf(minutes: Minutes, seal: "Seal | None" = None) -> bytes:
    """A4, in Vietnamese, with room for signatures by hand; under the organiser's ``seal``, if there is one."""
    data = msgspec.to_builtins(minutes)
    for question in data["questions"]:
        question["sheets"] = side_by_side(question["sheet"], _ROUNDS_ON_A_LINE)
    data |= {
        "opened": _moment(minutes.opened_at),
        "closed": _moment(minutes.closed_at),
        "day": day_text(minutes.closed_at),
        "counts": [
            ["Số đại biểu chính thức được triệu tập (số phiếu)", number_text(minutes.summoned)],
            ["Số đại biểu chính thức có mặt (số phiếu)", number_text(minutes.present)],
            ["Số đại biểu tham gia biểu quyết", number_text(minutes.electorate)],
            ["Số phiếu phát ra", number_text(minutes.issued)],
            *([["– trong đó phiếu giấy", number_text(minutes.printed)]] if minutes.printed is not None else []),
            ["Số phiếu thu về", number_text(minutes.collected)],
            *([["– trong đó phiếu giấy", number_text(minutes.printed_back)]] if minutes.printed is not None else []),
            ["Số phiếu hợp lệ", number_text(minutes.valid)],
            ["Số phiếu không hợp lệ", number_text(minutes.invalid)],
        ],
    }
    reason = f"Ký {minutes.title.lower()}: {minutes.poll}"
    return sealed(typeset(_MINUTES, data), seal, congress=minutes.congress, reason=reason)


def sealed(pdf: bytes, seal: "Seal | None", *, congress: str, reason: str) -> bytes:
    """``pdf``, signed in the name of those who hold the congress, if there is a ``seal``."""
    if seal is None:
        return pdf
    return seal.put_on(pdf, name=f"Ban tổ chức {congress}", reason=reason, location=congress)


def minutes_xlsx(minutes: Minutes) -> bytes:
    """One row an option or candidate; numbers are numbers."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        bold, sheet = book.add_format({"bold": True}), book.add_worksheet("Kết quả")
        heads = ("Câu", "Nội dung", "Phương án / ứng cử viên", "Thông tin", "Số phiếu", "Tỷ lệ", "Trúng cử", "Kết luận")
        sheet.write_row(0, 0, (*heads, *(["Trong đó phiếu giấy"] if minutes.printed is not None else [])), bold)
        row = 0
        for question in minutes.questions:
            for line in question.lines:
                row += 1
                place = line.elected if line.elected is not None else ""
                cells = (question.question, question.title, line.name, line.about, line.votes, line.share, place)
                by_hand = [line.by_hand] if minutes.printed is not None else []
                sheet.write_row(row, 0, (*cells, question.conclusion, *by_hand))
        sheet.set_column(1, 3, 40)
        for question in minutes.questions:
            if question.sheet:
                rounds = book.add_worksheet(f"Kiểm phiếu câu {question.question}")
                for place, texts in enumerate(question.sheet):
                    rounds.write_row(place, 0, texts, bold if place == 0 else None)
                rounds.set_column(0, 0, 40)
        counts = book.add_worksheet("Phiếu")
        pairs = (
            ("Triệu tập", minutes.summoned),
            ("Có mặt", minutes.present),
            ("Tham gia biểu quyết", minutes.electorate),
            ("Phiếu phát ra", minutes.issued),
            ("Phiếu giấy phát ra", minutes.printed or 0),
            ("Phiếu thu về", minutes.collected),
            ("Phiếu giấy thu về", minutes.printed_back),
            ("Phiếu hợp lệ", minutes.valid),
            ("Phiếu không hợp lệ", minutes.invalid),
        )
        for place, (name, number) in enumerate(pairs):
            counts.write_row(place, 0, (name, number))
        counts.set_column(0, 0, 30)
    return buffer.getvalue()


def _moment(at: datetime | None) -> str:
    if at is None:
        return "…"
    here = at.astimezone(_HERE)
    return f"{here:%H} giờ {here:%M} phút, ngày {here:%d} tháng {here:%m} năm {here:%Y}"


def day_text(at: datetime | None) -> str:
    """The day as minutes are dated; dots to be filled in, if there is none."""
    here = at.astimezone(_HERE) if at else None
    return f"ngày {here:%d} tháng {here:%m} năm {here:%Y}" if here else "ngày … tháng … năm …"


_MINUTES = """
#let data = json("data.json")
#let by_hand = data.printed != none
#set document(title: data.title)
#set page(paper: "a4", margin: (left: 28mm, right: 16mm, top: 16mm, bottom: 18mm))
#set page(footer: context align(center, text(size: 9pt)[
  Trang #counter(page).display() / #counter(page).final().first()
]))
#set text(font: "Libertinus Serif", size: 12pt, lang: "vi", hyphenate: false)
#set par(leading: 0.65em, spacing: 0.8em, justify: false)

#grid(columns: (1fr, 86mm), gutter: 4mm, align: center,
  [#text(weight: "bold", upper(data.congress)) \\
   #if data.term != "" [Nhiệm kỳ #data.term] \\ #line(length: 30mm, stroke: 0.5pt)],
  [#text(size: 11pt, weight: "bold")[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \\
   #text(weight: "bold")[Độc lập – Tự do – Hạnh phúc] \\
   #line(length: 40mm, stroke: 0.5pt) #v(1mm)
   #emph[#if data.place != "" [#data.place, ]#data.day]],
)
#v(3mm)
#align(center)[
  #text(size: 15pt, weight: "bold", upper(data.title)) \\
  #text(weight: "bold", data.poll) \\
  #text(size: 10pt)[(Biểu quyết số #data.number · #if data.is_secret [bỏ phiếu kín] else [biểu quyết công khai])]
]
#v(3mm)

Bắt đầu: #data.opened.

Ban kiểm phiếu gồm: #if data.tellers.len() > 0 [#data.tellers.join(", ").] else [#box(width: 1fr, repeat[.])]

Ban kiểm phiếu đã phổ biến thể lệ và kiểm tra hòm phiếu trước khi biểu quyết.

#heading(level: 2, numbering: none, outlined: false)[I. Số phiếu]
#table(columns: (1fr, auto), align: (left, right), stroke: 0.4pt + luma(120), inset: 5pt,
  ..data.counts.flatten())

#heading(level: 2, numbering: none, outlined: false)[II. Kết quả]
#for q in data.questions {
  block(breakable: q.lines.len() > 10 or q.sheets.len() > 0, above: 5mm)[
    #if data.questions.len() > 1 [*#q.question. #q.title*] else [*#q.title*]

    #if q.seats != none [Số lượng bầu: *#q.seats*; danh sách gồm *#q.candidates* người.]
    #if q.rule != "" [Quy tắc: #q.rule#if q.source != "" [ (#q.source)]; cần ít nhất *#q.needed* phiếu.]

    #table(columns: (auto, 1fr, auto, ..if by_hand { (auto,) }, auto, ..if q.seats != none { (auto,) }),
      align: (right, left, right, ..if by_hand { (right,) }, right, center), stroke: 0.4pt + luma(120), inset: 5pt,
      table.header([*TT*], [*#if q.seats != none [Họ và tên] else [Ý kiến]*], [*Số phiếu*],
        ..if by_hand { ([*Phiếu giấy*],) }, [*Tỷ lệ*],
        ..if q.seats != none { ([*Trúng cử*],) } else { () }),
      ..q.lines.enumerate().map(((n, one)) => (
        [#(n + 1)],
        [#one.name#if one.about != "" [ \\ #text(size: 9.5pt, fill: luma(70), one.about)]
          #if one.note != "" [ \\ #text(size: 9.5pt, fill: luma(70), one.note)]],
        one.number,
        ..if by_hand { ([#one.by_hand],) },
        one.share,
        ..if q.seats != none { (if one.elected != none [#one.elected] else [],) } else { () },
      )).flatten())
    #text(size: 10pt)[Tỷ lệ tính #q.base.#if q.blank > 0 [ Phiếu trắng: #q.blank.]]

    #for sheet in q.sheets {
      let wide = if q.sheet.at(0).len() > 3 { 44mm } else { 1fr }
      let others = if q.sheet.at(0).len() > 3 { 1fr } else { 34mm }
      text(size: 8.5pt, table(columns: (wide,) + (others,) * (sheet.at(0).len() - 1), stroke: 0.4pt + luma(120),
        inset: 3.5pt, align: (left,) + (right,) * (sheet.at(0).len() - 1),
        table.header(..sheet.at(0).map(one => [*#one*])), ..sheet.slice(1).flatten()))
    }

    Kết luận: *#q.conclusion*.#if q.tied.len() > 0 [ Bằng phiếu ở suất cuối: #q.tied.join(", ").]
  ]
}

#v(3mm)
// Whoever signs signs below the end of what was said, and not on a page of its own.
#block(breakable: false)[
Kết thúc: #data.closed. Biên bản lập thành …… bản, đã được đọc trước đại hội.

#if data.root != "" [#text(size: 8.5pt, fill: luma(70))[Mã gốc của mọi lá phiếu (SHA-256, RFC 9162): #data.root]]
#v(4mm)
#set text(size: 11pt)
#grid(columns: (1fr, 1fr, 1fr), align: center, row-gutter: 18mm,
  [*THƯ KÝ*], [*TRƯỞNG BAN KIỂM PHIẾU*], [*T/M ĐOÀN CHỦ TỊCH*],
  [#line(length: 40mm, stroke: 0.4pt)], [#line(length: 40mm, stroke: 0.4pt)], [#line(length: 40mm, stroke: 0.4pt)])
]
"""

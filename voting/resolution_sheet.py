"""The resolution's result table as it is printed and signed (A4 across, through ``typst``), and as a table (XLSX)."""

import io
from typing import TYPE_CHECKING, Any

from agenda.typesetting import typeset
from agenda.workbook import new_workbook
from voting.minutes_sheet import day_text, sealed
from voting.resolution import Resolution, TargetResult

if TYPE_CHECKING:
    from voting.seal import Seal

_MARKS = ("Tán thành", "Không tán thành", "Ý kiến khác", "Trắng")
_HEADS = ("TT", "Chỉ tiêu", "Mức", *_MARKS, "Tỷ lệ", "Tính trên", "Kết luận")


def resolution_pdf(resolution: Resolution, seal: "Seal | None" = None) -> bytes:
    """A4 across, in Vietnamese, with room for signatures by hand; under the organiser's ``seal``, if there is one."""
    newest = max((one.published_at for one in resolution.targets if one.published_at), default=None)
    data = {
        "congress": resolution.congress,
        "term": resolution.term,
        "place": resolution.place,
        "day": day_text(newest),
        "adopted": resolution.adopted,
        "heads": _HEADS,
        "rows": [[str(number), *map(str, _cells(one))] for number, one in enumerate(resolution.targets, start=1)],
    }
    reason = "Ký bảng kết quả biểu quyết các chỉ tiêu"
    return sealed(typeset(_TABLE, data), seal, congress=resolution.congress, reason=reason)


def resolution_xlsx(resolution: Resolution) -> bytes:
    """One row a target; votes are numbers."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        sheet = book.add_worksheet("Nghị quyết")
        sheet.write_row(0, 0, _HEADS, book.add_format({"bold": True}))
        for number, one in enumerate(resolution.targets, start=1):
            sheet.write_row(number, 0, (number, *_cells(one)))
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 9, 18)
    return buffer.getvalue()


def _cells(one: TargetResult) -> list[Any]:
    """Statement, value, votes for and against, other opinions, blank, share, base, conclusion."""
    head = [f"{one.target.code}. {one.target.statement_vi}", one.target.goal_vi]
    if one.result is None:
        return [*head, "", "", "", "", "", "", "Chưa biểu quyết"]
    votes = {bar.option: bar.mandates for bar in one.result.bars}
    share = next((bar.share for bar in one.result.bars if bar.option == "for"), "")
    marks = [votes.get(option, "") for option in ("for", "against", "other")]
    return [*head, *marks, one.result.blank, share, one.result.base_vi, one.result.conclusion_vi]


_TABLE = """
#let data = json("data.json")
#set document(title: "Bảng kết quả biểu quyết các chỉ tiêu")
#set page(paper: "a4", flipped: true, margin: (x: 14mm, top: 14mm, bottom: 16mm))
#set page(footer: context align(center, text(size: 9pt)[
  Trang #counter(page).display() / #counter(page).final().first()
]))
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "vi", hyphenate: false)
#set par(leading: 0.55em, justify: false)

#grid(columns: (1fr, 1fr), align: center,
  [#text(weight: "bold", upper(data.congress)) \\
   #if data.term != "" [Nhiệm kỳ #data.term]],
  [#text(weight: "bold")[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \\
   #text(weight: "bold")[Độc lập – Tự do – Hạnh phúc] \\
   #emph[#if data.place != "" [#data.place, ]#data.day]],
)
#v(2mm)
#align(center)[
  #text(size: 14pt, weight: "bold")[BẢNG KẾT QUẢ BIỂU QUYẾT CÁC CHỈ TIÊU CỦA NGHỊ QUYẾT] \\
  Thông qua #data.adopted / #data.rows.len() chỉ tiêu
]
#v(2mm)
#table(columns: (auto, 1fr, auto, auto, auto, auto, auto, auto, 30mm, auto), stroke: 0.4pt + luma(120), inset: 4pt,
  align: (right, left, right, right, right, right, right, right, left, left),
  table.header(..data.heads.map(one => align(center, strong(one)))), ..data.rows.flatten())
#v(3mm)
#block(breakable: false)[
#grid(columns: (1fr, 1fr, 1fr), align: center, row-gutter: 16mm,
  [*THƯ KÝ*], [*TRƯỞNG BAN KIỂM PHIẾU*], [*T/M ĐOÀN CHỦ TỊCH*],
  [#line(length: 40mm, stroke: 0.4pt)], [#line(length: 40mm, stroke: 0.4pt)], [#line(length: 40mm, stroke: 0.4pt)])
]
"""

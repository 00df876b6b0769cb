"""
The badges as they are printed: one QR as PNG or SVG, and A4 sheets by delegation through ``typst``.

The QR measures 32 mm with its quiet zone and says nothing but an upper-case URL (see ``delegates.badge``). PINs are
on sheets of their own: a badge that is found opens nothing.
"""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import qrcode
import typst
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage

from delegates.badge import badge_url
from delegates.badges import Issued
from delegates.kinds import DelegateKind

_KINDS = {
    DelegateKind.OFFICIAL: "ĐẠI BIỂU CHÍNH THỨC",
    DelegateKind.ALTERNATE: "ĐẠI BIỂU DỰ KHUYẾT",
    DelegateKind.GUEST: "KHÁCH MỜI",
    DelegateKind.PRESS: "BÁO CHÍ",
}


def qr_svg(url: str) -> bytes:
    """The QR as SVG, with a quiet zone of four modules."""
    buffer = io.BytesIO()
    _qr(url).make_image(image_factory=SvgPathImage).save(buffer)
    return buffer.getvalue()


def qr_png(url: str) -> bytes:
    """The QR as PNG, ten pixels a module."""
    buffer = io.BytesIO()
    _qr(url).make_image().save(buffer, "PNG")
    return buffer.getvalue()


def _qr(url: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=10, border=4)
    code.add_data(url, optimize=0)  # one alphanumeric segment: the URL is upper case for this
    code.make(fit=True)
    return code


def sheets_pdf(issued: Sequence[Issued], *, congress: str, public_url: str) -> bytes:
    """The badges, and behind them the PIN slips, as one PDF."""
    import pypdfium2 as pdfium

    whole = pdfium.PdfDocument.new()
    for part in (badges_pdf(issued, congress=congress, public_url=public_url), pins_pdf(issued, congress=congress)):
        whole.import_pages(pdfium.PdfDocument(part))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def badges_pdf(issued: Sequence[Issued], *, congress: str, public_url: str) -> bytes:
    """A4, eight badges a page, a new page for each delegation, with cut marks."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for one in issued:
            (root / f"{one.code}.svg").write_bytes(qr_svg(badge_url(public_url, one.code)))
        people = [
            {
                "name": one.full_name,
                "kind": _KINDS[one.kind],
                "delegation": f"{one.delegation_code}. {one.delegation}",
                "number": one.number,
                "seat": one.seat,
                "unit": one.unit,
                "qr": f"{one.code}.svg",
            }
            for one in issued
        ]
        return _compile(root, _BADGES, {"congress": congress, "people": people})


def pins_pdf(issued: Sequence[Issued], *, congress: str) -> bytes:
    """A4, slips with number, name and PIN by delegation, to be cut and folded."""
    people = [
        {
            "name": one.full_name,
            "delegation": f"{one.delegation_code}. {one.delegation}",
            "number": one.number,
            "pin": one.pin,
        }
        for one in issued
        if one.pin
    ]
    with tempfile.TemporaryDirectory() as folder:
        return _compile(Path(folder), _PINS, {"congress": congress, "people": people})


def _compile(root: Path, template: str, data: object) -> bytes:
    (root / "data.json").write_bytes(msgspec.json.encode(data))
    main = root / "main.typ"
    main.write_text(template, encoding="utf-8")
    pdf = typst.compile(str(main), root=str(root), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


_BADGES = """
#let data = json("data.json")
#set page(paper: "a4", margin: (x: 10mm, y: 12mm))
#set text(font: "Libertinus Serif", lang: "vi", size: 9pt)
#let cut = (paint: luma(170), thickness: 0.4pt, dash: "dashed")
#let badge(p) = box(width: 95mm, height: 67mm, stroke: cut, inset: 4mm)[
  #grid(columns: (1fr, 34mm), column-gutter: 3mm, rows: (auto, 1fr),
    grid.cell(colspan: 2)[
      #align(center)[#text(size: 7.5pt, weight: "bold", fill: rgb("#9b1c1c"))[#upper(data.congress)]]
      #v(1mm) #line(length: 100%, stroke: 0.6pt + rgb("#9b1c1c")) #v(1mm)
    ],
    align(horizon)[
      #set par(leading: 0.5em)
      #text(size: 7.5pt, tracking: 0.4pt)[#p.kind]
      #v(1.5mm)
      #context {
        let fits(size) = measure(box(width: 48mm, text(size: size, weight: "bold")[#p.name])).height <= 17mm
        let size = (15pt, 13.5pt, 12pt, 10.5pt, 9pt).find(fits)
        text(size: if size == none { 8pt } else { size }, weight: "bold")[#p.name]
      }
      #v(1.5mm)
      #text(size: 8.5pt)[#p.unit]
      #v(0.5mm)
      #text(size: 8.5pt)[Đoàn #p.delegation]
    ],
    align(center + horizon)[
      #image(p.qr, width: 32mm)
      #v(-1mm)
      #text(size: 12pt, weight: "bold")[#p.number]
      #if p.seat != "" [#h(2mm) #text(size: 9pt)[Ghế #p.seat]]
    ],
  )
]
#let groups = ()
#for p in data.people {
  if groups.len() == 0 or groups.last().first().delegation != p.delegation { groups.push((p,)) } else {
    groups.last().push(p)
  }
}
#for (n, group) in groups.enumerate() {
  if n > 0 { pagebreak() }
  grid(columns: (95mm, 95mm), ..group.map(badge))
}
"""

_PINS = """
#let data = json("data.json")
#set page(paper: "a4", margin: (x: 10mm, y: 12mm))
#set text(font: "Libertinus Serif", lang: "vi", size: 10pt)
#let cut = (paint: luma(170), thickness: 0.4pt, dash: "dashed")
#let slip(p) = box(width: 63.3mm, height: 34mm, stroke: cut, inset: 3mm)[
  #set par(leading: 0.45em)
  #text(size: 6.5pt)[#data.congress]
  #v(0.5mm)
  *#p.number* #h(1mm) #p.name
  #v(0.2mm)
  #text(size: 8pt)[Đoàn #p.delegation]
  #v(1fr)
  Mã PIN: #h(2mm) #text(size: 15pt, weight: "bold", tracking: 2pt)[#p.pin]
]
#let groups = ()
#for p in data.people {
  if groups.len() == 0 or groups.last().first().delegation != p.delegation { groups.push((p,)) } else {
    groups.last().push(p)
  }
}
#for (n, group) in groups.enumerate() {
  if n > 0 { pagebreak() }
  grid(columns: (63.3mm, 63.3mm, 63.3mm), ..group.map(slip))
}
"""

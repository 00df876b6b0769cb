"""
The badges as they are printed: one QR as PNG or SVG, and A4 sheets by delegation through ``typst``.

The QR measures at least 30 mm without its quiet zone and says nothing but an upper-case URL (see
``delegates.badge``). PINs are on sheets of their own: a badge that is found opens nothing. Whatever the roster holds
is shrunk until it fits; nothing is ever cut off.
"""

import io
import re
from collections.abc import Callable, Sequence
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage

from agenda.typesetting import typeset
from delegates.badge import badge_url
from delegates.badges import Issued
from delegates.kinds import DelegateKind

_KINDS = {
    DelegateKind.OFFICIAL: ("ĐẠI BIỂU CHÍNH THỨC", "#9b1c1c"),
    DelegateKind.ALTERNATE: ("ĐẠI BIỂU DỰ KHUYẾT", "#1f4e79"),
    DelegateKind.GUEST: ("KHÁCH MỜI", "#2f5d34"),
    DelegateKind.PRESS: ("BÁO CHÍ", "#404040"),
}
"""What is printed, and the colour of its band: a door sees from afar who is a guest."""

_LONG_WORD = re.compile(r"\S{20,}")


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
    """The badges, and behind them the PIN slips of those who have a PIN, as one PDF."""
    import pypdfium2 as pdfium

    parts = [badges_pdf(issued, congress=congress, public_url=public_url)]
    if any(one.pin for one in issued):
        parts.append(pins_pdf(issued, congress=congress))
    whole = pdfium.PdfDocument.new()
    for part in parts:
        whole.import_pages(pdfium.PdfDocument(part))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def badges_pdf(issued: Sequence[Issued], *, congress: str, public_url: str) -> bytes:
    """A4, eight badges a page, a new page for each delegation, with lines to cut along."""
    codes = {f"{one.code}.svg": qr_svg(badge_url(public_url, one.code)) for one in issued}
    groups = _by_delegation(issued, _badge)
    return typeset(_COMMON + _BADGES, {"congress": congress, "groups": groups}, codes)


def pins_pdf(issued: Sequence[Issued], *, congress: str) -> bytes:
    """A4, slips with number, name and PIN by delegation, to be cut and folded."""
    groups = _by_delegation([one for one in issued if one.pin], _slip)
    return typeset(_COMMON + _PINS, {"congress": congress, "groups": groups})


def _badge(one: Issued) -> dict[str, object]:
    kind, colour = _KINDS[one.kind]
    lines = [one.position, one.unit, _delegation(one)]
    return {
        "name": _breakable(one.full_name),
        "lines": [_breakable(line) for line in lines if line],
        "kind": kind,
        "colour": colour,
        "number": one.number,
        "seat": one.seat,
        "qr": f"{one.code}.svg",
    }


def _slip(one: Issued) -> dict[str, object]:
    return {
        "name": _breakable(one.full_name),
        "delegation": _breakable(_delegation(one)),
        "number": one.number,
        "pin": one.pin,
    }


def _delegation(one: Issued) -> str:
    return f"Đoàn {one.delegation_code}. {one.delegation}"


def _breakable(text: str) -> str:
    """``text`` with places to break in words that are wider than a badge (zero-width spaces)."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), text)


def _by_delegation(issued: Sequence[Issued], person: Callable[[Issued], dict[str, object]]) -> list[dict[str, object]]:
    return [
        {"delegation": _breakable(delegation), "people": [person(one) for one in people]}
        for delegation, people in groupby(issued, _delegation)
    ]


_COMMON = """
#let data = json("data.json")
#set page(paper: "a4", margin: (x: 10mm, top: 14mm, bottom: 10mm))
#set text(font: "Libertinus Serif", lang: "vi", hyphenate: false)
#set par(leading: 0.5em, spacing: 0.75em)
#let cut = 0.3pt + luma(175)

// The body in the largest of `sizes` (points) in which it is no higher than `height`; failing all, scaled down.
#let fit(width, height, sizes, body) = context {
  let high(size) = measure(body(size), width: width).height
  let size = sizes.find(size => high(size) <= height)
  if size != none { block(width: width, body(size)) } else {
    let least = sizes.last()
    scale(height / high(least) * 100%, origin: left + horizon, reflow: true, block(width: width, body(least)))
  }
}

// Text in lines of much the same length.
#let balanced(width, side, body) = context {
  let high = measure(body, width: width).height
  let narrow = range(8, 21).map(twentieths => width * twentieths / 20).find(w => measure(body, width: w).height <= high)
  block(width: narrow, align(side, body))
}

// Pages of one delegation each, `rows` rows of `columns` pieces, with what they are in the margin.
#let sheets(columns, rows, piece) = {
  if data.groups.len() == 0 [Mọi người trong danh sách đều đã có thẻ: không có thẻ mới.]
  for (n, group) in data.groups.enumerate() {
    let pages = group.people.chunks(columns * rows)
    for (page, people) in pages.enumerate() {
      if n + page > 0 { pagebreak() }
      let count = if pages.len() > 1 [ · tờ #(page + 1)/#pages.len()]
      place(top + left, dy: -6mm, fit(190mm, 4mm, (8, 7, 6, 5, 4),
        size => text(size: size * 1pt, fill: luma(90))[#group.delegation#count]))
      grid(columns: columns, ..people.map(piece))
    }
  }
}
"""

_BADGES = """
#let badge(p) = box(width: 95mm, height: 67mm)[
  #place(top + center, dy: 3mm, box(width: 87mm, height: 8mm, align(center + horizon,
    fit(87mm, 8mm, (8.5, 8, 7.5, 7, 6, 5), size => align(center, balanced(87mm, center,
      text(size: size * 1pt, weight: "bold", fill: rgb("#9b1c1c"), upper(data.congress))))))))
  #place(top + left, dx: 4mm, dy: 12.5mm, line(length: 87mm, stroke: 0.6pt + rgb("#9b1c1c")))
  #place(top + left, dx: 4mm, dy: 14.5mm, box(width: 49mm, height: 41mm, align(left + horizon,
    fit(49mm, 41mm, (17, 16, 15, 14, 13, 12, 11, 10, 9), size => {
      balanced(49mm, left, text(size: size * 1pt, weight: "bold", p.name))
      v(0.8mm)
      for line in p.lines { text(size: calc.max(7, size * 0.3 + 4.4) * 1pt, line); parbreak() }
    }))))
  // The quiet zone reaches into the margin: of 39.5 mm the symbol itself is 31 to 32.
  #place(top + right, dx: -0.5mm, dy: 15.2mm, image(p.qr, width: 39.5mm))
  #place(bottom + left, block(width: 95mm, height: 9mm, fill: rgb(p.colour), inset: (x: 4mm), {
    set text(fill: white)
    set align(horizon)
    grid(columns: (40mm, 47mm), rows: 9mm,
      text(size: 8.5pt, weight: "bold", p.kind),
      align(right, fit(47mm, 5.5mm, (14, 12, 10, 8, 6), size => align(right, {
        if p.seat != "" { text(size: size * 0.7pt)[Ghế #p.seat #h(2.5mm)] }
        text(size: size * 1pt, weight: "bold", p.number)
      }))))
  }))
  #place(top + left, rect(width: 95mm, height: 67mm, stroke: cut))
]
#sheets(2, 4, badge)
"""

_PINS = """
#let slip(p) = box(width: 63.3mm, height: 34mm, stroke: cut)[
  #place(top + left, dx: 3mm, dy: 2mm, fit(57.3mm, 5mm, (6.5, 6, 5, 4), size => text(size: size * 1pt, data.congress)))
  #place(top + left, dx: 3mm, dy: 8.5mm, fit(57.3mm, 12.5mm, (11, 10, 9, 8, 7, 6), size => {
    text(size: size * 1pt)[*#p.number* #h(1mm) #p.name]
    parbreak()
    text(size: size * 0.8pt, p.delegation)
  }))
  #place(bottom + left, dx: 3mm, dy: -5.5mm)[
    #text(size: 9pt)[Mã PIN:] #h(2mm) #text(size: 15pt, weight: "bold", tracking: 2pt, p.pin)
  ]
  #place(bottom + left, dx: 3mm, dy: -2mm, text(size: 6.5pt)[Quét mã trên thẻ, rồi nhập mã PIN. Giữ kín mã này.])
]
#sheets(3, 8, slip)
"""

"""
Pages: what is made of a PDF, by ``pypdfium2``: pictures in two widths, and text.

These functions run in a process of their own (see ``agenda.drawing``): pdfium is C++ that reads what strangers upload,
it is not thread-safe, and a crash of it must not take the server along.
"""

import io
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

SMALL, LARGE = 720, 1440  # pixels
_QUALITY = 80
_EFFORT = 2  # of 6: half the time of 4, for two hundredths more bytes
MOST_TEXT = 100_000  # letters: Postgres indexes at most a megabyte of words in one row
_LONGEST_SIDE = 6000  # pixels: a page a metre long is drawn smaller


class Fault(StrEnum):
    """Why a file cannot be a document."""

    NOT_A_PDF = "not_a_pdf"
    BROKEN = "broken_document"
    ENCRYPTED = "encrypted_document"


class Look(NamedTuple):
    """A first look at a file: how many pages, or what is wrong with it."""

    pages: int
    fault: Fault | None = None


class Drawn(NamedTuple):
    """One page. Width and height in points; the pictures as WebP."""

    width: int
    height: int
    small: bytes
    large: bytes
    text: str


def look(content: bytes) -> Look:
    """Whether ``content`` is a PDF that opens, and how long it is."""
    import pypdfium2 as pdfium

    if b"%PDF-" not in content[:1024]:
        return Look(0, Fault.NOT_A_PDF)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        # pdfium tells its last error, which for a PDF without pages is that of the upload before.
        encrypted = error.err_code == _PASSWORD and b"/Encrypt" in content
        return Look(0, Fault.ENCRYPTED if encrypted else Fault.BROKEN)
    try:
        pages = len(document)
        if pages == 0:
            return Look(0, Fault.BROKEN)
        document[0].close()  # a damaged page tree shows here
        return Look(pages)
    except pdfium.PdfiumError:
        return Look(0, Fault.BROKEN)
    finally:
        document.close()


_PASSWORD = 4  # FPDF_ERR_PASSWORD


def draw(path: str, number: int) -> Drawn:
    """
    Page ``number`` (1, 2, …) of the PDF at ``path``. Raises pdfium's error when the page is damaged.

    The document stays open for the next page: opening 60 MB anew for each of 600 pages takes longer than drawing them.
    """
    document = _opened(path)
    page = document[number - 1]
    try:
        width, height = page.get_size()
        large = _picture(page, LARGE, width, height)
        small = large.resize((SMALL, max(1, round(large.height * SMALL / large.width))))
        textpage = page.get_textpage()
        text = textpage.get_text_bounded().replace("\r\n", "\n").replace("\x00", "")[:MOST_TEXT]
        textpage.close()
        return Drawn(round(width), round(height), _webp(small), _webp(large), text)
    finally:
        page.close()


class _Open(NamedTuple):
    path: str
    document: Any


_open: _Open | None = None  # the only one, in a process that does one task at a time


def _opened(path: str):  # type: ignore[no-untyped-def]
    global _open  # noqa: PLW0603
    if _open is None or _open.path != path:
        import pypdfium2 as pdfium

        if _open is not None:
            _open.document.close()
            _open = None
        # Its bytes, not its path: no handle stays open, so that the file can be removed (Windows).
        _open = _Open(path, pdfium.PdfDocument(Path(path).read_bytes()))
    return _open.document


def _picture(page, pixels: int, width: float, height: float):  # type: ignore[no-untyped-def]
    scale = min(pixels / width, _LONGEST_SIDE / height)
    return page.render(scale=scale).to_pil().convert("RGB")


def _webp(picture) -> bytes:  # type: ignore[no-untyped-def]
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=_QUALITY, method=_EFFORT)
    return buffer.getvalue()

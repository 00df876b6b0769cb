"""Typesetting: PDFs from ``typst`` and data, the same way for badges, minutes and tables."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import typst


def typeset(source: str, data: object, files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of ``source``, which reads ``data`` as ``data.json`` and finds ``files`` by their names beside it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in {"data.json": msgspec.json.encode(data), **(files or {})}.items():
            (root / name).write_bytes(content)
        main = root / "main.typ"
        main.write_text(source, encoding="utf-8")
        pdf = typst.compile(str(main), root=str(root), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf

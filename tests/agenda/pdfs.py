"""PDFs as people upload them: good ones set by typst, and bad ones written by hand."""

import json

import typst


def typeset(*pages: str) -> bytes:
    """A PDF with these texts, one a page (A5)."""
    source = '#set page(paper: "a5")\n#set document(date: none)\n' + "#pagebreak()\n".join(
        f"#text({json.dumps(page, ensure_ascii=False)})\n" for page in pages
    )
    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def written(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered 1, 2, …, with a table of where they are."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(places) + 1} {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + table.encode() + end.encode("latin-1")


_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] >>"


def blank(pages: int) -> bytes:
    """Many empty pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    return written(_CATALOG, f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>", *[_PAGE] * pages)


def locked() -> bytes:
    """Protected by a password that nobody knows: its check values are arbitrary (ISO 32000-1 § 7.6.3)."""
    check = "<" + "5a" * 32 + ">"
    encrypt = f"<< /Filter /Standard /V 1 /R 2 /O {check} /U {check} /P -4 >>"
    return written(
        _CATALOG,
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        _PAGE,
        encrypt,
        trailer=f"/Root 1 0 R /Encrypt 4 0 R /ID [<{'00' * 16}> <{'00' * 16}>]",
    )


def without_pages() -> bytes:
    """It opens, and there is nothing to read."""
    return written(_CATALOG, "<< /Type /Pages /Count 0 /Kids [] >>")


def with_a_missing_page() -> bytes:
    """Three pages are promised; the second is not there."""
    return written(_CATALOG, "<< /Type /Pages /Count 3 /Kids [3 0 R 9 0 R 4 0 R] >>", _PAGE, _PAGE)

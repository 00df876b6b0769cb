"""Documents over the wire: what delegates read page by page, what is kept from them, and what an upload must be."""

import io
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from sqlalchemy import func, select

from agenda.models import DocumentPage, DocumentVersion
from api.simulation.actors import Actor, Refused
from tests.agenda import pdfs
from tests.api.shelves import a_document, upload
from tests.congresses import Hall

TWO_PAGES = pdfs.typeset("Nghị quyết Đại hội", "Chỉ tiêu về đoàn viên")


async def raw(actor: Actor, path: str, **headers: str) -> httpx.Response:
    """The answer with its headers."""
    headers = {"Cookie": f"dienhong={actor.cookie}", **headers}
    return await actor.http.get(f"{actor.address}/api/v1{path}", headers=headers)


async def test_delegates_see_what_is_published_and_nothing_else(hall: Hall):
    console, anh = await hall.console(), await hall.phone("001", topics=())
    published = await a_document(console, TWO_PAGES, title="Báo cáo chính trị")
    held_back = await a_document(console, TWO_PAGES, title="Dự thảo", published=False, position=2)

    hers, theirs = await anh.get("/documents"), await console.get("/documents")

    assert [line["id"] for line in hers["items"]] == [published]
    assert [line["id"] for line in theirs["items"]] == [published, held_back]


async def test_a_page_is_a_picture_in_two_widths_that_a_phone_keeps_for_ever(hall: Hall):
    console, anh = await hall.console(), await hall.phone("001", topics=())
    page = f"/documents/{await a_document(console, TWO_PAGES)}/versions/1/pages/2"

    small, large = await raw(anh, f"{page}/small.webp"), await raw(anh, f"{page}/large.webp")
    held = await raw(anh, f"{page}/large.webp", **{"If-None-Match": large.headers["etag"]})

    pictures = [Image.open(io.BytesIO(it.content)) for it in (small, large)]
    assert [(it.format, it.width) for it in pictures] == [("WEBP", 720), ("WEBP", 1440)]
    assert {it.headers["content-type"] for it in (small, large)} == {"image/webp"}
    assert {it.headers["cache-control"] for it in (small, large, held)} == {"private, max-age=31536000, immutable"}
    assert small.headers["etag"] != large.headers["etag"]
    assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", large.headers["etag"])


async def test_text_and_original_are_there_to_read(hall: Hall):
    console, anh = await hall.console(), await hall.phone("001", topics=())
    version = f"/documents/{await a_document(console, TWO_PAGES)}/versions/1"

    text, original = await anh.get(f"{version}/pages/2/text"), await raw(anh, f"{version}/original.pdf")

    assert text == {"page": 2, "text": "Chỉ tiêu về đoàn viên"}
    assert (original.headers["content-type"], original.content) == ("application/pdf", TWO_PAGES)


async def test_another_phone_opens_the_document_where_the_last_one_left_it(hall: Hall):
    console, anh, dat = await hall.console(), await hall.phone("001", topics=()), await hall.phone("002", topics=())
    document = await a_document(console, TWO_PAGES)
    await anh.put(f"/documents/{document}/place", {"page": 1})
    await anh.put(f"/documents/{document}/place", {"page": 2})

    another = await hall.phone("001", topics=())

    assert await another.get("/me/places") == {document: 2}
    assert await dat.get("/me/places") == {}


async def test_a_document_held_back_is_closed_to_delegates_who_know_the_address(hall: Hall):
    console, anh = await hall.console(), await hall.phone("001", topics=())
    document = await a_document(console, TWO_PAGES)
    version = f"/documents/{document}/versions/1"
    addresses = [
        f"/documents/{document}",
        f"{version}/pages/1/small.webp",
        f"{version}/pages/1/text",
        f"{version}/original.pdf",
    ]
    tag = (await raw(anh, addresses[1])).headers["etag"]

    await console.post(f"/documents/{document}/hold-back")

    answers = [await raw(anh, address) for address in addresses] + [
        await raw(anh, addresses[1], **{"If-None-Match": tag})
    ]
    assert [(it.status_code, it.json()["code"]) for it in answers] == [(404, "no_such_document")] * 5
    with pytest.raises(Refused, match="no_such_document"):
        await anh.put(f"/documents/{document}/place", {"page": 1})
    assert [(await raw(console, address)).status_code for address in addresses] == [200] * 4


async def test_what_does_not_exist_is_not_found(hall: Hall):
    console = await hall.console()
    document = await a_document(console, TWO_PAGES)

    for path, code in (
        (f"/documents/{uuid4()}", "no_such_document"),
        (f"/documents/{document}/versions/2/pages/1/small.webp", "no_such_page"),
        (f"/documents/{document}/versions/1/pages/3/text", "no_such_page"),
        (f"/documents/{document}/versions/2/original.pdf", "no_such_document"),
        (f"/documents/{document}/versions/1/pages/1/huge.webp", "bad_request"),
    ):
        with pytest.raises(Refused, match=code):
            await console.get(path)


@pytest.fixture
async def narrow_hall(hall: Hall) -> Hall:
    """A hall whose server takes a megabyte and three pages at most."""
    await hall.serve(upload_megabytes=1, document_pages=3)
    return hall


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(b"", 422, "not_a_pdf", id="empty"),
        pytest.param(b"MZ\x90\x00" + bytes(500), 422, "not_a_pdf", id="a program"),
        pytest.param(TWO_PAGES[:-400], 422, "broken_document", id="cut off"),
        pytest.param(pdfs.locked(), 422, "encrypted_document", id="encrypted"),
        pytest.param(pdfs.blank(4), 422, "too_many_pages", id="too many pages"),
        pytest.param(TWO_PAGES + bytes(1024 * 1024), 413, "document_too_large", id="too many bytes"),
    ],
)
async def test_an_upload_that_cannot_be_read_is_refused_and_leaves_nothing_behind(
    narrow_hall: Hall, content: bytes, status: int, code: str
):
    console = await narrow_hall.console(server=1)
    document = str(uuid4())
    await console.put(f"/documents/{document}", {"title_vi": "Dự thảo"})

    with pytest.raises(Refused) as refused:
        await upload(console, document, content)

    assert (refused.value.facts["status"], refused.value.code) == (status, code)
    assert files_in(narrow_hall.data_dir) == []
    async with narrow_hall.sessions() as session:
        rows = [await session.scalar(select(func.count()).select_from(it)) for it in (DocumentVersion, DocumentPage)]
    assert rows == [0, 0]
    assert (await console.get(f"/documents/{document}"))["versions"] == []


async def test_the_console_watches_the_pages_being_drawn(hall: Hall):
    console = await hall.console(topics=("document-desk",))
    document = str(uuid4())
    await console.put(f"/documents/{document}", {"title_vi": "Báo cáo dài"})
    await upload(console, document, pdfs.blank(15))

    def newest(desk):
        return (desk["documents"] and desk["documents"][0]["newest"]) or {}

    part = await console.until("document-desk", lambda desk: 0 < newest(desk).get("pages_ready", 0) < 15)
    whole = await console.until("document-desk", lambda desk: newest(desk).get("state") == "ready", within_s=60)

    assert (newest(part)["state"], newest(part)["pages"]) == ("rendering", 15)
    assert newest(whole)["pages_ready"] == 15


def files_in(folder: Path) -> list[Path]:
    """What is in the store of files."""
    return [path for path in (folder / "files").rglob("*") if path.is_file()]

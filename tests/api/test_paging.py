"""Lists come in pages that neither repeat nor skip while rows are added, and phones are not sent what they hold."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.paging import LARGEST_PAGE
from api.simulation.actors import Actor, Refused
from tests.agenda import pdfs
from tests.api.shelves import a_document
from tests.congresses import Hall, a_motion

LISTS = ("/polls", "/journal", "/documents", "/delegates", "/opinions")


async def pages(actor: Actor, path: str, limit: int) -> AsyncIterator[list[dict[str, Any]]]:
    """Page after page, as a client walks them."""
    cursor: dict[str, str] = {}
    while True:
        page = await actor.get(path, params={"limit": limit, **cursor})
        yield page["items"]
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}


async def test_polls_that_are_added_while_one_reads_come_at_the_end(hall: Hall):
    console = await hall.console()
    before = [await console.prepares(a_motion(f"Câu {n}")) for n in range(3)]
    added: list[str] = []
    seen: list[str] = []

    async for page in pages(console, "/polls", 2):
        seen += [poll["id"] for poll in page]
        if not added:
            added.append(await console.prepares(a_motion("Câu thêm")))

    assert seen == before + added


async def test_journal_entries_that_are_added_while_one_reads_disturb_nothing(hall: Hall):
    console = await hall.console()
    for n in range(3):
        await console.prepares(a_motion(f"Câu {n}"))
    before = [entry["number"] for entry in (await console.get("/journal", params={"limit": LARGEST_PAGE}))["items"]]
    seen: list[int] = []

    async for page in pages(console, "/journal", 2):
        seen += [entry["number"] for entry in page]
        await console.prepares(a_motion("Câu thêm"))

    assert seen == before
    assert seen == sorted(seen, reverse=True)


async def test_documents_of_one_position_are_each_shown_once(hall: Hall):
    console = await hall.console()
    before = {str(uuid4()) for _ in range(5)}
    for document in before:
        await console.put(f"/documents/{document}", {"title_vi": "Tài liệu", "position": 1})
    seen: list[str] = []

    async for page in pages(console, "/documents", 2):
        seen += [line["id"] for line in page]
        await console.put(f"/documents/{uuid4()}", {"title_vi": "Tài liệu thêm", "position": 1})

    assert before <= set(seen)
    assert len(set(seen)) == len(seen)


async def test_opinions_of_everybody_are_walked_while_more_arrive(hall: Hall):
    console, anh, dat = await hall.console(), await hall.phone("001", topics=()), await hall.phone("002", topics=())
    item = str(hall.item_ids[0])
    before = [(await who.opines("agree", "Tán thành", item_id=item))["id"] for who in (anh, dat, anh)]
    seen: list[str] = []

    async for page in pages(console, "/opinions", 1):
        seen += [line["opinion"]["id"] for line in page]
        if len(seen) < 3:
            await dat.opines("question", "Còn hỏi", item_id=item)

    assert seen[:3] == before
    assert len(set(seen)) == len(seen) == 5


async def test_delegates_are_walked_in_the_order_of_vietnamese_lists(hall: Hall):
    console = await hall.console()

    seen = [line["full_name"] async for page in pages(console, "/delegates", 1) for line in page]

    assert seen == [line["full_name"] for line in (await console.get("/delegates"))["items"]]
    assert len(set(seen)) == len(hall.issued)


@pytest.mark.parametrize("path", LISTS)
async def test_a_page_holds_one_to_two_hundred(hall: Hall, path: str):
    console = await hall.console()

    assert (await console.get(path, params={"limit": LARGEST_PAGE}))["next"] is None
    for limit in (0, -1, LARGEST_PAGE + 1, "many"):
        with pytest.raises(Refused, match="bad_request"):
            await console.get(path, params={"limit": limit})


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("cursor", ["x", "bm9uc2Vuc2U", "WyJhIiwgImIiLCAiYyJd", "ý"])
async def test_a_cursor_of_somewhere_else_is_refused(hall: Hall, path: str, cursor: str):
    console = await hall.console()

    with pytest.raises(Refused, match="wrong_cursor"):
        await console.get(path, params={"cursor": cursor})


async def conditional(actor: Actor, path: str, etag: str = "") -> httpx.Response:
    headers = {"Cookie": f"dienhong={actor.cookie}", "If-None-Match": etag}
    return await actor.http.get(f"{actor.address}/api/v1{path}", headers=headers)


@pytest.mark.parametrize(
    "path", ["/programme", "/targets", "/documents", "/documents/{document}", "/states?topic=floor", "/doors/roster"]
)
async def test_what_a_phone_polls_is_sent_once_until_it_changes(hall: Hall, path: str):
    console = await hall.console()
    document = await a_document(console, pdfs.blank(1))
    path = path.format(document=document)

    first = await conditional(console, path)
    held = await conditional(console, path, f'"something", W/{first.headers["etag"]}')
    changed = await conditional(console, path, '"something"')

    assert (first.status_code, first.headers["cache-control"]) == (200, "private, no-cache")
    assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (changed.status_code, changed.content) == (200, first.content)


async def test_the_etag_changes_with_the_content(hall: Hall):
    console = await hall.console()
    before = await conditional(console, "/programme")
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})

    after = await conditional(console, "/programme", before.headers["etag"])

    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]

"""Search: found without tone marks, shown as it was written, held back for those who may not read."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda import programme, targets
from agenda.programme import PutItem, PutSitting
from agenda.search import HitKind, holds, search, snippet, words_of
from agenda.targets import PutTarget
from api.simulation.actors import Refused
from tests.agenda import pdfs
from tests.agenda.houses import DAY, HA, found_congress

RESOLUTION = pdfs.typeset(
    "Căn cứ Điều lệ Công đoàn Việt Nam, Đại hội quyết nghị.",
    "Phấn đấu kết nạp mới 500.000 đoàn viên, đạt 98.5 % kế hoạch.",
)


async def finds(library, query, *, all=False, limit=50):
    async with library.sessions() as session:
        return (await search(session, query, all=all, limit=limit)).hits


@pytest.mark.parametrize("query", ["đoàn viên", "doan vien", "ĐOÀN VIÊN", "dat doan vie", "vien doan", "98.5"])
async def test_a_page_is_found_without_tone_marks_and_while_one_types(library, query):
    document_id = await library.has(RESOLUTION)

    pages = [(hit.id, hit.version, hit.page) for hit in await finds(library, query)]

    assert pages == [(document_id, 1, 2)]


@pytest.mark.parametrize("query", ["oan vien", "doan viens", "", "  ", "...", "'", "\\", "& | !", ":*"])
async def test_what_is_not_there_is_not_found(library, query):
    await library.has(RESOLUTION)

    assert await finds(library, query) == []


@pytest.mark.parametrize("query", ["doan & vien", "đoàn 'viên", "doan | vien", "vien:* doan", "(đoàn) <-> viên"])
async def test_signs_of_the_query_language_are_only_signs(library, query):
    await library.has(RESOLUTION)

    assert [hit.page for hit in await finds(library, query)] == [2]


async def test_the_snippet_is_the_original_text_with_its_words(library):
    await library.has(RESOLUTION)

    (hit,) = await finds(library, "ket nap doa")

    assert hit.snippet == "Phấn đấu kết nạp mới 500.000 đoàn viên, đạt 98.5 % kế hoạch."
    assert hit.found == ["kết", "nạp", "đoàn"]


async def test_a_document_held_back_is_found_by_the_console_only(library):
    document_id = await library.has(RESOLUTION, published=False)

    assert await finds(library, "dieu le") == []
    assert await finds(library, "du thao") == []
    assert [hit.id for hit in await finds(library, "dieu le", all=True)] == [document_id]
    assert [hit.kind for hit in await finds(library, "du thao", all=True)] == [HitKind.DOCUMENT]


async def test_only_the_newest_version_is_searched(library):
    document_id = await library.has(RESOLUTION)
    await library.uploads(document_id, pdfs.typeset("Văn bản đã sửa"))
    await library.drawing.draw_waiting()

    assert await finds(library, "doan vien") == []
    assert [(hit.version, hit.page) for hit in await finds(library, "da sua")] == [(2, 1)]


async def test_items_targets_and_documents_are_found_by_their_titles(library):
    await found_congress(library.sessions)
    await library.has(RESOLUTION, title="Báo cáo đoàn viên")
    sitting_id, item_id, target_id = uuid4(), uuid4(), uuid4()
    async with library.sessions.begin() as session:
        sitting = PutSitting(number=1, title_vi="Phiên một", starts_at=DAY, ends_at=DAY + timedelta(hours=4))
        await programme.put_sitting(session, HA, sitting_id, sitting)
        item = PutItem(sitting_id=sitting_id, position=1, title_vi="Tặng quà đoàn viên", starts_at=DAY, minutes=5)
        await programme.put_item(session, HA, item_id, item)
        target = PutTarget(code="CT01", position=1, statement_vi="Kết nạp đoàn viên", value="500000")
        await targets.put_target(session, HA, target_id, target)

    found = await finds(library, "doan vien")

    assert [hit.kind for hit in found] == [HitKind.ITEM, HitKind.TARGET, HitKind.DOCUMENT, HitKind.PAGE]
    assert [hit.id for hit in found[:2]] == [item_id, target_id]
    assert [hit.id for hit in await finds(library, "ct01")] == [target_id]


@pytest.mark.slow
async def test_answers_are_bounded_and_titles_leave_room_for_pages(library):
    await library.has(pdfs.typeset(*["Đại hội"] * 8))
    for number in range(6):
        await library.has(pdfs.blank(number + 1), title=f"Đại hội {number}")

    found = await finds(library, "dai hoi", limit=8)

    assert [hit.kind for hit in found] == [HitKind.DOCUMENT] * 4 + [HitKind.PAGE] * 4
    assert len(await finds(library, "dai hoi")) == 14


async def test_phones_search_what_is_published_and_strangers_nothing(hall):
    phone, console = await hall.phone("001", topics=()), await hall.console()
    document_id = uuid4()
    await console.put(f"/documents/{document_id}", {"title_vi": "Nội dung mật"})

    seen, all_seen = await phone.get("/search?q=noi dung"), await console.get("/search?q=noi dung")

    assert [hit["kind"] for hit in seen["hits"]] == ["item", "item"]
    assert [hit["id"] for hit in all_seen["hits"] if hit["kind"] == "document"] == [str(document_id)]
    async with httpx.AsyncClient() as stranger:
        assert (await stranger.get(f"{phone.address}/api/v1/search?q=noi")).status_code == 401


@pytest.mark.parametrize("query", ["", "q=", "q=a&limit=51", "q=a&limit=0", f"q={'a' * 201}"])
async def test_a_search_out_of_bounds_is_refused(hall, query):
    phone = await hall.phone("001", topics=())

    with pytest.raises(Refused) as refused:
        await phone.get(f"/search?{query}")

    assert refused.value.facts["status"] == 400


SYLLABLES = st.sampled_from(["Đại", "hội", "Nghị", "quyết", "Công", "đoàn", "một", "98.5", "·", "viên,"])
TEXTS = st.lists(SYLLABLES, min_size=1, max_size=200).map(" ".join)


@given(TEXTS, st.sampled_from(["đại hội", "nghi quy", "vien", "cong doan v"]))
def test_a_snippet_is_a_stretch_of_the_text_that_shows_what_was_found(text, query):
    words = words_of(query)

    shown, found = snippet(text, words)

    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= 164
    assert all(word in shown for word in found)
    if holds(text, words):
        assert found

"""Documents: uploaded, drawn, read page by page; refused with the reason, leaving nothing behind."""

import asyncio
import io
import multiprocessing
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from agenda import documents
from agenda.documents import PutDocument
from agenda.drawing import Drawing
from agenda.errors import (
    BrokenDocument,
    EncryptedDocument,
    NoSuchDocument,
    NoSuchItem,
    NoSuchPage,
    NotAPdf,
    NothingToPublish,
    TooManyPages,
)
from agenda.models import DocumentState, JournalEntry
from tests.agenda import pdfs
from tests.agenda.houses import DAY, HA

TWO_PAGES = pdfs.typeset("Nghị quyết Đại hội", "Chỉ tiêu về đoàn viên")


async def test_an_upload_is_drawn_and_can_be_read(library):
    document_id = await library.has(TWO_PAGES)

    async with library.sessions() as session:
        whole = await documents.whole(session, document_id, all=False)
        second = await documents.page_of(session, document_id, 1, 2, all=False)
    assert [page.number for page in whole.pages] == [1, 2]
    assert second.text == "Chỉ tiêu về đoàn viên"
    assert second.folded == "chi tieu ve doan vien"
    small, large = [Image.open(io.BytesIO(await library.files.get(name))) for name in (second.small, second.large)]
    assert (small.format, small.width, large.width) == ("WEBP", 720, 1440)
    assert large.convert("L").getextrema() == (0, 255)  # black letters on white


async def test_a_look_and_a_later_look_do_not_mix_up_their_errors(library):
    document_id = await library.announces()

    with pytest.raises(EncryptedDocument):
        await library.uploads(document_id, pdfs.locked())
    with pytest.raises(BrokenDocument):
        await library.uploads(document_id, pdfs.without_pages())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", NotAPdf, id="empty"),
        pytest.param("Nghị quyết".encode(), NotAPdf, id="text"),
        pytest.param(b"PK\x03\x04" + bytes(500), NotAPdf, id="zip"),
        pytest.param(b"%PDF-1.7\nnothing behind it", BrokenDocument, id="header only"),
        pytest.param(TWO_PAGES[: len(TWO_PAGES) // 2], BrokenDocument, id="truncated"),
        pytest.param(pdfs.without_pages(), BrokenDocument, id="no pages"),
        pytest.param(pdfs.locked(), EncryptedDocument, id="encrypted"),
        pytest.param(pdfs.blank(4), TooManyPages, id="too long"),
    ],
)
async def test_what_cannot_be_a_document_is_refused_and_leaves_nothing(library, content, refusal):
    document_id = await library.announces()

    with pytest.raises(refusal):
        await library.uploads(document_id, content, most_pages=3)

    assert library.stored() == 0
    async with library.sessions() as session:
        assert (await documents.whole(session, document_id, all=True)).versions == []
        assert (await session.scalars(select(JournalEntry.action))).all() == ["document.saved"]


async def test_an_upload_for_no_document_leaves_no_file(library):
    with pytest.raises(NoSuchDocument):
        await library.uploads(uuid4(), TWO_PAGES)

    assert library.stored() == 0


async def test_the_same_file_again_is_the_same_version(library):
    document_id = await library.announces()
    first = await library.uploads(document_id, TWO_PAGES)

    again = await library.uploads(document_id, TWO_PAGES)

    assert (first.number, again.number) == (1, 1)


async def test_uploads_at_the_same_time_are_numbered_one_by_one(library):
    document_id = await library.announces()

    lines = await asyncio.gather(*(library.uploads(document_id, pdfs.blank(pages)) for pages in (1, 2, 3)))

    assert sorted(line.number for line in lines) == [1, 2, 3]


async def test_readers_keep_the_earlier_version_until_the_new_one_is_drawn(library):
    document_id = await library.has(TWO_PAGES)
    await library.uploads(document_id, pdfs.blank(3))

    async with library.sessions() as session:
        before = await documents.whole(session, document_id, all=False)
        with pytest.raises(NoSuchPage):
            await documents.page_of(session, document_id, 2, 1, all=False)
    await library.drawing.draw_waiting()
    async with library.sessions() as session:
        after = await documents.whole(session, document_id, all=False)

    assert (before.document.version, len(before.pages), len(before.versions)) == (1, 2, 1)
    assert (after.document.version, len(after.pages)) == (2, 3)


async def test_a_damaged_page_fails_its_version_and_leaves_no_pages(library):
    document_id = await library.announces()
    await library.uploads(document_id, pdfs.with_a_missing_page())
    other_id = await library.announces("Báo cáo chính trị")
    await library.uploads(other_id, TWO_PAGES)

    await library.drawing.draw_waiting()

    failed = await library.newest(document_id)
    assert (failed.state, failed.pages_ready) == (DocumentState.FAILED, 0)
    assert failed.failure.startswith("page 2: ")
    assert (await library.newest(other_id)).state is DocumentState.READY
    assert await library.drawn_pages() == 2
    with pytest.raises(NothingToPublish):
        await library.publishes(document_id)


async def test_an_original_that_was_lost_fails_its_version_only(library):
    document_id = await library.announces()
    await library.uploads(document_id, TWO_PAGES)
    await library.files.delete((await library.newest(document_id)).sha256)

    await library.drawing.draw_waiting()

    assert (await library.newest(document_id)).state is DocumentState.FAILED


async def test_a_process_killed_while_it_draws_is_replaced(library):
    document_id = await library.announces()
    await library.uploads(document_id, pdfs.blank(20))
    drawing = asyncio.create_task(library.drawing.draw_waiting())
    await library.until_drawn(3)

    for process in multiprocessing.active_children():
        process.kill()
    await drawing

    version = await library.newest(document_id)
    assert (version.state, version.pages_ready) == (DocumentState.READY, 20)


async def test_the_next_start_goes_on_where_the_server_ended(library):
    document_id = await library.announces()
    await library.uploads(document_id, pdfs.blank(20))
    library.drawing.start()
    await library.until_drawn(3)
    await library.drawing.stop()
    drawn_before = await library.drawn_pages()

    second = Drawing(library.sessions, library.files)
    try:
        await second.draw_waiting()
    finally:
        await second.stop()

    assert 3 <= drawn_before < 20
    version = await library.newest(document_id)
    assert (version.state, version.pages_ready) == (DocumentState.READY, 20)


async def test_two_servers_do_not_draw_one_version_twice(library):
    document_id = await library.announces()
    await library.uploads(document_id, pdfs.blank(6))
    second = Drawing(library.sessions, library.files)

    try:
        await asyncio.gather(library.drawing.draw_waiting(), second.draw_waiting())
    finally:
        await second.stop()

    version = await library.newest(document_id)
    assert (version.state, version.pages_ready, await library.drawn_pages()) == (DocumentState.READY, 6, 6)


async def test_a_document_is_published_when_it_can_be_read(library):
    document_id = await library.announces()

    with pytest.raises(NothingToPublish):
        await library.publishes(document_id)


async def test_a_document_held_back_is_the_consoles_only(library):
    document_id = await library.has(TWO_PAGES)
    async with library.sessions.begin() as session:
        await documents.hold_back(session, HA, document_id)

    async with library.sessions() as session:
        assert await documents.documents(session, all=False) == []
        assert [line.id for line in await documents.documents(session, all=True)] == [document_id]
        with pytest.raises(NoSuchDocument):
            await documents.whole(session, document_id, all=False)
        with pytest.raises(NoSuchDocument):
            await documents.page_of(session, document_id, 1, 1, all=False)
        with pytest.raises(NoSuchDocument):
            await documents.remember_place(session, uuid4(), document_id, 1, now=DAY)


async def test_publishing_again_is_not_another_action(library):
    document_id = await library.has(TWO_PAGES)

    await library.publishes(document_id)

    async with library.sessions() as session:
        actions = (await session.scalars(select(JournalEntry.action).order_by(JournalEntry.number))).all()
    assert actions == ["document.saved", "document.uploaded", "document.published"]


async def test_a_document_is_not_tied_to_an_item_that_does_not_exist(library):
    command = PutDocument(title_vi="Báo cáo", item_ids=[uuid4()])

    async with library.sessions() as session:
        with pytest.raises(NoSuchItem):
            await documents.put_document(session, HA, uuid4(), command)

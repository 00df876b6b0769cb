"""Documents: texts with versions, tied to agenda items, published or held back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct
from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
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
from agenda.files import FileStore
from agenda.journal import Actor
from agenda.models import (
    AgendaItem,
    Document,
    DocumentPage,
    DocumentState,
    DocumentVersion,
    ItemDocument,
    ReadingPlace,
)
from agenda.pages import Fault
from realtime.touch import touch

_FAULTS = {Fault.NOT_A_PDF: NotAPdf, Fault.BROKEN: BrokenDocument, Fault.ENCRYPTED: EncryptedDocument}


class PutDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document as it shall be, without its pages, which come by upload."""

    title_vi: Annotated[str, Meta(min_length=1, max_length=300, examples=["Dự thảo Nghị quyết"])]
    title_en: Annotated[str, Meta(max_length=300)] = ""
    kind: Annotated[str, Meta(max_length=40)] = "document"
    position: Annotated[int, Meta(ge=1, le=10_000)] = 1
    item_ids: Annotated[list[UUID], Meta(max_length=50)] = []


class DocumentLine(Struct, frozen=True, kw_only=True):
    """A document in a list. ``version`` and ``pages`` are of the newest version that can be read, if there is one."""

    id: UUID
    kind: str
    title_vi: str
    title_en: str
    position: int
    published: bool
    version: int | None
    pages: int
    bytes: int
    item_ids: list[UUID]


class VersionLine(Struct, frozen=True, kw_only=True):
    """One version and how far it is drawn."""

    number: int
    file_name: str
    bytes: int
    pages: int
    pages_ready: int
    state: DocumentState
    failure: str
    uploaded_at: datetime


class PageLine(Struct, frozen=True, kw_only=True):
    """One page to be fetched when it is opened: size in points, and the names of its pictures (they never change)."""

    number: int
    width: int
    height: int
    small: str
    large: str


class DocumentWhole(Struct, frozen=True, kw_only=True):
    """A document with its versions and the pages of the newest that can be read."""

    document: DocumentLine
    versions: list[VersionLine]
    pages: list[PageLine]


async def put_document(session: AsyncSession, actor: Actor, document_id: UUID, command: PutDocument) -> DocumentLine:
    """Make or change a document. Raises :class:`NoSuchItem`. A repeat is harmless."""
    document = await session.get(Document, document_id, with_for_update=True)
    before = {"title": document.title_vi} if document else None
    if document is None:
        document = Document(id=document_id)
        session.add(document)
    document.title_vi, document.title_en = command.title_vi, command.title_en
    document.kind, document.position = command.kind, command.position
    known = set(await session.scalars(select(AgendaItem.id).where(AgendaItem.id.in_(command.item_ids))))
    for item_id in command.item_ids:
        if item_id not in known:
            raise NoSuchItem(item_id=item_id)
    await session.flush()
    await session.execute(delete(ItemDocument).where(ItemDocument.document_id == document_id))
    if known:
        await session.execute(
            insert(ItemDocument), [{"item_id": item_id, "document_id": document_id} for item_id in sorted(known)]
        )
    await journal.record(
        session,
        actor,
        "document.saved",
        subject=f"document/{document_id}",
        before=before,
        after={"title": command.title_vi, "items": sorted(map(str, known))},
    )
    await touch(session, "documents", "document-desk")
    return await line_of(session, document_id)


async def upload_version(
    session: AsyncSession,
    actor: Actor,
    document_id: UUID,
    content: bytes,
    file_name: str,
    *,
    files: FileStore,
    drawing: Drawing,
    most_pages: int,
) -> VersionLine:
    """
    Keep ``content`` as the newest version; its pages are drawn after the commit (the caller wakes ``drawing``).

    The same file as the newest version is that version. Raises, and leaves nothing behind: :class:`NotAPdf`,
    :class:`BrokenDocument`, :class:`EncryptedDocument`, :class:`TooManyPages`, :class:`NoSuchDocument`.
    """
    seen = await drawing.look(content)
    if seen.fault is not None:
        raise _FAULTS[seen.fault]
    if seen.pages > most_pages:
        raise TooManyPages(pages=seen.pages, limit=most_pages)
    document = await session.get(Document, document_id, with_for_update=True)  # versions are numbered one by one
    if document is None:
        raise NoSuchDocument(document_id=document_id)
    newest = await session.scalar(
        select(DocumentVersion)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )
    sha256 = await files.put(content)
    if newest is not None and newest.sha256 == sha256 and newest.state is not DocumentState.FAILED:
        return version_line(newest)
    version = DocumentVersion(
        id=uuid4(),
        document_id=document_id,
        number=(newest.number if newest else 0) + 1,
        sha256=sha256,
        file_name=file_name[:200],
        bytes=len(content),
        pages=seen.pages,
    )
    session.add(version)
    await session.flush()
    await session.refresh(version)
    await journal.record(
        session,
        actor,
        "document.uploaded",
        subject=f"document/{document_id}",
        after={"version": version.number, "pages": seen.pages, "sha256": sha256, "file": version.file_name},
    )
    await touch(session, "document-desk")
    return version_line(version)


async def publish(session: AsyncSession, actor: Actor, document_id: UUID, *, now: datetime) -> DocumentLine:
    """Let everybody read it. A repeat is harmless. Raises :class:`NothingToPublish`."""
    document = await _locked(session, document_id)
    if document.published_at is None:
        if (await line_of(session, document_id)).version is None:
            raise NothingToPublish(document_id=document_id)
        document.published_at = now
        await session.flush()
        await _published(session, actor, document, "document.published")
    return await line_of(session, document_id)


async def hold_back(session: AsyncSession, actor: Actor, document_id: UUID) -> DocumentLine:
    """Take it from the readers again. A repeat is harmless."""
    document = await _locked(session, document_id)
    if document.published_at is not None:
        document.published_at = None
        await session.flush()
        await _published(session, actor, document, "document.held_back")
    return await line_of(session, document_id)


async def documents(
    session: AsyncSession,
    *,
    all: bool,
    only: UUID | None = None,
    after: tuple[int, UUID] | None = None,
    limit: int = 200,
) -> list[DocumentLine]:
    """Documents in their order, or ``only`` the one of this id; held back ones only if ``all``."""
    newest = (
        select(DocumentVersion)
        .ext(distinct_on(DocumentVersion.document_id))
        .where(DocumentVersion.state == DocumentState.READY)
        .order_by(DocumentVersion.document_id, DocumentVersion.number.desc())
        .subquery()
    )
    items = (
        select(func.coalesce(func.array_agg(ItemDocument.item_id), []))
        .where(ItemDocument.document_id == Document.id)
        .scalar_subquery()
    )
    query = (
        select(Document, newest.c.number, newest.c.pages, newest.c.bytes, items)
        .outerjoin(newest, newest.c.document_id == Document.id)
        .order_by(Document.position, Document.id)
        .limit(limit)
    )
    if not all:
        query = query.where(Document.published_at.isnot(None), newest.c.number.isnot(None))
    if only is not None:
        query = query.where(Document.id == only)
    if after is not None:
        query = query.where(tuple_(Document.position, Document.id) > after)
    return [
        DocumentLine(
            id=document.id,
            kind=document.kind,
            title_vi=document.title_vi,
            title_en=document.title_en,
            position=document.position,
            published=document.published_at is not None,
            version=number,
            pages=pages or 0,
            bytes=size or 0,
            item_ids=sorted(item_ids or []),
        )
        for document, number, pages, size, item_ids in await session.execute(query)
    ]


async def line_of(session: AsyncSession, document_id: UUID) -> DocumentLine:
    """One document as lists show it. Raises :class:`NoSuchDocument`."""
    found = await documents(session, all=True, only=document_id)
    if not found:
        raise NoSuchDocument(document_id=document_id)
    return found[0]


async def whole(session: AsyncSession, document_id: UUID, *, all: bool) -> DocumentWhole:
    """A document to be read. Raises :class:`NoSuchDocument`, also for one held back unless ``all``."""
    line = await line_of(session, document_id)
    if not all and not (line.published and line.version):
        raise NoSuchDocument(document_id=document_id)
    versions = (
        await session.scalars(
            select(DocumentVersion)
            .where(DocumentVersion.document_id == document_id)
            .order_by(DocumentVersion.number.desc())
            .limit(100)
        )
    ).all()
    readable = next((version for version in versions if version.number == line.version), None)
    pages: Iterable[DocumentPage] = (
        await session.scalars(
            select(DocumentPage).where(DocumentPage.version_id == readable.id).order_by(DocumentPage.number)
        )
        if readable
        else []
    )
    return DocumentWhole(
        document=line,
        versions=[version_line(version) for version in versions if all or version.state is DocumentState.READY],
        pages=[
            PageLine(number=page.number, width=page.width, height=page.height, small=page.small, large=page.large)
            for page in pages
        ],
    )


async def page_of(session: AsyncSession, document_id: UUID, version: int, number: int, *, all: bool) -> DocumentPage:
    """One drawn page. Raises :class:`NoSuchDocument`, :class:`NoSuchPage`."""
    document = await session.get(Document, document_id)
    if document is None or (document.published_at is None and not all):
        raise NoSuchDocument(document_id=document_id)
    page = await session.scalar(
        select(DocumentPage)
        .join(DocumentVersion, DocumentVersion.id == DocumentPage.version_id)
        .where(
            DocumentVersion.document_id == document_id,
            DocumentVersion.number == version,
            DocumentVersion.state == DocumentState.READY,
            DocumentPage.number == number,
        )
    )
    if page is None:
        raise NoSuchPage(page=number)
    return page


async def remember_place(
    session: AsyncSession, delegate_id: UUID, document_id: UUID, page: int, *, now: datetime
) -> None:
    """Keep where a delegate is in a document; the newest wins."""
    if (await line_of(session, document_id)).published is False:
        raise NoSuchDocument(document_id=document_id)
    values = {"page": page, "at": now}
    await session.execute(
        insert(ReadingPlace)
        .values(delegate_id=delegate_id, document_id=document_id, **values)
        .on_conflict_do_update(index_elements=["delegate_id", "document_id"], set_=values)
    )


async def places_of(session: AsyncSession, delegate_id: UUID) -> dict[UUID, int]:
    """The page a delegate was on last, a document at a time."""
    rows = await session.execute(
        select(ReadingPlace.document_id, ReadingPlace.page).where(ReadingPlace.delegate_id == delegate_id)
    )
    return {row.document_id: row.page for row in rows}


async def _locked(session: AsyncSession, document_id: UUID) -> Document:
    document = await session.get(Document, document_id, with_for_update=True)
    if document is None:
        raise NoSuchDocument(document_id=document_id)
    return document


async def _published(session: AsyncSession, actor: Actor, document: Document, action: str) -> None:
    await journal.record(session, actor, action, subject=f"document/{document.id}", after={"title": document.title_vi})
    await touch(session, "documents", "document-desk", "screen/*")


def version_line(row: DocumentVersion) -> VersionLine:
    """A row as lists show it."""
    return VersionLine(
        number=row.number,
        file_name=row.file_name,
        bytes=row.bytes,
        pages=row.pages,
        pages_ready=row.pages_ready,
        state=row.state,
        failure=row.failure,
        uploaded_at=row.created_at,
    )

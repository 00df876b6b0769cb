"""Documents: lists, reading page by page, uploading, publishing."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import MediaType, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import documents as library
from agenda.documents import DocumentLine, DocumentWhole, PutDocument, VersionLine
from agenda.drawing import Drawing
from agenda.errors import DocumentTooLarge, NoSuchDocument
from agenda.files import FileStore
from agenda.models import Document, DocumentState, DocumentVersion
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.paging import LARGEST_PAGE, UNCHANGED, Page, decode_cursor, encode_cursor, etagged
from api.settings import Settings
from api.uploads import MultipartUpload

FOREVER = "private, max-age=31536000, immutable"
_MEGABYTE = 1024 * 1024
_UPLOAD_BOUND = 500 * _MEGABYTE  # of the body as a whole; the setting is checked on the file


class PageText(Struct, frozen=True, kw_only=True):
    """The text of one page, for readers who want letters instead of a picture."""

    page: int
    text: str


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of a document."""

    page: Annotated[int, Meta(ge=1, le=10_000)]


def _sees_all(principal: Principal) -> bool:
    return principal.may(Permission.SEE_CONSOLE)


@get("/documents", guards=[needs(Permission.READ)], tags=["documents"], summary="Documents", responses=UNCHANGED)
async def get_documents(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Response[Page[DocumentLine]]:
    """In order; held back ones for the console only. With ETag."""
    after = decode_cursor(cursor, int, UUID) if cursor else None
    lines = await library.documents(db_session, all=_sees_all(principal), after=after, limit=limit + 1)
    more = len(lines) > limit
    shown = lines[:limit]
    return etagged(request, Page(shown, encode_cursor(shown[-1].position, str(shown[-1].id)) if more else None))


@get(
    "/documents/{id:uuid}",
    guards=[needs(Permission.READ)],
    tags=["documents"],
    summary="One document",
    responses=UNCHANGED,
)
async def get_document(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> Response[DocumentWhole]:
    """With the list of its pages, to be fetched one at a time."""
    found: DocumentWhole = await library.whole(db_session, id, all=_sees_all(principal))
    return etagged(request, found)


@get(
    "/documents/{id:uuid}/versions/{version:int}/pages/{page:int}/{size:str}",
    guards=[needs(Permission.READ)],
    tags=["documents"],
    summary="A page's picture",
    media_type="image/webp",
    responses=UNCHANGED,
)
async def get_picture(
    id: FromPath[UUID],
    version: Annotated[int, PathParameter(ge=1, le=10_000)],
    page: Annotated[int, PathParameter(ge=1, le=10_000)],
    size: FromPath[Literal["small.webp", "large.webp"]],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    files: NamedDependency[FileStore],
) -> Response[bytes]:
    """720 or 1440 pixels wide. A version's pages never change, so that a phone keeps them for ever."""
    row = await library.page_of(db_session, id, version, page, all=_sees_all(principal))
    name = row.small if size == "small.webp" else row.large
    headers = {"ETag": f'"{name[:32]}"', "Cache-Control": FOREVER}
    if f'"{name[:32]}"' in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(await files.get(name), media_type="image/webp", headers=headers)


@get(
    "/documents/{id:uuid}/versions/{version:int}/pages/{page:int}/text",
    guards=[needs(Permission.READ)],
    tags=["documents"],
    summary="A page's text",
)
async def get_text(
    id: FromPath[UUID],
    version: Annotated[int, PathParameter(ge=1, le=10_000)],
    page: Annotated[int, PathParameter(ge=1, le=10_000)],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> PageText:
    """For larger letters, screen readers, and selecting a passage."""
    row = await library.page_of(db_session, id, version, page, all=_sees_all(principal))
    return PageText(page=row.number, text=row.text)


@get(
    "/documents/{id:uuid}/versions/{version:int}/original.pdf",
    guards=[needs(Permission.READ)],
    tags=["documents"],
    summary="The original file",
    media_type="application/pdf",
)
async def get_original(
    id: FromPath[UUID],
    version: Annotated[int, PathParameter(ge=1, le=10_000)],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    files: NamedDependency[FileStore],
) -> Response[bytes]:
    """As it was uploaded."""
    query = (
        select(DocumentVersion.sha256)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Document.id == id, DocumentVersion.number == version)
    )
    if not _sees_all(principal):
        query = query.where(Document.published_at.isnot(None), DocumentVersion.state == DocumentState.READY)
    name = await db_session.scalar(query)
    if name is None:
        raise NoSuchDocument(document_id=id)
    headers = {"Content-Disposition": 'attachment; filename="document.pdf"', "Cache-Control": FOREVER}
    return Response(await files.get(name), media_type="application/pdf", headers=headers)


@put("/documents/{id:uuid}", guards=[needs(Permission.EDIT_DOCUMENTS)], tags=["documents"], summary="Save a document")
async def put_document(
    id: FromPath[UUID],
    data: JSONBody[PutDocument],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> DocumentLine:
    """Title, order, and the agenda items it is tied to; its pages come by upload."""
    return await library.put_document(db_session, principal.actor, id, data)


@post(
    "/documents/{id:uuid}/versions",
    guards=[needs(Permission.EDIT_DOCUMENTS)],
    tags=["documents"],
    summary="Upload a version",
    media_type=MediaType.JSON,
    request_max_body_size=_UPLOAD_BOUND,
)
async def post_version(
    id: FromPath[UUID],
    data: MultipartUpload,
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    files: NamedDependency[FileStore],
    settings: NamedDependency[Settings],
) -> VersionLine:
    """
    A PDF. Its pages are drawn in the background; watch the topic ``document-desk``.

    A file that is broken, encrypted, too large or too long is refused with the reason and leaves nothing behind.
    """
    limit = settings.upload_megabytes * _MEGABYTE
    content = await data.file.read(limit + 1)
    if len(content) > limit:
        raise DocumentTooLarge(limit_bytes=limit)
    drawing: Drawing = request.app.state.drawing
    return await library.upload_version(
        db_session,
        principal.actor,
        id,
        content,
        data.file.filename,
        files=files,
        drawing=drawing,
        most_pages=settings.document_pages,
    )


@post(
    "/documents/{id:uuid}/publish",
    guards=[needs(Permission.EDIT_DOCUMENTS)],
    status_code=200,
    tags=["documents"],
    summary="Publish",
)
async def post_publish(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> DocumentLine:
    """Everybody may read it from now on."""
    return await library.publish(db_session, principal.actor, id, now=now)


@post(
    "/documents/{id:uuid}/hold-back",
    guards=[needs(Permission.EDIT_DOCUMENTS)],
    status_code=200,
    tags=["documents"],
    summary="Hold back",
)
async def post_hold_back(
    id: FromPath[UUID], db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> DocumentLine:
    """Only the console sees it from now on; what phones have kept they keep."""
    return await library.hold_back(db_session, principal.actor, id)


@put(
    "/documents/{id:uuid}/place",
    guards=[needs(Permission.TAKE_PART)],
    status_code=204,
    tags=["documents"],
    summary="Remember the page",
)
async def put_place(
    id: FromPath[UUID],
    data: JSONBody[Place],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> None:
    """So that another phone opens the document where this one left it."""
    await library.remember_place(db_session, principal.id, id, data.page, now=now)


@get("/me/places", guards=[needs(Permission.TAKE_PART)], tags=["documents"], summary="My pages")
async def get_places(
    db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> dict[UUID, int]:
    """The page one was on last, by document."""
    return await library.places_of(db_session, principal.id)


HANDLERS = (
    get_documents,
    get_document,
    get_picture,
    get_text,
    get_original,
    put_document,
    post_version,
    post_publish,
    post_hold_back,
    put_place,
    get_places,
)

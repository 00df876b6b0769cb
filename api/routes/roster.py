"""The roster: lists and search, import, badges, credentials."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.openapi.spec import Example
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.programme import congress, current_sitting
from api.attachments import PDF, attachment
from api.auth import sign_ins
from api.auth.models import SignIn
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.auth.sign_ins import pin_hash
from api.paging import LARGEST_PAGE, Page, decode_cursor, encode_cursor
from api.settings import Settings
from api.uploads import MultipartUpload
from delegates import badge_sheet, badges, credentials, importing, queries
from delegates.badge import badge_url
from delegates.badges import Issued
from delegates.commands import DecideCredentials, DelegateLine, NoticeAbsence, PromoteAlternate, Reason
from delegates.credentials import Report
from delegates.errors import NoSuchDelegate
from delegates.importing import ImportReport
from delegates.kinds import Credentials, DelegateKind
from delegates.queries import BadgeCount, DelegationLine
from delegates.roster import Column, read_roster
from delegates.roster_file import MOST_BYTES, read_table


class BadgeIssued(Struct, frozen=True, kw_only=True):
    """A new badge. Code and PIN are shown this once; afterwards only hashes are known."""

    delegate_id: UUID
    number: str
    full_name: str
    url: str
    pin: str | None
    svg: str  # the QR


@get("/delegates", guards=[needs(Permission.SEE_ROSTER)], tags=["roster"], summary="Delegates")
async def get_delegates(
    db_session: NamedDependency[AsyncSession],
    search: Annotated[str, QueryParameter(max_length=100, examples=[Example(value="nguyen thi hong anh")])] = "",
    delegation: FromQuery[str | None] = None,
    kind: FromQuery[DelegateKind | None] = None,
    present: FromQuery[bool | None] = None,
    badge: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[DelegateLine]:
    """By given name, as Vietnamese lists do. Searching needs no tone marks."""
    return await _page(db_session, search, delegation, kind, present, badge, cursor, limit)


@get("/doors/search", guards=[needs(Permission.CHECK_IN)], tags=["check-in"], summary="Find somebody at the door")
async def get_door_search(
    db_session: NamedDependency[AsyncSession],
    search: Annotated[str, QueryParameter(min_length=2, max_length=100)],
) -> Page[DelegateLine]:
    """For a badge left at home: at most twenty, and nothing without a name."""
    found = await _page(db_session, search, None, None, None, None, None, 20)
    return Page(found.items)


async def _line(session: AsyncSession, delegate_id: UUID) -> DelegateLine:
    """Raises :class:`NoSuchDelegate`."""
    sitting = await current_sitting(session)
    line = await queries.delegate_line(session, delegate_id, sitting_id=sitting.id if sitting else None)
    if line is None:
        raise NoSuchDelegate(delegate_id=delegate_id)
    return line


async def _page(
    session: AsyncSession,
    search: str,
    delegation: str | None,
    kind: DelegateKind | None,
    present: bool | None,
    has_badge: bool | None,
    cursor: str | None,
    limit: int,
) -> Page[DelegateLine]:
    sitting = await current_sitting(session)
    lines = await queries.delegates(
        session,
        sitting_id=sitting.id if sitting else None,
        search=search,
        delegation=delegation,
        kind=kind,
        is_present=present,
        has_badge=has_badge,
        after=decode_cursor(cursor, str, str) if cursor else None,
        limit=limit + 1,
    )
    shown = lines[:limit]
    if len(lines) <= limit:
        return Page(shown)
    return Page(shown, encode_cursor(await queries.sort_key_of(session, shown[-1].id), shown[-1].number))


@get("/delegates/{id:uuid}", guards=[needs(Permission.SEE_ROSTER)], tags=["roster"], summary="One delegate")
async def get_delegate(id: FromPath[UUID], db_session: NamedDependency[AsyncSession]) -> DelegateLine:
    """Without anything sensitive."""
    return await _line(db_session, id)


@get("/delegations", guards=[needs(Permission.SEE_ROSTER)], tags=["roster"], summary="Delegations")
async def get_delegations(db_session: NamedDependency[AsyncSession]) -> list[DelegationLine]:
    """In the order of their codes (the limit is 1,000)."""
    return await queries.delegations(db_session)


@post(
    "/roster",
    guards=[needs(Permission.EDIT_ROSTER)],
    status_code=200,
    tags=["roster"],
    summary="Import a roster",
    request_max_body_size=MOST_BYTES + 100_000,
)
async def post_roster(
    data: MultipartUpload,
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    dry_run: FromQuery[bool] = True,
    mapping: Annotated[list[str] | None, QueryParameter(max_items=len(Column))] = None,
) -> ImportReport:
    """
    XLSX, ODS or CSV. A dry run (the default) names every wrong cell; an import is all or nothing and repeatable.

    ``mapping`` says which header of the file means a column, for headers that are not known: ``number:Mã số thẻ``.
    """
    content = await data.file.read(MOST_BYTES + 1)
    table = await anyio.to_thread.run_sync(read_table, content, data.file.filename)
    roster = await anyio.to_thread.run_sync(read_roster, table, _mapping(mapping or []))
    return await importing.import_roster(db_session, principal.actor, roster, dry_run=dry_run)


def _mapping(pairs: list[str]) -> dict[str, Column]:
    """Raises :class:`ValidationException` if a pair does not begin with a column and a colon."""
    try:
        split = [pair.split(":", 1) for pair in pairs]
        return {header: Column(column) for column, header in split}
    except ValueError:
        raise ValidationException("mapping takes column:header") from None


def _hash_pin(request: Request) -> Callable[[UUID, str], str]:  # type: ignore[type-arg]
    return partial(pin_hash, request.app.state.pin_key)


def _issued(one: Issued, settings: Settings) -> BadgeIssued:
    url = badge_url(settings.url, one.code)
    return BadgeIssued(
        delegate_id=one.delegate_id,
        number=one.number,
        full_name=one.full_name,
        url=url,
        pin=one.pin,
        svg=badge_sheet.qr_svg(url).decode(),
    )


@get("/badges", guards=[needs(Permission.SEE_ROSTER)], tags=["badges"], summary="How far the badges have come")
async def get_badges(db_session: NamedDependency[AsyncSession]) -> BadgeCount:
    """Badges that were revoked do not count."""
    return await queries.badge_count(db_session)


@post(
    "/badges",
    guards=[needs(Permission.ISSUE_BADGES)],
    status_code=200,
    tags=["badges"],
    summary="Issue the badges that are missing",
    media_type=PDF,
)
async def post_badges(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """
    A PDF to print: badges by delegation, then the PIN slips on pages of their own.

    Codes and PINs cannot be printed a second time, because only hashes are kept; reissue instead.
    """
    issued = await badges.issue_missing(
        db_session, principal.actor, hash_pin=_hash_pin(request), random_bytes=secrets.token_bytes, now=now
    )
    name = (await congress(db_session)).name_vi
    make = partial(badge_sheet.sheets_pdf, issued, congress=name, public_url=settings.url)
    pdf = await anyio.to_thread.run_sync(make)
    return attachment(pdf, PDF, "the-dai-bieu.pdf")


@post(
    "/delegates/{id:uuid}/badge",
    guards=[needs(Permission.ISSUE_BADGES)],
    status_code=200,
    tags=["badges"],
    summary="Reissue a badge",
)
async def post_badge(
    id: FromPath[UUID],
    data: JSONBody[Reason],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> BadgeIssued:
    """The old badge is worthless at once, its phone signed out; code and PIN are new."""
    issued = await badges.reissue(
        db_session,
        principal.actor,
        id,
        reason=data.reason,
        hash_pin=_hash_pin(request),
        random_bytes=secrets.token_bytes,
        now=now,
    )
    await sign_ins.end(db_session, SignIn.delegate_id == id, because="badge_reissued", now=now)
    return _issued(issued, settings)


@post(
    "/delegates/{id:uuid}/badge/revoke",
    guards=[needs(Permission.ISSUE_BADGES)],
    status_code=204,
    tags=["badges"],
    summary="Revoke a badge",
)
async def post_revoke(
    id: FromPath[UUID],
    data: JSONBody[Reason],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> None:
    """Scans of it are answered "revoked", and its phone is signed out."""
    await badges.revoke(db_session, principal.actor, id, reason=data.reason, now=now)
    await sign_ins.end(db_session, SignIn.delegate_id == id, because="badge_revoked", now=now)


@post(
    "/delegates/{id:uuid}/credentials",
    guards=[needs(Permission.DECIDE_CREDENTIALS)],
    status_code=200,
    tags=["credentials"],
    summary="Recognise or reject",
)
async def post_credentials(
    id: FromPath[UUID],
    data: JSONBody[DecideCredentials],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> DelegateLine:
    """Who is rejected is signed out, neither enters nor votes, and does not count as summoned."""
    await credentials.decide(db_session, principal.actor, id, data)
    if data.credentials is Credentials.REJECTED:
        await sign_ins.end(db_session, SignIn.delegate_id == id, because="credentials_rejected", now=now)
    return await _line(db_session, id)


@post(
    "/delegates/{id:uuid}/promotion",
    guards=[needs(Permission.DECIDE_CREDENTIALS)],
    status_code=200,
    tags=["credentials"],
    summary="Let an alternate take a place",
)
async def post_promotion(
    id: FromPath[UUID],
    data: JSONBody[PromoteAlternate],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> DelegateLine:
    """The alternate becomes official; the one replaced is signed out and no longer enters or votes."""
    await credentials.promote(db_session, principal.actor, id, data)
    await sign_ins.end(db_session, SignIn.delegate_id == data.replaces_id, because="replaced", now=now)
    return await _line(db_session, id)


@post(
    "/delegates/{id:uuid}/absence",
    guards=[needs(Permission.DECIDE_CREDENTIALS)],
    status_code=204,
    tags=["credentials"],
    summary="Excuse an absence",
)
async def post_absence(
    id: FromPath[UUID],
    data: JSONBody[NoticeAbsence],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> None:
    """Whoever is absent without a notice is unexcused."""
    await credentials.excuse(db_session, principal.actor, id, data)


@get("/credentials/report", guards=[needs(Permission.SEE_ROSTER)], tags=["credentials"], summary="Credentials report")
async def get_report(
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> Report:
    """Composition of the official delegates; sensitive sums only for those who may see them, no cell under three."""
    return await credentials.report(db_session, sensitive=principal.may(Permission.SEE_SENSITIVE), now=now)


HANDLERS = (
    get_delegates,
    get_door_search,
    get_delegate,
    get_delegations,
    post_roster,
    get_badges,
    post_badges,
    post_badge,
    post_revoke,
    post_credentials,
    post_promotion,
    post_absence,
    get_report,
)

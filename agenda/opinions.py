"""
Opinions: a delegate's written position on an item, a document passage or a target.

Kept as a draft on the phone until sent; the phone makes the id, so that sending again is harmless and sending a changed
text replaces the earlier one.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.errors import (
    NoSuchDocument,
    NoSuchItem,
    NoSuchPage,
    NoSuchTarget,
    OpinionAboutOneThing,
    OpinionAnswered,
    OpinionIdTaken,
    TooManyOpinions,
)
from agenda.models import AgendaItem, AnswerKind, Document, DocumentVersion, Opinion, Stance, Target
from realtime.touch import touch

MOST_OPINIONS = 500


class SendOpinion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An opinion on exactly one thing. On a passage: the document, its version and page, and the text selected."""

    stance: Stance
    text: Annotated[str, Meta(min_length=1, max_length=5000)]
    item_id: UUID | None = None
    document_id: UUID | None = None
    version: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    page: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    passage: Annotated[str, Meta(max_length=2000)] = ""
    target_id: UUID | None = None


class OpinionAnswer(Struct, frozen=True, kw_only=True):
    """What the secretaries answered: accepted, partly accepted, or explained why not."""

    kind: AnswerKind
    text: str
    at: datetime
    by: str


class OpinionLine(Struct, frozen=True, kw_only=True):
    """
    An opinion as it was sent. ``about`` names the thing for people; ``theme`` is the secretaries' grouping, which only
    the desk is told.
    """

    id: UUID
    delegate_id: UUID
    stance: Stance
    text: str
    about: str
    item_id: UUID | None
    document_id: UUID | None
    version: int | None
    page: int | None
    passage: str
    target_id: UUID | None
    sent_at: datetime
    answer: OpinionAnswer | None
    theme: str = ""


async def send_opinion(
    session: AsyncSession, delegate_id: UUID, opinion_id: UUID, command: SendOpinion, *, now: datetime
) -> OpinionLine:
    """
    Keep an opinion.

    Raises:
        OpinionAboutOneThing: none or several things are named.
        NoSuchItem, NoSuchDocument, NoSuchPage, NoSuchTarget: what it is about does not exist or is held back.
        OpinionIdTaken: the id is another delegate's.
        OpinionAnswered: it has been answered; only the same again is harmless.
        TooManyOpinions: the bound for one delegate.
    """
    named = [command.item_id, command.document_id, command.target_id]
    if sum(one is not None for one in named) != 1 or (command.document_id is None) != (command.page is None):
        raise OpinionAboutOneThing
    version_id = await _check_subject(session, command)
    row = await session.get(Opinion, opinion_id, with_for_update=True)
    if row is not None and row.delegate_id != delegate_id:
        raise OpinionIdTaken
    if row is not None and row.answered_at is not None:
        if (row.stance, row.text, row.passage) != (command.stance, command.text, command.passage):
            raise OpinionAnswered
        return await line_of(session, opinion_id)
    if row is None:
        sent = await session.scalar(select(func.count()).where(Opinion.delegate_id == delegate_id))
        if (sent or 0) >= MOST_OPINIONS:
            raise TooManyOpinions(limit=MOST_OPINIONS)
        row = Opinion(id=opinion_id, delegate_id=delegate_id, sent_at=now)
        session.add(row)
    row.stance, row.text, row.passage = command.stance, command.text, command.passage
    row.item_id, row.target_id = command.item_id, command.target_id
    row.document_id, row.version_id, row.page = command.document_id, version_id, command.page
    await session.flush()
    await touch(session, "desk")
    return await line_of(session, opinion_id)


async def line_of(session: AsyncSession, opinion_id: UUID, *, desk: bool = False) -> OpinionLine:
    """One opinion as it stands; the theme only for the ``desk``."""
    return await anext(_lines(session, _query().where(Opinion.id == opinion_id), desk=desk))


async def opinions(
    session: AsyncSession,
    *,
    delegate_id: UUID | None = None,
    stance: Stance | None = None,
    about: UUID | None = None,
    theme: str | None = None,
    answered: bool | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[OpinionLine]:
    """Opinions in the order in which they were sent, beginning behind ``after``; one's own ones without theme."""
    query = _query().order_by(Opinion.sent_at, Opinion.id).limit(limit)
    if delegate_id is not None:
        query = query.where(Opinion.delegate_id == delegate_id)
    if stance is not None:
        query = query.where(Opinion.stance == stance)
    if about is not None:
        query = query.where((Opinion.item_id == about) | (Opinion.document_id == about) | (Opinion.target_id == about))
    if theme is not None:
        query = query.where(Opinion.theme == theme)
    if answered is not None:
        query = query.where(Opinion.answered_at.isnot(None) if answered else Opinion.answered_at.is_(None))
    if after is not None:
        query = query.where(tuple_(Opinion.sent_at, Opinion.id) > after)
    return [line async for line in _lines(session, query, desk=delegate_id is None)]


async def answered_of(session: AsyncSession, delegate_id: UUID) -> int:
    """How many opinions of a delegate have been answered."""
    answered = select(func.count()).where(Opinion.delegate_id == delegate_id, Opinion.answered_at.isnot(None))
    return await session.scalar(answered) or 0


async def _check_subject(session: AsyncSession, command: SendOpinion) -> UUID | None:
    """The id of the version that a passage is in."""
    if command.item_id is not None:
        if await session.get(AgendaItem, command.item_id) is None:
            raise NoSuchItem(item_id=command.item_id)
    elif command.target_id is not None:
        if await session.get(Target, command.target_id) is None:
            raise NoSuchTarget(target_id=command.target_id)
    elif command.document_id is not None and command.page is not None:
        document = await session.get(Document, command.document_id)
        if document is None or document.published_at is None:
            raise NoSuchDocument(document_id=command.document_id)
        versions = (
            select(DocumentVersion)
            .where(DocumentVersion.document_id == document.id)
            .order_by(DocumentVersion.number.desc())
        )
        if command.version is not None:
            versions = versions.where(DocumentVersion.number == command.version)
        version = (await session.scalars(versions.limit(1))).one_or_none()
        if version is None or command.page > version.pages:
            raise NoSuchPage(page=command.page)
        return version.id
    return None


def _query() -> Select[Opinion, str, str, str, str, int]:
    return (
        select(
            Opinion, AgendaItem.title_vi, Document.title_vi, Target.code, Target.statement_vi, DocumentVersion.number
        )
        .outerjoin(AgendaItem, AgendaItem.id == Opinion.item_id)
        .outerjoin(Document, Document.id == Opinion.document_id)
        .outerjoin(DocumentVersion, DocumentVersion.id == Opinion.version_id)
        .outerjoin(Target, Target.id == Opinion.target_id)
    )


async def _lines(
    session: AsyncSession, query: Select[Opinion, str, str, str, str, int], *, desk: bool
) -> AsyncIterator[OpinionLine]:
    for row, item, document, code, statement, version in await session.execute(query):
        about = item or (f"{code}. {statement}" if code else f"{document}, tr. {row.page}")
        yield OpinionLine(
            id=row.id,
            delegate_id=row.delegate_id,
            stance=row.stance,
            text=row.text,
            about=about,
            item_id=row.item_id,
            document_id=row.document_id,
            version=version,
            page=row.page,
            passage=row.passage,
            target_id=row.target_id,
            sent_at=row.sent_at,
            answer=_answer_of(row),
            theme=row.theme if desk else "",
        )


def _answer_of(row: Opinion) -> OpinionAnswer | None:
    if row.answer_kind is None or row.answered_at is None:
        return None
    return OpinionAnswer(kind=row.answer_kind, text=row.answer_text, at=row.answered_at, by=row.answered_by)

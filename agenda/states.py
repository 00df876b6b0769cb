"""What the agenda publishes: programme, documents, targets, and what the console sees of them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import documents as library
from agenda import targets as goals
from agenda.documents import DocumentLine, VersionLine
from agenda.models import AgendaItem, Congress, DocumentVersion, JournalEntry, Opinion, Progress, Screen, Sitting
from agenda.targets import TargetLine
from realtime.states import Audience, State


class ItemOnProgramme(Struct, frozen=True, kw_only=True):
    """One agenda item: as planned (``starts_at``, ``minutes``) and as it went (``began_at``, ``ended_at``)."""

    id: UUID
    kind: str
    title_vi: str
    title_en: str
    presenter: str
    position: int  # orders items within their sitting; there may be gaps
    starts_at: datetime
    minutes: int
    progress: Progress
    began_at: datetime | None
    ended_at: datetime | None


class SittingOnProgramme(Struct, frozen=True, kw_only=True):
    """One sitting with its items in order."""

    id: UUID
    number: int
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    progress: Progress
    items: list[ItemOnProgramme]


class Programme(State, frozen=True, kw_only=True):
    """The whole programme, and where the congress stands in it."""

    topic: ClassVar[str] = "programme"
    audience: ClassVar[Audience] = Audience.EVERYONE

    name_vi: str
    name_en: str
    motto_vi: str
    motto_en: str
    place_vi: str
    place_en: str
    sittings: list[SittingOnProgramme]


class Documents(State, frozen=True, kw_only=True):
    """The documents that everybody may read now, in order."""

    topic: ClassVar[str] = "documents"
    audience: ClassVar[Audience] = Audience.EVERYONE

    documents: list[DocumentLine]


class DocumentOnDesk(Struct, frozen=True, kw_only=True):
    """A document with how far its newest version is drawn (``None``: nothing was uploaded)."""

    document: DocumentLine
    newest: VersionLine | None


class DocumentDesk(State, frozen=True, kw_only=True):
    """All documents for the console, held back ones and the progress of drawing included."""

    topic: ClassVar[str] = "document-desk"
    audience: ClassVar[Audience] = Audience.DESK
    every_ms: ClassVar[int] = 500

    documents: list[DocumentOnDesk]


class Targets(State, frozen=True, kw_only=True):
    """The targets of the draft resolution, in order."""

    topic: ClassVar[str] = "targets"
    audience: ClassVar[Audience] = Audience.EVERYONE

    targets: list[TargetLine]


class Desk(State, frozen=True, kw_only=True):
    """What the console shows beside its lists: the last control actions, and how many opinions have come."""

    topic: ClassVar[str] = "desk"
    audience: ClassVar[Audience] = Audience.DESK
    every_ms: ClassVar[int] = 300

    journal_number: int
    journal_hash: str
    last_actions: list[str]
    opinions: int


class ScreenOnDesk(Struct, frozen=True, kw_only=True):
    """A projected screen, and the scene that it was told: its kind, ``auto`` if it follows the session, and of what."""

    id: UUID
    name: str
    title: str
    steering: str
    document_id: UUID | None  # whose page it shows, for turning pages


class Screens(State, frozen=True, kw_only=True):
    """Which screens there are, for the console. What each shows now is in its own topic."""

    topic: ClassVar[str] = "screens"
    audience: ClassVar[Audience] = Audience.DESK

    screens: list[ScreenOnDesk]


async def render_programme(session: AsyncSession) -> Programme:
    """The programme as it is now; empty before a congress is imported."""
    congress = await session.scalar(select(Congress))
    items: dict[UUID, list[ItemOnProgramme]] = {}
    for row in await session.scalars(select(AgendaItem).order_by(AgendaItem.position, AgendaItem.id)):
        items.setdefault(row.sitting_id, []).append(item_on_programme(row))
    sittings = await session.scalars(select(Sitting).order_by(Sitting.number))
    return Programme(
        name_vi=congress.name_vi if congress else "",
        name_en=congress.name_en if congress else "",
        motto_vi=congress.motto_vi if congress else "",
        motto_en=congress.motto_en if congress else "",
        place_vi=congress.place_vi if congress else "",
        place_en=congress.place_en if congress else "",
        sittings=[
            SittingOnProgramme(
                id=row.id,
                number=row.number,
                title_vi=row.title_vi,
                title_en=row.title_en,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                progress=row.progress,
                items=items.get(row.id, []),
            )
            for row in sittings
        ],
    )


async def render_documents(session: AsyncSession) -> Documents:
    """What everybody may read."""
    return Documents(documents=await library.documents(session, all=False, limit=500))


async def render_document_desk(session: AsyncSession) -> DocumentDesk:
    """What the console sees of documents."""
    newest = await session.scalars(
        select(DocumentVersion)
        .ext(distinct_on(DocumentVersion.document_id))
        .order_by(DocumentVersion.document_id, DocumentVersion.number.desc())
    )
    versions = {row.document_id: library.version_line(row) for row in newest}
    lines = await library.documents(session, all=True, limit=500)
    return DocumentDesk(documents=[DocumentOnDesk(document=line, newest=versions.get(line.id)) for line in lines])


async def render_targets(session: AsyncSession) -> Targets:
    """The targets."""
    return Targets(targets=await goals.targets(session))


async def render_desk(session: AsyncSession) -> Desk:
    """The newest of the journal."""
    last = (await session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(8))).all()
    return Desk(
        journal_number=last[0].number if last else 0,
        journal_hash=last[0].hash if last else "",
        last_actions=[f"{entry.actor_name}: {entry.action} ({entry.subject})" for entry in last],
        opinions=await session.scalar(select(func.count()).select_from(Opinion)) or 0,
    )


async def render_screens(session: AsyncSession) -> Screens:
    """All screens by name (the limit is 100)."""
    rows = await session.scalars(select(Screen).order_by(Screen.name).limit(100))
    return Screens(
        screens=[
            ScreenOnDesk(
                id=row.id,
                name=row.name,
                title=row.title,
                steering=str(row.scene["kind"]),
                document_id=UUID(row.scene["document_id"]) if "document_id" in row.scene else None,
            )
            for row in rows
        ]
    )


def item_on_programme(row: AgendaItem) -> ItemOnProgramme:
    """A row as the programme shows it."""
    return ItemOnProgramme(
        id=row.id,
        kind=row.kind,
        title_vi=row.title_vi,
        title_en=row.title_en,
        presenter=row.presenter,
        position=row.position,
        starts_at=row.starts_at,
        minutes=row.minutes,
        progress=row.progress,
        began_at=row.began_at,
        ended_at=row.ended_at,
    )

"""
Scenes: what a projected screen shows, prepared so that the screen only draws.

Every number that people read stands in the scene as text beside the number itself.
"""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.documents import page_of, whole
from agenda.errors import DocumentHeldBack
from agenda.programme import current_item
from agenda.states import ItemOnProgramme, render_programme
from delegates.states import PresenceReading, render_presence
from voting.outcome import number_text, share_text
from voting.poll_scene import PollScene
from voting.result_scene import ResultScene
from voting.steering import ShowPage, Speech


class WelcomeScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="welcome"):
    """Name and motto; the screen adds a clock."""

    name_vi: str
    name_en: str
    motto_vi: str
    motto_en: str
    place_vi: str
    place_en: str


class AgendaScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="agenda"):
    """The sitting's items around the current one."""

    sitting_vi: str
    sitting_en: str
    current: UUID | None
    items: list[ItemOnProgramme]


class SpeakerScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="speaker"):
    """
    Who has the floor. After ``ends_at`` the screen counts the overtime up; both by the server's clock.

    ``item_vi`` is the agenda item being dealt with; empty if there is none.
    """

    name: str
    title_vi: str
    title_en: str
    item_vi: str
    item_en: str
    started_at: datetime
    ends_at: datetime


class PresenceScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="presence"):
    """Presence and quorum."""

    presence: PresenceReading
    present_number: str  # "1.234"
    summoned_number: str
    needed_number: str
    share: str  # "98,6 %" of those summoned
    conclusion_vi: str
    conclusion_en: str


class PageScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="page"):
    """A page of a document: its picture by address, which never changes."""

    title_vi: str
    title_en: str
    page: int
    pages: int
    picture: str


class MessageScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="message"):
    """A short text in large letters."""

    text_vi: str
    text_en: str


class BlackScene(Struct, frozen=True, tag_field="kind", tag="black"):
    """Nothing."""


Scene = (
    WelcomeScene
    | AgendaScene
    | SpeakerScene
    | PresenceScene
    | PollScene
    | ResultScene
    | PageScene
    | MessageScene
    | BlackScene
)


async def welcome_scene(session: AsyncSession) -> WelcomeScene:
    """The congress itself."""
    programme = await render_programme(session)
    return WelcomeScene(
        name_vi=programme.name_vi,
        name_en=programme.name_en,
        motto_vi=programme.motto_vi,
        motto_en=programme.motto_en,
        place_vi=programme.place_vi,
        place_en=programme.place_en,
    )


async def agenda_scene(session: AsyncSession) -> AgendaScene | WelcomeScene:
    """Where the congress stands in its sitting; the welcome when no sitting is under way."""
    item = await current_item(session)
    programme = await render_programme(session)
    sitting = next(
        (one for one in programme.sittings if item is not None and one.id == item.sitting_id),
        next((one for one in programme.sittings if one.progress == "current"), None),
    )
    if sitting is None:
        return await welcome_scene(session)
    place = next((n for n, one in enumerate(sitting.items) if item is not None and one.id == item.id), 0)
    first = max(0, min(place - _BEFORE, len(sitting.items) - _LINES))
    return AgendaScene(
        sitting_vi=sitting.title_vi,
        sitting_en=sitting.title_en,
        current=item.id if item else None,
        items=sitting.items[first : first + _LINES],
    )


_BEFORE, _LINES = 2, 7  # items before the current one, and altogether: what is read from 40 m


async def speaker_scene(session: AsyncSession, speech: Speech) -> SpeakerScene:
    """The speech, and the item that it is about."""
    item = await current_item(session)
    return SpeakerScene(
        name=speech.name,
        title_vi=speech.title_vi,
        title_en=speech.title_en,
        item_vi=item.title_vi if item else "",
        item_en=item.title_en if item else "",
        started_at=speech.started_at,
        ends_at=speech.started_at + timedelta(seconds=speech.seconds),
    )


async def presence_scene(session: AsyncSession) -> PresenceScene:
    """Who is in the hall, and what follows from it."""
    presence = await render_presence(session)
    enough = presence.has_quorum
    return PresenceScene(
        presence=presence,
        present_number=number_text(presence.present),
        summoned_number=number_text(presence.summoned),
        needed_number=number_text(presence.needed),
        share=share_text(presence.present, presence.summoned),
        conclusion_vi="Đủ điều kiện tiến hành" if enough else "Chưa đủ điều kiện tiến hành",
        conclusion_en="Quorum reached" if enough else "No quorum yet",
    )


async def page_scene(session: AsyncSession, shown: ShowPage) -> PageScene:
    """A page of the newest version. Raises :class:`NoSuchDocument`, :class:`DocumentHeldBack`, :class:`NoSuchPage`."""
    document = (await whole(session, shown.document_id, all=True)).document
    if not document.published:
        raise DocumentHeldBack(document_id=shown.document_id)
    version = document.version or 0
    await page_of(session, shown.document_id, version, shown.page, all=False)
    return PageScene(
        title_vi=document.title_vi,
        title_en=document.title_en,
        page=shown.page,
        pages=document.pages,
        picture=f"/api/v1/documents/{shown.document_id}/versions/{version}/pages/{shown.page}/large.webp",
    )

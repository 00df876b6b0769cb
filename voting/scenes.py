"""
Scenes: what a projected screen shows, prepared so that the screen only draws.

Every number that people read stands in the scene as text beside the number itself.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.documents import page_of, whole
from agenda.errors import NoSuchScreen
from agenda.journal import Actor
from agenda.models import Screen
from agenda.programme import current_item
from agenda.states import ItemOnProgramme, render_programme
from delegates.states import PresenceReading, render_presence
from realtime.states import Audience, State
from realtime.touch import touch
from voting import queries
from voting.life import PollState
from voting.models import Poll, Visibility
from voting.outcome import number_text
from voting.queries import paper_in, poll_of, result_in
from voting.result_scene import ResultScene, result_scene
from voting.steering import Auto, Black, ShowAgenda, ShowMessage, ShowPage, ShowPoll, ShowPresence, Steering, Welcome


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


class PresenceScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="presence"):
    """Presence and quorum."""

    presence: PresenceReading


class PollScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="poll"):
    """A poll that is announced, open, or closed and not published. ``ballots`` is ``None`` if turnout is hidden."""

    poll_id: UUID
    number: int
    title_vi: str
    title_en: str
    state: PollState
    questions: list[str]  # Vietnamese titles
    rule_vi: str
    rule_en: str
    opened_at: datetime | None
    closes_at: datetime | None
    electorate: int
    ballots: int | None
    turnout: str | None  # "612 / 644"


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


Scene = WelcomeScene | AgendaScene | PresenceScene | PollScene | ResultScene | PageScene | MessageScene | BlackScene


class ScreenState(State, frozen=True, kw_only=True):
    """What one screen shows now, complete."""

    topic: ClassVar[str] = "screen/{name}"
    audience: ClassVar[Audience] = Audience.SCREEN
    every_ms: ClassVar[int] = 200

    name: str
    steering: str  # the kind of scene that it was told, "auto" if it follows the session
    announcement_vi: str
    announcement_en: str
    scene: Scene


async def steer(session: AsyncSession, actor: Actor, name: str, steering: Steering) -> Screen:
    """Tell a screen what to show. Raises :class:`NoSuchScreen`, or what is missing of what it shall show."""
    screen = await _screen(session, name, lock=True)
    before, after = screen.scene, msgspec.to_builtins(steering)
    if before != after:
        await _scene(session, steering)  # it can be shown at all
        screen.scene = after
        await session.flush()
        await journal.record(session, actor, "screen.steered", subject=f"screen/{name}", before=before, after=after)
        await touch(session, f"screen/{name}", "screens")
    return screen


async def render_screen(session: AsyncSession, name: str) -> ScreenState:
    """The scene of one screen. Raises :class:`NoSuchScreen`."""
    from agenda.programme import congress

    screen = await _screen(session, name)
    steering: Steering = msgspec.convert(screen.scene, Steering)
    shown = await congress(session)
    return ScreenState(
        name=name,
        steering=screen.scene["kind"],
        announcement_vi=shown.announcement_vi,
        announcement_en=shown.announcement_en,
        scene=await _scene(session, steering),
    )


async def _screen(session: AsyncSession, name: str, *, lock: bool = False) -> Screen:
    query = select(Screen).where(Screen.name == name)
    screen = await session.scalar(query.with_for_update() if lock else query)
    if screen is None:
        raise NoSuchScreen(name=name)
    return screen


async def _scene(session: AsyncSession, steering: Steering) -> Scene:
    match steering:
        case Auto():
            return await _follow(session)
        case Welcome():
            return await _welcome(session)
        case ShowPresence():
            return PresenceScene(presence=await render_presence(session))
        case ShowAgenda():
            return await _agenda(session)
        case ShowPoll(poll_id=poll_id):
            return await _poll(session, await poll_of(session, poll_id))
        case ShowPage():
            return await _page(session, steering)
        case ShowMessage():
            return MessageScene(text_vi=steering.text_vi, text_en=steering.text_en)
        case Black():
            return BlackScene()


async def _follow(session: AsyncSession) -> Scene:
    on_floor = await queries.polls_on_the_floor(session)
    opened = [poll for poll in on_floor if poll.state is PollState.OPEN] or list(on_floor)
    if opened:
        return await _poll(session, opened[-1])
    item = await current_item(session)
    newest = await session.scalar(
        select(Poll)
        .where(Poll.state.in_([PollState.CLOSED, PollState.PUBLISHED]))
        .order_by(Poll.closed_at.desc())
        .limit(1)
    )
    # A result stays until the congress turns to something else.
    if (
        newest is not None
        and newest.closed_at
        and (item is None or item.began_at is None or newest.closed_at > item.began_at)
    ):
        return await _poll(session, newest)
    return await _agenda(session) if item is not None else await _welcome(session)


async def _welcome(session: AsyncSession) -> WelcomeScene:
    programme = await render_programme(session)
    return WelcomeScene(
        name_vi=programme.name_vi,
        name_en=programme.name_en,
        motto_vi=programme.motto_vi,
        motto_en=programme.motto_en,
        place_vi=programme.place_vi,
        place_en=programme.place_en,
    )


async def _agenda(session: AsyncSession) -> Scene:
    item = await current_item(session)
    programme = await render_programme(session)
    sitting = next(
        (one for one in programme.sittings if item is not None and one.id == item.sitting_id),
        next((one for one in programme.sittings if one.progress == "current"), None),
    )
    if sitting is None:
        return await _welcome(session)
    place = next((n for n, one in enumerate(sitting.items) if item is not None and one.id == item.id), 0)
    around = sitting.items[max(0, place - _BEFORE) : place + _AFTER]
    return AgendaScene(
        sitting_vi=sitting.title_vi, sitting_en=sitting.title_en, current=item.id if item else None, items=around
    )


_BEFORE, _AFTER = 2, 6  # items around the current one: eight lines are read from 40 m


async def _page(session: AsyncSession, steering: ShowPage) -> PageScene:
    document = await whole(session, steering.document_id, all=True)
    version = document.document.version or 0
    await page_of(session, steering.document_id, version, steering.page, all=True)
    return PageScene(
        title_vi=document.document.title_vi,
        title_en=document.document.title_en,
        page=steering.page,
        pages=document.document.pages,
        picture=f"/api/v1/documents/{steering.document_id}/versions/{version}/pages/{steering.page}/large.webp",
    )


async def _poll(session: AsyncSession, poll: Poll) -> Scene:
    result = result_in(poll)
    if poll.state is PollState.PUBLISHED and result is not None:
        return result_scene(poll, result)
    questions = paper_in(poll).questions
    electorate = await queries.electorate_size(session, poll.id)
    ballots = None
    if poll.visibility is not Visibility.HIDDEN and poll.opened_at is not None:
        ballots = await queries.turnout_of(session, poll.id)
    rule = questions[0].rule
    return PollScene(
        poll_id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        state=poll.state,
        questions=[question.title_vi for question in questions],
        rule_vi=rule.text_vi if rule else "",
        rule_en=rule.text_en if rule else "",
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        electorate=electorate,
        ballots=ballots,
        turnout=f"{number_text(ballots)} / {number_text(electorate)}" if ballots is not None else None,
    )

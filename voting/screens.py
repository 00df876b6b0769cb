"""Screens: telling one what to show, and what it shows then."""

from datetime import datetime
from typing import ClassVar

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.errors import AgendaError, NoSuchScreen
from agenda.journal import Actor
from agenda.models import Screen
from agenda.programme import congress, current_item
from realtime.states import Audience, State
from realtime.touch import touch
from voting import queries, reckoning
from voting.errors import NoSuchPoll, VotingError
from voting.life import PollState
from voting.models import Poll
from voting.poll_scene import PollScene, poll_scene
from voting.queries import poll_of, result_in
from voting.result_scene import ResultScene, result_scene
from voting.scenes import (
    BlackScene,
    MessageScene,
    Scene,
    agenda_scene,
    page_scene,
    presence_scene,
    speaker_scene,
    welcome_scene,
)
from voting.steering import (
    Auto,
    Black,
    ShowAgenda,
    ShowMessage,
    ShowPage,
    ShowPoll,
    ShowPresence,
    Speech,
    Steering,
    Told,
    Welcome,
    kept,
    told,
)


class ScreenState(State, frozen=True, kw_only=True):
    """What one screen shows now, complete. ``title`` is what people call the screen; the rest is for the hall."""

    topic: ClassVar[str] = "screen/{name}"
    audience: ClassVar[Audience] = Audience.SCREEN
    every_ms: ClassVar[int] = 200

    name: str
    title: str
    steering: str  # the kind of scene that it was told, "auto" if it follows the session
    congress_vi: str
    congress_en: str
    announcement_vi: str
    announcement_en: str
    scene: Scene


async def steer(session: AsyncSession, actor: Actor, name: str, steering: Steering, *, now: datetime) -> Screen:
    """
    Tell a screen what to show. A repeat is harmless.

    Raises :class:`NoSuchScreen`, or why it cannot be shown to the hall: :class:`NoSuchPoll` (also for a draft),
    :class:`NoSuchDocument`, :class:`DocumentHeldBack`, :class:`NoSuchPage`.
    """
    screen = await _screen(session, name, lock=True)
    scene = told(steering, kept(screen.scene), now=now)
    before, after = screen.scene, msgspec.to_builtins(scene)
    if before != after:
        await _scene(session, scene)  # it can be shown at all
        screen.scene = after
        await session.flush()
        await journal.record(session, actor, "screen.steered", subject=f"screen/{name}", before=before, after=after)
        await touch(session, f"screen/{name}", "screens")
    return screen


async def render_screen(session: AsyncSession, name: str) -> ScreenState:
    """The scene of one screen. Raises :class:`NoSuchScreen`, :class:`NoCongress`."""
    screen = await _screen(session, name)
    shown = await congress(session)
    try:
        scene = await _scene(session, kept(screen.scene))
    except (AgendaError, VotingError):
        # It could be shown when it was told, and was held back or replaced since. The hall must neither see it nor an
        # error: the screen follows the session until it is told something else.
        scene = await _follow(session)
    return ScreenState(
        name=name,
        title=screen.title,
        steering=screen.scene["kind"],
        congress_vi=shown.name_vi,
        congress_en=shown.name_en,
        announcement_vi=shown.announcement_vi,
        announcement_en=shown.announcement_en,
        scene=scene,
    )


async def _screen(session: AsyncSession, name: str, *, lock: bool = False) -> Screen:
    query = select(Screen).where(Screen.name == name)
    screen = await session.scalar(query.with_for_update() if lock else query)
    if screen is None:
        raise NoSuchScreen(name=name)
    return screen


async def _scene(session: AsyncSession, scene: Told) -> Scene:
    match scene:
        case Auto():
            return await _follow(session)
        case Welcome():
            return await welcome_scene(session)
        case ShowPresence():
            return await presence_scene(session)
        case ShowAgenda():
            return await agenda_scene(session)
        case ShowPoll(poll_id=poll_id):
            return await _poll(session, await poll_of(session, poll_id))
        case ShowPage():
            return await page_scene(session, scene)
        case Speech():
            return await speaker_scene(session, scene)
        case ShowMessage():
            return MessageScene(text_vi=scene.text_vi, text_en=scene.text_en)
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
    return await agenda_scene(session) if item is not None else await welcome_scene(session)


async def _poll(session: AsyncSession, poll: Poll) -> PollScene | ResultScene:
    if poll.state is PollState.DRAFT:  # nobody sees those
        raise NoSuchPoll(poll_id=poll.id)
    result = result_in(poll)
    if poll.state is PollState.PUBLISHED and result is not None:
        return result_scene(poll, result, reckoning.in_words(await reckoning.reckoning_of(session, poll)))
    return await poll_scene(session, poll)

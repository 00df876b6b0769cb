"""Screens: which there are, and what each is told to show."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.errors import ScreenNameTaken
from agenda.models import Screen
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from realtime.touch import touch
from voting.screens import steer
from voting.steering import Steering


class ScreenLine(Struct, frozen=True, kw_only=True):
    """A screen and the scene that it is told."""

    id: UUID
    name: str
    title: str
    scene: dict[str, Any]


class PutScreen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A screen as it shall be. The name stands in its topic, ``screen/{name}``."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$", examples=["main"])]
    title: Annotated[str, Meta(max_length=100)] = ""


class Steer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the screen shall show."""

    scene: Steering


def _line(screen: Screen) -> ScreenLine:
    return ScreenLine(id=screen.id, name=screen.name, title=screen.title, scene=screen.scene)


@get("/screens", guards=[needs(Permission.SEE_CONSOLE)], tags=["screens"], summary="Screens")
async def get_screens(db_session: NamedDependency[AsyncSession]) -> list[ScreenLine]:
    """All of them (the limit is 100)."""
    return [_line(screen) for screen in await db_session.scalars(select(Screen).order_by(Screen.name).limit(100))]


@put("/screens/{id:uuid}", guards=[needs(Permission.MANAGE_ACCESS)], tags=["screens"], summary="Make a screen")
async def put_screen(
    id: FromPath[UUID],
    data: JSONBody[PutScreen],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> ScreenLine:
    """The client makes the id, so that a repeat is harmless."""
    screen = await db_session.get(Screen, id, with_for_update=True)
    before = {"name": screen.name, "title": screen.title} if screen else None
    after = {"name": data.name, "title": data.title}
    if screen is None:
        screen = Screen(id=id, scene={"kind": "auto"})
        db_session.add(screen)
    screen.name, screen.title = data.name, data.title
    try:
        await db_session.flush()
    except IntegrityError:
        raise ScreenNameTaken(name=data.name) from None
    if before != after:
        subject = f"screen/{data.name}"
        await journal.record(db_session, principal.actor, "screen.saved", subject=subject, before=before, after=after)
        await touch(db_session, "screens", f"screen/{data.name}")
    return _line(screen)


@put("/screens/{name:str}/scene", guards=[needs(Permission.STEER_SCREENS)], tags=["screens"], summary="Steer a screen")
async def put_scene(
    name: FromPath[str],
    data: JSONBody[Steer],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> ScreenLine:
    """``auto`` follows the session; anything else stays until it is changed."""
    return _line(await steer(db_session, principal.actor, name, data.scene, now=now))


HANDLERS = (get_screens, put_screen, put_scene)

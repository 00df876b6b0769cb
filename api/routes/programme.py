"""The programme: reading it, changing it, moving it on."""

from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import programme
from agenda.programme import Announce, PutItem, PutSitting
from agenda.states import Programme, render_programme
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.paging import UNCHANGED, etagged


class Current(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which one is current; ``null`` ends the current one without beginning another."""

    id: UUID | None


@get("/programme", guards=[needs(Permission.READ)], tags=["programme"], summary="The programme", responses=UNCHANGED)
async def get_programme(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> Response[Programme]:
    """With its ETag; the same document as the topic ``programme``."""
    return etagged(request, await render_programme(db_session))


@put("/sittings/{id:uuid}", guards=[needs(Permission.EDIT_PROGRAMME)], tags=["programme"], summary="Save a sitting")
async def put_sitting(
    id: FromPath[UUID],
    data: JSONBody[PutSitting],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> Programme:
    """The client makes the id, so that a repeat is harmless."""
    await programme.put_sitting(db_session, principal.actor, id, data)
    return await render_programme(db_session)


@put("/items/{id:uuid}", guards=[needs(Permission.EDIT_PROGRAMME)], tags=["programme"], summary="Save an item")
async def put_item(
    id: FromPath[UUID],
    data: JSONBody[PutItem],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> Programme:
    """Items behind its position move on by one."""
    await programme.put_item(db_session, principal.actor, id, data)
    return await render_programme(db_session)


@put(
    "/programme/current-sitting",
    guards=[needs(Permission.RUN_PROGRAMME)],
    tags=["programme"],
    summary="Begin a sitting",
)
async def put_current_sitting(
    data: JSONBody[Current], db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> Programme:
    """Presence starts anew: check-ins belong to a sitting."""
    await programme.set_current_sitting(db_session, principal.actor, data.id)
    return await render_programme(db_session)


@put("/programme/current-item", guards=[needs(Permission.RUN_PROGRAMME)], tags=["programme"], summary="Turn to an item")
async def put_current_item(
    data: JSONBody[Current],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> Programme:
    """The item before is done; every phone and screen hears."""
    await programme.set_current_item(db_session, principal.actor, data.id, now=now)
    return await render_programme(db_session)


@post(
    "/announcement", guards=[needs(Permission.RUN_PROGRAMME)], status_code=204, tags=["programme"], summary="Announce"
)
async def post_announcement(
    data: JSONBody[Announce], db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> None:
    """A short text on every phone and screen; an empty one takes it away."""
    await programme.announce(db_session, principal.actor, data)


HANDLERS = (get_programme, put_sitting, put_item, put_current_sitting, put_current_item, post_announcement)

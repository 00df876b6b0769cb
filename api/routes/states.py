"""States by request: for whoever cannot hold a socket, and for a first look."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.errors import NotSignedIn
from api.auth.principal import Principal
from api.live import admits
from api.paging import UNCHANGED, etagged
from realtime.errors import TopicNotForYou
from realtime.hub import Hub


@get("/states", opt={"public": True}, tags=["live"], summary="One state, by its topic", responses=UNCHANGED)
async def get_state(
    topic: FromQuery[str],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """The same document that subscribers of the topic are sent, with its ETag. The audience is the topic's."""
    principal: Principal | None = request.user
    if principal is None:
        raise NotSignedIn
    hub: Hub = request.app.state.hub
    route = hub.registry.resolve(topic)
    if not admits(principal, route.state, route.fields):
        raise TopicNotForYou(topic=topic)
    return etagged(request, msgspec.to_builtins(await route.render(db_session)))


HANDLERS = (get_state,)

"""Targets."""

from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.targets import PutTarget, TargetLine, put_target, targets
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.paging import UNCHANGED, etagged


@get("/targets", guards=[needs(Permission.READ)], tags=["targets"], summary="The targets", responses=UNCHANGED)
async def get_targets(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> Response[list[TargetLine]]:
    """In order, with the value as people read it; with ETag (the limit is 500)."""
    return etagged(request, await targets(db_session))


@put("/targets/{id:uuid}", guards=[needs(Permission.EDIT_TARGETS)], tags=["targets"], summary="Save a target")
async def put_one_target(
    id: FromPath[UUID],
    data: JSONBody[PutTarget],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> TargetLine:
    """The client makes the id, so that a repeat is harmless."""
    return await put_target(db_session, principal.actor, id, data)


HANDLERS = (get_targets, put_one_target)

"""Proxies: how many are allowed, who carries whose mandates, granting and revoking."""

from datetime import datetime
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from delegates import proxies
from delegates.commands import AllowProxies, GrantProxy, Reason
from delegates.proxies import Proxies


@get("/proxies", guards=[needs(Permission.SEE_ROSTER)], tags=["proxies"], summary="Proxies")
async def get_proxies(db_session: NamedDependency[AsyncSession], delegate: FromQuery[UUID | None] = None) -> Proxies:
    """All of them, or those that one delegate gives or holds (the limit is 1,000)."""
    return await proxies.listed(db_session, delegate)


@put("/proxies", guards=[needs(Permission.EDIT_ROSTER)], tags=["proxies"], summary="Say how many one may hold")
async def put_proxies(
    data: JSONBody[AllowProxies],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> Proxies:
    """The rules of the VGCL know no proxies: until a congress decides otherwise it is none."""
    await proxies.allow(db_session, principal.actor, data)
    return await proxies.listed(db_session)


@post(
    "/delegates/{id:uuid}/proxy",
    guards=[needs(Permission.DECIDE_CREDENTIALS)],
    status_code=200,
    tags=["proxies"],
    summary="Let another carry a delegate's mandates",
)
async def post_proxy(
    id: FromPath[UUID],
    data: JSONBody[GrantProxy],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> Proxies:
    """In polls that open from now on, wherever the one in the path is absent."""
    await proxies.grant(db_session, principal.actor, id, data, now)
    return await proxies.listed(db_session, id)


@post(
    "/delegates/{id:uuid}/proxy/revoke",
    guards=[needs(Permission.DECIDE_CREDENTIALS)],
    status_code=200,
    tags=["proxies"],
    summary="Revoke a proxy",
)
async def post_proxy_revoke(
    id: FromPath[UUID],
    data: JSONBody[Reason],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> Proxies:
    """Polls whose voters are taken down keep it."""
    await proxies.revoke(db_session, principal.actor, id, reason=data.reason)
    return await proxies.listed(db_session, id)


HANDLERS = (get_proxies, put_proxies, post_proxy, post_proxy_revoke)

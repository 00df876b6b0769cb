"""Health: is the process alive, is it ready for people, and its numbers for Prometheus."""

import asyncio
from ipaddress import ip_address
from typing import Any

from litestar import MediaType, Request, Response, get
from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.errors import NotSignedIn

ANSWER_S = 2.0  # a database that needs longer does not serve people


class Readiness(Struct, frozen=True, kw_only=True):
    """What a load balancer wants to know. All three must hold."""

    database: bool
    relay: bool
    intake: bool


@get("/healthz", opt={"public": True}, media_type=MediaType.TEXT, include_in_schema=False)
async def get_healthz() -> str:
    """The process answers."""
    return "ok"


@get("/readyz", opt={"public": True}, include_in_schema=False)
async def get_readyz(request: Request[Any, Any, Any]) -> Response[Readiness]:
    """The database answers, touches are heard, ballots are taken. Otherwise 503."""
    state = request.app.state
    try:
        session: AsyncSession
        async with asyncio.timeout(ANSWER_S), state.sessions() as session:
            await session.execute(text("SELECT 1"))
        database = True
    except Exception:  # whatever the reason: not ready
        database = False
    readiness = Readiness(database=database, relay=state.relay.healthy, intake=state.intake.is_running)
    ready = readiness.database and readiness.relay and readiness.intake
    return Response(readiness, status_code=200 if ready else 503)


@get("/metrics", opt={"public": True}, include_in_schema=False)
async def get_metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Prometheus' text, for this machine alone: the numbers tell how a vote is going."""
    # A reverse proxy on this machine comes from loopback as well, for people from anywhere.
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    if forwarded or request.client is None or not ip_address(request.client.host).is_loopback:
        raise NotSignedIn
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


HANDLERS = (get_healthz, get_readyz, get_metrics)

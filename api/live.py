"""
The live socket: ``/api/v1/live``.

A shell without a decision in it: it checks who is there, wires the conversation to the hub, and hands casts to the same
function that the ``POST`` calls.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Any, cast

from litestar import WebSocket, websocket
from msgspec import Meta

from api.auth.errors import NotPermitted
from api.auth.permissions import HEARS, Permission
from api.auth.principal import Principal
from realtime import asgi
from realtime.conversation import Conversation, FrameReader
from realtime.hub import Hub
from realtime.protocol import ClientFrame, CloseCode, ServerFrame
from realtime.states import Audience, State
from realtime.wiring import wire_of
from voting.casting import CastBallot, Casting
from voting.intake import Receipt

VERSION = version("dienhong")


class CastFrame(ClientFrame, frozen=True, kw_only=True, tag="cast"):
    """
    Put this ballot in. Answered with ``counted`` when it is durable, or with ``refused``.

    Sending the same ballot again, on this socket, another one or by ``POST``, gets the same receipt.
    """

    cost = 4.0

    ref: Annotated[str, Meta(max_length=64, description="What the client calls this frame; comes back in the answer.")]
    ballot: CastBallot


class Counted(ServerFrame, frozen=True, kw_only=True, tag="counted"):
    """The ballot is durable and will be counted."""

    ref: str
    receipt: Receipt


READER = FrameReader([CastFrame])


def admits(principal: Principal, state: type[State], fields: Mapping[str, object]) -> bool:
    """Whether ``principal`` belongs to the audience of a topic."""
    if state.audience not in HEARS[principal.role]:
        return False
    return state.audience is not Audience.OWNER or principal.id in fields.values()


@websocket("/live", opt={"public": True})
async def live(socket: WebSocket[Any, Any, Any]) -> None:
    """One phone, console, screen or door, for as long as it stays."""
    state = socket.app.state
    hub: Hub = state.hub
    await socket.accept()
    wire = wire_of(cast(asgi.Scope, socket.scope))  # Litestar's own types of the same ASGI shapes
    principal: Principal | None = socket.user
    if principal is None:
        await socket.close(CloseCode.SIGNED_OUT, "sign in first")
        return
    if hub.figures().clients >= state.settings.sockets:
        await socket.close(CloseCode.TOO_SLOW, "too many sockets; come back later")
        return
    casting: Casting = state.casting

    async def handle(frame: ClientFrame) -> ServerFrame | None:
        assert isinstance(frame, CastFrame)
        if not principal.may(Permission.TAKE_PART):
            raise NotPermitted(permission=Permission.TAKE_PART, role=principal.role)
        return Counted(ref=frame.ref, receipt=await casting.cast(frame.ballot, principal.id))

    conversation = Conversation(
        hub,
        wire,
        admits=lambda topic, fields: admits(principal, topic, fields),
        now=lambda: datetime.now(UTC),
        version=VERSION,
        reader=READER,
        handle=handle,
        sid=str(principal.sid),
        who=principal,
    )
    # The sign-in may have been ended after the handshake was let in and before the hub knew this socket.
    if await state.sign_ins.principal(socket.auth) is None:
        hub.close(conversation.client, CloseCode.SIGNED_OUT, "signed out")
    remaining = (principal.expires_at - datetime.now(UTC)).total_seconds()
    expiry = asyncio.get_running_loop().call_later(
        remaining, hub.close, conversation.client, CloseCode.SIGNED_OUT, "sign-in has expired"
    )
    try:
        await conversation.run(cast(asgi.Receive, socket.receive))
    finally:
        expiry.cancel()

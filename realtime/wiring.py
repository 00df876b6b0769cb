"""Wiring: the outermost ASGI layer, which knows the socket behind each WebSocket scope."""

from typing import Final

from realtime import uvicorn_wire
from realtime.asgi import AsgiApp, AsgiMessage, Receive, Scope, Send
from realtime.asgi_wire import AsgiWire
from realtime.crew import Crew
from realtime.uvicorn_wire import SEND_BUFFER, DirectWire
from realtime.wire import Wire

SCOPE_KEY: Final = "dienhong.wire"


class Wiring:
    """
    Puts a :class:`~realtime.wire.Wire` into the scope of every WebSocket.

    It has to stand outside of everything that wraps ``send``, or else it finds no transport and the public way is
    taken. With ``direct=None`` the direct way is taken if :func:`~realtime.uvicorn_wire.works` says so.
    """

    def __init__(self, app: AsgiApp, *, direct: bool | None = None, send_buffer: int = SEND_BUFFER) -> None:
        self._app = app
        self._direct = direct
        self._send_buffer = send_buffer
        self._crew = Crew()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        if self._direct is None:
            self._direct = await uvicorn_wire.works()
        direct = DirectWire.over(send) if self._direct else None
        if direct is not None:
            direct.shrink_send_buffer(self._send_buffer)
            scope[SCOPE_KEY] = direct
            await self._app(scope, receive, send)
        else:
            await self._public(scope, receive, AsgiWire(send, self._crew))

    async def _public(self, scope: Scope, receive: Receive, wire: AsgiWire) -> None:
        async def watched() -> AsgiMessage:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                wire.lost()
            return message

        scope[SCOPE_KEY] = wire
        try:
            await self._app(scope, watched, wire.send)
        finally:
            wire.lost()


def wire_of(scope: Scope) -> Wire:
    """The wire of a WebSocket scope. Raises :class:`LookupError` if no :class:`Wiring` stands around the app."""
    wire: Wire | None = scope.get(SCOPE_KEY)
    if wire is None:
        raise LookupError("the app is not wrapped in realtime.wiring.Wiring")
    return wire

"""A real uvicorn server around a hub, and the people at real sockets."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from realtime.asgi import AsgiApp, Receive, Scope, Send
from realtime.conversation import Conversation, FrameReader
from realtime.hub import Hub
from realtime.protocol import ClientFrame, ServerFrame
from realtime.wire import Wire
from realtime.wiring import Wiring, wire_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Echo(ClientFrame, frozen=True, kw_only=True, tag="echo"):
    """A frame of a layer above."""

    ref: str
    text: str


class Echoed(ServerFrame, frozen=True, kw_only=True, tag="echoed"):
    """Its answer."""

    ref: str
    text: str


class Shell:
    """The WebSocket shell of an app, as bare as it gets."""

    reader = FrameReader([Echo])

    def __init__(self, hub: Hub, *, sid: str | None = None) -> None:
        self.hub = hub
        self.sid = sid
        self.wires: list[Wire] = []
        self.done: list[str] = []  # what was said in echo frames

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        wire = wire_of(scope)
        self.wires.append(wire)
        conversation = Conversation(
            self.hub,
            wire,
            admits=lambda _state, _fields: True,
            now=lambda: NOON,
            version="7",
            reader=self.reader,
            handle=self.handle,
            sid=self.sid,
        )
        await conversation.run(receive)

    async def handle(self, frame: ClientFrame) -> ServerFrame | None:
        assert isinstance(frame, Echo)
        self.done.append(frame.text)
        if frame.text == "revoke" and self.sid is not None:
            self.hub.close_sign_in(self.sid)
        if frame.text == "fail":
            raise RuntimeError("a secret that must not be logged")
        return Echoed(ref=frame.ref, text=frame.text)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # they belong to pytest


@asynccontextmanager
async def served(app: AsgiApp, *, send_buffer: int = 1 << 18, **config: Any) -> AsyncIterator[int]:
    """The port at which uvicorn serves ``app``."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Accepted sockets inherit it; the direct way does this by itself.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        settings = {
            "ws": "websockets-sansio",
            "lifespan": "off",
            "log_config": None,
            "ws_ping_interval": None,
            **config,
        }
        server = _Server(uvicorn.Config(app, **settings))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def house(
    hub: Hub, *, direct: bool = True, sid: str | None = None, **config: Any
) -> AsyncIterator[tuple[Shell, int]]:
    """A shell around ``hub`` and the port at which it is served."""
    shell = Shell(hub, sid=sid)
    async with served(Wiring(shell, direct=direct), **config) as port:
        try:
            yield shell, port
        finally:
            await hub.stop()


class Person:
    """Somebody at a real socket who says and hears frames."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def says(self, **frame: object) -> None:
        await self.connection.send(json.dumps(frame))

    async def hears(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            frame: dict[str, Any] = json.loads(await self.connection.recv())
        return frame

    async def sees(self, topic: str, value: int) -> None:
        """Read until the topic has this value."""
        while True:
            frame = await self.hears()
            if frame["type"] == "state" and frame["topic"] == topic and frame["state"]["value"] == value:
                return

    async def is_closed(self) -> int | None:
        """Read to the end; the close code."""
        async with asyncio.timeout(10):
            with suppress(ConnectionClosed):
                while True:
                    await self.connection.recv()
        return self.connection.close_code


@asynccontextmanager
async def person(port: int, **options: Any) -> AsyncIterator[Person]:
    """Somebody who has been said hello to."""
    options = {"compression": None, "proxy": None, **options}
    async with connect(f"ws://127.0.0.1:{port}/", **options) as connection:
        somebody = Person(connection)
        hello = await somebody.hears()
        assert hello == {"type": "hello", "server_time": "2026-05-04T12:00:00Z", "version": "7", "largest_frame": 65536}
        yield somebody


async def who_never_reads(port: int, *, after: bytes) -> socket.socket:
    """A socket that shakes hands, says ``after`` and reads nothing more."""
    loop = asyncio.get_running_loop()
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    await loop.sock_connect(connection, ("127.0.0.1", port))
    await loop.sock_sendall(
        connection,
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    )
    await loop.sock_recv(connection, 4096)
    await loop.sock_sendall(connection, masked(after))
    return connection


def masked(payload: bytes) -> bytes:
    """A text frame as clients send it, with a mask of zeros."""
    assert len(payload) < 126
    return bytes((0x81, 0x80 | len(payload))) + bytes(4) + payload

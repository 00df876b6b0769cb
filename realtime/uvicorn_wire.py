"""
The direct way to a socket under uvicorn: finished frames, written to its transport.

ASGI has no way to send one frame to many sockets for less than a full ``send`` each, so this module, and no other,
reaches into uvicorn's ``websockets-sansio`` implementation (as of 0.54). What it relies on is tried once at start-up
by :func:`works`; if that fails, the app runs on :class:`~realtime.asgi_wire.AsgiWire` and the log says so.

Writing beside uvicorn is correct because uvicorn, too, writes every frame whole, with one ``transport.write``, and
never fragments a message: ours always fall between two of its own. A frame without RSV1 is legal on a connection
with permessage-deflate (RFC 7692 § 6) and leaves its compressor as it is.
"""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final, Self

import structlog
from websockets.client import ClientProtocol
from websockets.frames import Frame
from websockets.uri import parse_uri

from realtime.asgi import AsgiMessage, Receive, Scope, Send
from realtime.message import Message
from realtime.protocol import CloseCode
from realtime.wire import GOODBYE_S, REPLY_S, do_nothing

SEND_BUFFER: Final = 16 * 1024  # bytes; Linux holds twice what it is told

log = structlog.get_logger(__name__)


class DirectWire:
    """A wire to a socket that uvicorn serves."""

    __slots__ = ("_closed", "_goodbye", "_protocol", "_send", "_transport")

    def __init__(self, send: Send, protocol: Any) -> None:
        self._send = send
        self._protocol = protocol
        self._transport = protocol.transport
        self._goodbye: asyncio.Task[None] | None = None
        self._closed: Callable[[], None] = do_nothing

    @classmethod
    def over(cls, send: Send) -> Self | None:
        """The wire behind the server's ``send``, or ``None`` if that is not uvicorn's own method."""
        from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

        protocol = getattr(send, "__self__", None)
        return cls(send, protocol) if isinstance(protocol, WebSocketsSansIOProtocol) else None

    def shrink_send_buffer(self, size: int = SEND_BUFFER) -> None:
        """
        Let the kernel hold only about ``size`` bytes for this socket.

        By default it swallows half an hour of readings for a phone that reads nothing: all of them would be old when
        they are read, and the hub would never learn that the phone is slow.
        """
        connection = self._transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)

    @property
    def is_open(self) -> bool:
        protocol = self._protocol
        return (
            self._goodbye is None
            and bool(protocol.handshake_complete)
            and not protocol.close_sent
            and not self._transport.is_closing()
        )

    @property
    def backlog(self) -> int:
        size: int = self._transport.get_write_buffer_size()
        return size

    def offer(self, message: Message) -> bool:
        transport = self._transport
        if transport.is_closing() or self._protocol.close_sent:
            return True
        try:
            if transport.get_write_buffer_size():
                return False
            transport.write(message.frame)
        except RuntimeError as error:  # uvloop: the handle is closed, the protocol has not heard of it yet
            log.debug("wire_lost", reason=str(error))
        return True

    async def reply(self, message: Message) -> None:
        if not self.is_open:
            return
        self._transport.write(message.frame)
        writable: asyncio.Event = self._protocol.writable  # cleared above the transport's high-water mark
        if not writable.is_set():
            try:
                async with asyncio.timeout(REPLY_S):
                    await writable.wait()
            except TimeoutError:
                self.close(CloseCode.TOO_SLOW, "does not read")

    def close(self, code: int, reason: str) -> asyncio.Task[None]:
        if self._goodbye is None:
            was_open = self.is_open
            self._goodbye = asyncio.create_task(self._leave({"code": code, "reason": reason} if was_open else None))
        return self._goodbye

    def on_close(self, callback: Callable[[], None]) -> None:
        self._closed = callback

    async def _leave(self, last_words: AsgiMessage | None) -> None:
        try:
            if last_words is not None:
                async with asyncio.timeout(GOODBYE_S):
                    await self._send({"type": "websocket.close", **last_words})
        except Exception as error:  # the peer went first, or does not read
            log.debug("wire_lost", reason=type(error).__name__)
        finally:
            asyncio.get_running_loop().call_later(GOODBYE_S, self._abort_if_stuck)
            self._closed()

    def _abort_if_stuck(self) -> None:
        """uvicorn closes the transport later, but a closing transport still waits for a peer that never reads."""
        if self._transport.get_write_buffer_size():
            self._transport.abort()


async def works() -> bool:
    """
    Try the direct way once, in memory: a handshake, then frames of ours and of uvicorn's, in order.

    Never raises: whatever goes wrong is a reason to take the public way.
    """
    try:
        heard = await _rehearse()
    except Exception as error:  # uvicorn is not what this module knows
        log.warning("direct_wire_unavailable", reason=f"{type(error).__name__}: {error}")
        return False
    if heard != ["ours", "uvicorn's", "ours again"]:
        log.warning("direct_wire_unavailable", reason="frames came out wrong")
        return False
    return True


async def _rehearse() -> list[str]:
    from uvicorn import Config
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
    from uvicorn.server import ServerState

    open_at: list[bool] = []  # before the handshake, after it, after closing

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        wire = DirectWire.over(send)
        if wire is None:
            raise LookupError("no protocol behind send")
        open_at.append(wire.is_open)
        await send({"type": "websocket.accept"})
        open_at.append(wire.is_open)
        wire.offer(Message(b"ours"))
        await send({"type": "websocket.send", "text": "uvicorn's"})
        await wire.reply(Message(b"ours again"))
        await send({"type": "websocket.close", "code": 1000})
        open_at.append(wire.is_open)

    config = Config(app=app, log_config=None, lifespan="off", ws_ping_interval=None)
    config.load()
    state = ServerState()
    server, client, transport = WebSocketsSansIOProtocol(config, state, {}), _client(), _Recorder()
    server.logger = logging.getLogger(f"{__name__}.rehearsal")
    server.logger.setLevel(logging.CRITICAL)  # this socket never existed
    server.connection_made(transport)
    server.data_received(b"".join(client.data_to_send()))
    async with asyncio.timeout(2):
        await asyncio.gather(*state.tasks)
    if server.close_timer is not None:
        server.close_timer.cancel()
    if open_at != [False, True, False]:
        raise LookupError(f"whether the socket is open reads as {open_at}")
    client.receive_data(b"".join(transport.written))
    frames = [event for event in client.events_received() if isinstance(event, Frame)]
    return [bytes(frame.data).decode() for frame in frames if frame.opcode == 1]


def _client() -> ClientProtocol:
    client = ClientProtocol(parse_uri("ws://rehearsal/"))
    client.send_request(client.connect())
    return client


class _Recorder(asyncio.Transport):
    """A transport without a network."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.written.extend(bytes(data) for data in list_of_data)

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        self._closing = True

    abort = close

    def pause_reading(self) -> None:
        """Nothing more comes anyway."""

    def resume_reading(self) -> None:
        """As above."""

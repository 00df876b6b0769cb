"""
WebSockets of a crowd: as many as wanted, cheap, in one thread.

The protocol is that of ``websockets``, without its tasks: an asyncio client would spend on each answer what the server
spends, on the same two cores. Frames can be made before they are sent, so that a clock sees the sending alone.
"""

import select
import socket
from collections.abc import Iterable, Iterator
from typing import Generic, Self, TypeVar
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.frames import Opcode
from websockets.protocol import State
from websockets.typing import Origin
from websockets.uri import parse_uri

CHUNK = 256 * 1024
S = TypeVar("S", bound="Socket")


class Socket:
    """One open WebSocket to ``address`` (``http://host:port``)."""

    def __init__(self, address: str, path: str, *, cookie: str = "") -> None:
        parts = urlsplit(address)
        self._protocol = ClientProtocol(parse_uri(f"ws://{parts.netloc}{path}"), origin=Origin(address))
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = self._protocol.connect()
        request.headers["Cookie"] = cookie
        self._protocol.send_request(request)
        self._flush()
        while self._protocol.state is State.CONNECTING and self._protocol.handshake_exc is None:
            self._protocol.receive_data(self._socket.recv(CHUNK))
        if self._protocol.handshake_exc is not None:
            raise self._protocol.handshake_exc
        self._socket.setblocking(False)

    def fileno(self) -> int:
        """For epoll."""
        return self._socket.fileno()

    def frame(self, text: bytes) -> bytes:
        """``text`` as it goes over the wire, to be sent with :meth:`put`."""
        self._protocol.send_text(text)
        return b"".join(self._protocol.data_to_send())

    def put(self, frame: bytes) -> None:
        """Send what :meth:`frame` made."""
        self._socket.sendall(frame)

    def hear(self) -> Iterator[bytes]:
        """The texts that have come, if any. Raises :class:`ConnectionError` when the server has closed."""
        try:
            data = self._socket.recv(CHUNK)
        except BlockingIOError:
            return
        self._protocol.receive_data(data) if data else self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if getattr(event, "opcode", None) is Opcode.TEXT:
                yield bytes(event.data)  # type: ignore[union-attr]
        if self._protocol.state is not State.OPEN:
            raise ConnectionError(f"closed by the server: {self._protocol.close_code} {self._protocol.close_reason}")
        self._flush()  # pongs

    def close(self) -> None:
        """Hang up without a good-bye."""
        self._socket.close()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._socket.sendall(data)


class Switchboard(Generic[S]):
    """Tells who has something to hear. A context manager that hangs all of them up."""

    def __init__(self) -> None:
        self._sockets: dict[int, S] = {}
        self._poll = select.epoll()

    def add(self, one: S) -> S:
        """Listen to one more."""
        self._sockets[one.fileno()] = one
        self._poll.register(one.fileno(), select.EPOLLIN)
        return one

    def ready(self, within_s: float) -> Iterable[S]:
        """Those that have something, at once or after waiting."""
        return [self._sockets[number] for number, _ in self._poll.poll(max(0.0, within_s))]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._poll.close()
        for one in self._sockets.values():
            one.close()

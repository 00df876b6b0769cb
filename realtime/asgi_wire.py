"""The public way to a socket, under any ASGI server and in test clients."""

import asyncio
from collections.abc import Callable

import structlog

from realtime.asgi import AsgiMessage, Send
from realtime.crew import Crew
from realtime.message import Message
from realtime.protocol import CloseCode
from realtime.wire import GOODBYE_S, REPLY_S, do_nothing

log = structlog.get_logger(__name__)


class AsgiWire:
    """A wire over an ASGI server's ``send``."""

    def __init__(self, send: Send, crew: Crew) -> None:
        self._send = send
        self._crew = crew
        self._accepted = False
        self._ended = False
        self._busy = False
        self._goodbye: asyncio.Task[None] | None = None
        self._closed: Callable[[], None] = do_nothing
        self.carrier: asyncio.Task[None] | None = None

    async def send(self, message: AsgiMessage) -> None:
        """The ``send`` that the application gets: the server's own, watched."""
        if message["type"] == "websocket.close":
            self._ended = True
        await self._send(message)
        if message["type"] == "websocket.accept":
            self._accepted = True

    def lost(self) -> None:
        """The other side is gone."""
        self._ended = True

    @property
    def is_open(self) -> bool:
        return self._accepted and not self._ended

    @property
    def backlog(self) -> int:
        return int(self._busy)

    def offer(self, message: Message) -> bool:
        if not self.is_open:
            return True
        if self._busy:
            return False
        self._busy = True
        self._crew.take(self, message)
        return True

    async def deliver(self, message: Message) -> None:
        """Send an offered message."""
        try:
            if self.is_open:
                await self._send({"type": "websocket.send", "text": message.text})
        except Exception as error:  # servers differ in what they raise when the peer is gone
            self._lose(error)
        finally:
            self._busy = False

    async def reply(self, message: Message) -> None:
        if not self.is_open:
            return
        try:
            async with asyncio.timeout(REPLY_S):
                await self._send({"type": "websocket.send", "text": message.text})
        except TimeoutError:
            self.close(CloseCode.TOO_SLOW, "does not read")
        except Exception as error:  # as in deliver
            self._lose(error)

    def close(self, code: int, reason: str) -> asyncio.Task[None]:
        if self._goodbye is None:
            was_open, self._ended = self.is_open, True
            if self.carrier is not None:
                self.carrier.cancel()
            self._goodbye = asyncio.create_task(self._leave({"code": code, "reason": reason} if was_open else None))
        return self._goodbye

    def on_close(self, callback: Callable[[], None]) -> None:
        self._closed = callback

    async def _leave(self, last_words: AsgiMessage | None) -> None:
        try:
            if last_words is not None:
                async with asyncio.timeout(GOODBYE_S):
                    await self._send({"type": "websocket.close", **last_words})
        except Exception as error:  # a socket that does not take the close frame is left to the server
            self._lose(error)
        finally:
            self._closed()

    def _lose(self, error: Exception) -> None:
        self._ended = True
        log.debug("wire_lost", reason=type(error).__name__)

"""
Conversation: what is said on one socket, from hello to the end.

It knows the frames of :mod:`realtime.protocol`; what is above them, such as casting a ballot, comes in as further
frames and a handler. One frame is dealt with at a time, so a client that says much waits for itself only.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import reduce
from operator import or_
from traceback import format_tb
from typing import Any

import msgspec
import structlog

from realtime.asgi import Receive
from realtime.bucket import TokenBucket
from realtime.client import Admits, Client
from realtime.errors import MalformedFrame, Refusal
from realtime.hub import Hub
from realtime.message import Message
from realtime.protocol import (
    CLIENT_FRAMES,
    LARGEST_FRAME,
    ClientFrame,
    CloseCode,
    Hello,
    Ping,
    Pong,
    Refused,
    ServerFrame,
    Subscribe,
    Unsubscribe,
)
from realtime.wire import Wire

BURST = 100.0  # tokens: a client that comes back with all its topics, twice
PER_SECOND = 20.0

Handler = Callable[[Any], Awaitable[ServerFrame | None]]
"""Deals with a frame of the layers above; returns the answer, or raises a Refusal."""

log = structlog.get_logger(__name__)
_ENCODER = msgspec.json.Encoder(enc_hook=str)  # facts of a refusal may hold anything that reads well as text


class _Reference(msgspec.Struct):
    ref: str | None = None


class FrameReader:
    """
    Decodes what clients send: the frames of this layer and those of the layers above.

    >>> FrameReader().read(b'{"type": "ping", "sent_at": 1.5}')
    Ping(sent_at=1.5)
    """

    def __init__(self, further: Iterable[type[ClientFrame]] = ()) -> None:
        self._decoder = msgspec.json.Decoder(reduce(or_, [*CLIENT_FRAMES, *further]))

    def read(self, data: bytes) -> ClientFrame:
        """The frame. Raises :class:`MalformedFrame`."""
        try:
            frame: ClientFrame = self._decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise MalformedFrame(reason=str(error)) from None
        return frame

    @staticmethod
    def ref_of(data: bytes) -> str | None:
        """What the client calls a frame that could not be read, if even that much can be read."""
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return msgspec.json.decode(data, type=_Reference).ref
        return None


def refused(refusal: Refusal, *, ref: str | None = None, topic: str | None = None) -> Refused:
    """The frame that tells a client of ``refusal``."""
    return Refused(code=refusal.code, detail=str(refusal), facts=dict(refusal.facts), ref=ref, topic=topic)


class Conversation:
    """
    One socket's conversation, over an accepted wire.

    Args:
        admits: whether a state is for this client (see :meth:`Hub.connect`).
        now: the server's clock, aware UTC.
        version: of the app, for :class:`Hello`.
        reader: knows the frames; one for the whole app.
        handle: deals with frames that are not of this layer.
        sid, who: see :meth:`Hub.connect`.
    """

    def __init__(
        self,
        hub: Hub,
        wire: Wire,
        *,
        admits: Admits,
        now: Callable[[], datetime],
        version: str,
        reader: FrameReader,
        handle: Handler,
        sid: str | None = None,
        who: object = None,
    ) -> None:
        self._hub = hub
        self._wire = wire
        self._now = now
        self._version = version
        self._reader = reader
        self._handle = handle
        self._bucket = TokenBucket(burst=BURST, per_second=PER_SECOND)
        self._replies: set[asyncio.Task[None]] = set()
        self._interruption: asyncio.Timeout | None = None
        self._ended = False
        wire.on_close(self._end)
        self.client: Client = hub.connect(wire, admits=admits, refuse=self._refuse_topic, sid=sid, who=who)

    async def run(self, receive: Receive) -> None:
        """Say hello and answer until either side ends the socket. ``receive`` is ASGI's."""
        try:
            await self.say(Hello(server_time=self._now(), version=self._version))
            while not self._ended:
                data = await self._hear(receive)
                if data is None:
                    return
                if self._wire.is_open:  # else this side is closing, and listens for the other's close frame only
                    await self._answer(data)
        finally:
            self._hub.disconnect(self.client)

    async def say(self, frame: ServerFrame) -> None:
        """Send ``frame`` to the client, after what was said before."""
        await self._wire.reply(Message(_ENCODER.encode(frame)))

    async def _hear(self, receive: Receive) -> bytes | None:
        """The next message; ``None`` when there will be none."""
        try:
            async with asyncio.timeout(None) as self._interruption:
                message = await receive()
        except TimeoutError:  # this side closed the wire, and the server may never say so
            return None
        finally:
            self._interruption = None
        if message["type"] != "websocket.receive":
            return None
        text: str | None = message.get("text")
        data: bytes = text.encode() if text is not None else message.get("bytes") or b""
        return data

    def _end(self) -> None:
        self._ended = True
        if self._interruption is not None:
            self._interruption.reschedule(asyncio.get_running_loop().time())

    async def _answer(self, data: bytes) -> None:
        now_s = asyncio.get_running_loop().time()
        if len(data) > LARGEST_FRAME:
            self._hub.close(self.client, CloseCode.TOO_BIG, "message too big")
            return
        try:
            frame = self._reader.read(data)
        except MalformedFrame as error:
            if self._may_go_on(1.0, now_s):
                await self.say(refused(error, ref=self._reader.ref_of(data)))
            return
        if self._may_go_on(frame.tokens, now_s):
            await self._deal_with(frame)

    def _may_go_on(self, tokens: float, now_s: float) -> bool:
        if self._bucket.take(now=now_s, cost=tokens):
            return True
        log.info("client_floods")
        self._hub.close(self.client, CloseCode.FLOODING, "too many messages")
        return False

    async def _deal_with(self, frame: ClientFrame) -> None:
        match frame:
            case Subscribe(topics=topics):
                for name, etag in topics.items():
                    try:
                        self._hub.subscribe(self.client, name, etag)
                    except Refusal as refusal:
                        await self.say(refused(refusal, topic=name))
            case Unsubscribe(topics=names):
                self._hub.unsubscribe(self.client, names)
            case Ping(sent_at=sent_at):
                await self.say(Pong(sent_at=sent_at, server_time=self._now()))
            case _:
                await self._hand_up(frame)

    async def _hand_up(self, frame: ClientFrame) -> None:
        ref: str | None = getattr(frame, "ref", None)
        try:
            answer = await self._handle(frame)
        except Refusal as refusal:
            answer = refused(refusal, ref=ref)
        except Exception as error:
            # Where, but not what: the frame may be a ballot, and a database error quotes its parameters.
            where = "".join(format_tb(error.__traceback__))
            log.error("frame_failed", frame=type(frame).__name__, error=type(error).__name__, where=where)
            answer = Refused(code="internal_error", detail="the server failed; try again", ref=ref)
        if answer is not None:
            await self.say(answer)

    def _refuse_topic(self, topic: str, refusal: Refusal) -> None:
        reply = asyncio.create_task(self.say(refused(refusal, topic=topic)))
        self._replies.add(reply)
        reply.add_done_callback(self._replies.discard)

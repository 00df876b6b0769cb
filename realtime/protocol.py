"""
The frames of the WebSocket protocol. Every frame is one JSON text message whose ``type`` says which it is.

The layers above add their own by deriving from :class:`ClientFrame` and :class:`ServerFrame`.
"""

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any, ClassVar, Final

from msgspec import Meta, Raw, Struct

LARGEST_FRAME: Final = 64 * 1024  # bytes of a message from a client


class CloseCode(IntEnum):
    """
    Why the server ends a socket (RFC 6455 § 7.4; 4000 to 4999 are the app's own).

    After 1012 and 1013 a client comes back by itself, after a random wait that grows; after the others it first
    has to change something.
    """

    TOO_BIG = 1009  # a message was larger than the server takes
    RESTARTING = 1012  # this process ends; another one answers
    TOO_SLOW = 1013  # the client owed too long: it did not take what was sent to it
    SIGNED_OUT = 4401  # the sign-in behind this socket has ended
    FLOODING = 4429  # the client said too much too fast


class ClientFrame(Struct, frozen=True, kw_only=True, tag_field="type"):
    """Base of what clients send."""

    cost: ClassVar[float] = 1.0

    @property
    def tokens(self) -> float:
        """What this frame takes from the socket's token bucket: roughly, how much work it asks for."""
        return self.cost


class ServerFrame(Struct, frozen=True, kw_only=True, tag_field="type"):
    """Base of what the server sends."""


class Subscribe(ClientFrame, frozen=True, kw_only=True, tag="subscribe"):
    """
    Send me these topics from now on.

    For each topic the server answers once with ``state``, ``current`` or ``refused``, and from then on sends ``state``
    whenever it changes. Subscribing again is harmless and is answered again.
    """

    topics: Annotated[
        dict[str, str | None],
        Meta(description="Name of each topic, with the etag of the state that the client holds of it, or null."),
    ]

    @property
    def tokens(self) -> float:
        """Each topic may cost a rendering."""
        return max(1.0, float(len(self.topics)))


class Unsubscribe(ClientFrame, frozen=True, kw_only=True, tag="unsubscribe"):
    """Send me these topics no longer. Not answered; unknown names are ignored."""

    topics: list[str]


class Ping(ClientFrame, frozen=True, kw_only=True, tag="ping"):
    """Are you there, and what time is it? Answered with ``pong``."""

    sent_at: Annotated[float, Meta(description="The client's clock, in any unit; it comes back unchanged.")]


class Hello(ServerFrame, frozen=True, kw_only=True, tag="hello"):
    """The first frame on every socket."""

    server_time: Annotated[datetime, Meta(description="For countdowns: the client's clock may be wrong.")]
    version: Annotated[str, Meta(description="The app's version; a client of another version reloads itself.")]
    largest_frame: Annotated[int, Meta(description="Bytes a message from the client may have.")] = LARGEST_FRAME


class StateFrame(ServerFrame, frozen=True, kw_only=True, tag="state"):
    """
    How things are now, completely. The newest overwrites everything known of the topic.

    In between, states may be left out: a client that is slow, or was away, gets the newest only.
    """

    topic: str
    etag: Annotated[str, Meta(description="Name it on the next subscription, and the state comes only if it differs.")]
    state: Annotated[Raw, Meta(description="The state of the topic; see the page of states.")]


class Current(ServerFrame, frozen=True, kw_only=True, tag="current"):
    """The state that the client holds of the topic is the newest. Sent only in answer to a subscription."""

    topic: str
    etag: str


class Refused(ServerFrame, frozen=True, kw_only=True, tag="refused", omit_defaults=True):
    """
    A rule says no. The socket lives on.

    It answers the frame with this ``ref``, or the subscription to this ``topic``; a topic that ceases to exist is
    refused later, without being asked.
    """

    code: Annotated[str, Meta(description="Stable; what clients branch on and translate.")]
    detail: Annotated[str, Meta(description="For developers, in English.")]
    facts: Annotated[dict[str, Any], Meta(description="The data of this refusal, by name.")] = {}
    ref: Annotated[str | None, Meta(description="What the client called the refused frame.")] = None
    topic: str | None = None


class Pong(ServerFrame, frozen=True, kw_only=True, tag="pong"):
    """The answer to ``ping``. Half the way there and back is how long ``server_time`` is old."""

    sent_at: float
    server_time: datetime


CLIENT_FRAMES: Final = (Subscribe, Unsubscribe, Ping)
SERVER_FRAMES: Final = (Hello, StateFrame, Current, Refused, Pong)

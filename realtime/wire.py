"""
Wire: one live socket, as the hub sees it.

The hub never waits for a socket. It *offers* a message; a wire that has not yet got rid of the last one says no, and
is offered the newest state later. There are two kinds: :class:`~realtime.uvicorn_wire.DirectWire` writes finished
frames to uvicorn's transport, :class:`~realtime.asgi_wire.AsgiWire` goes through the public ``send`` of any server.
:class:`~realtime.wiring.Wiring`, the outermost ASGI layer, picks.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from realtime.message import Message

GOODBYE_S: Final = 2.0  # how long a closing socket may take to swallow the close frame
REPLY_S: Final = 10.0  # how long a reply may wait for a socket that does not read
CHUNK: Final = 50  # sockets written to before the loop may do something else


class Wire(Protocol):
    """What the hub and the conversation need of a socket."""

    @property
    def is_open(self) -> bool:
        """The handshake is complete, and neither side has begun to close."""

    @property
    def backlog(self) -> int:
        """How much of what was taken has not left the process yet: in bytes or, if unknown, in messages."""

    def offer(self, message: Message) -> bool:
        """
        Take ``message`` for sending, or say no because something is still on its way. Never waits.

        A wire that is no longer open takes everything: there is nobody to owe it to.
        """

    async def reply(self, message: Message) -> None:
        """
        Send ``message`` in any case, in order, and wait until the socket is ready for more.

        A socket that takes longer than :data:`REPLY_S` is closed. One that is gone swallows the reply.
        """

    def close(self, code: int, reason: str) -> "asyncio.Task[None]":
        """
        End the socket from this side: with a close frame, and without it if that is not taken.

        Returns at once; the task ends when the close frame has been taken or given up. Repeats are harmless.
        """

    def on_close(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when this side has closed the wire."""


def do_nothing() -> None:
    """The callback of a wire that nobody listens to."""

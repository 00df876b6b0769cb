"""Message: one rendering, encoded once for everybody who gets it."""

from functools import cached_property
from hashlib import blake2b
from typing import Final

import msgspec

from realtime.protocol import Current, StateFrame
from realtime.states import State

# Sets and dicts are written in the order of their keys, so that two processes give one state the same etag.
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")

_FIN_AND_TEXT: Final = 0x81  # RFC 6455 § 5.2: FIN, no reserved bits (so: not compressed), opcode 1


def text_frame(payload: bytes) -> bytes:
    """
    ``payload`` as one unmasked WebSocket text frame, as servers send them (RFC 6455 § 5.2).

    >>> text_frame(b"hi").hex(" ")
    '81 02 68 69'
    """
    size = len(payload)
    if size < 126:
        head = bytes((_FIN_AND_TEXT, size))
    elif size < 1 << 16:
        head = bytes((_FIN_AND_TEXT, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FIN_AND_TEXT, 127)) + size.to_bytes(8, "big")
    return head + payload


class Message:
    """A text message, ready for every kind of wire."""

    def __init__(self, payload: bytes) -> None:
        self.payload = payload

    @cached_property
    def frame(self) -> bytes:
        """The message as a WebSocket frame, for wires that write to the transport."""
        return text_frame(self.payload)

    @cached_property
    def text(self) -> str:
        """The message as text, for wires that hand it to the server."""
        return self.payload.decode()


class StateMessage(Message):
    """A topic's state with its etag."""

    def __init__(self, topic: str, state: State) -> None:
        body = _ENCODER.encode(state)
        self.topic = topic
        self.etag = etag_of(body)
        super().__init__(_ENCODER.encode(StateFrame(topic=topic, etag=self.etag, state=msgspec.Raw(body))))

    @cached_property
    def current(self) -> Message:
        """What a subscriber gets who holds this very state already."""
        return Message(_ENCODER.encode(Current(topic=self.topic, etag=self.etag)))


def etag_of(body: bytes) -> str:
    """A short hash of a state's bytes: 64 bits, because it is compared with one other only."""
    return blake2b(body, digest_size=8).hexdigest()

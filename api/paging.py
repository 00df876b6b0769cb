"""Pages of lists, cursors, and answers that need not be sent twice."""

import base64
import binascii
import hashlib
from typing import Any, Generic, TypeVar

import msgspec
from litestar import Request, Response
from litestar.openapi import ResponseSpec
from msgspec import Struct

from realtime.errors import Refusal

T = TypeVar("T")
LARGEST_PAGE = 200
UNCHANGED = {304: ResponseSpec(None, description="Unchanged since the `ETag` that came as `If-None-Match`.")}
"""``responses`` of a route that is :func:`etagged`."""


class Page(Struct, Generic[T], frozen=True):
    """One page of a list. ``next`` is the cursor of the page after it, ``None`` on the last."""

    items: list[T]
    next: str | None = None


class WrongCursor(Refusal):
    """The cursor was not made by this list."""

    code = "wrong_cursor"

    def __init__(self) -> None:
        super().__init__("this cursor belongs to no page of this list")


def encode_cursor(*position: str | int) -> str:
    """
    A cursor that stands for the last row shown.

    >>> decode_cursor(encode_cursor("Ánh", 7), str, int)
    ('Ánh', 7)
    """
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).rstrip(b"=").decode()


def decode_cursor(cursor: str, *types: type) -> tuple[Any, ...]:
    """The position in ``cursor``. Raises :class:`WrongCursor` if it does not hold values of ``types``."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=tuple[types])  # type: ignore[valid-type]
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise WrongCursor from None


def etagged(request: Request[Any, Any, Any], content: Any) -> Response[Any]:
    """``content`` as JSON with its ETag; 304 with nothing when the client holds it already."""
    body = msgspec.json.encode(content)
    etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in held:
        return Response(None, status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)

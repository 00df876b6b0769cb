"""
Faces: which of the four pages a request comes from, and the cookie of its sign-in.

One laptop may show console, screen, door and a delegate's page side by side in one browser; a single cookie would
sign each out when the next signs in. A page says its face in the header ``X-Face``, or, where the browser itself asks
(sockets, pictures, downloads), as ``?face=``. It chooses among sign-ins that the browser holds anyway, so it grants
nothing.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Face(StrEnum):
    """The pages of the product."""

    DELEGATE = "delegate"
    CONSOLE = "console"
    SCREEN = "screen"
    DOOR = "door"


def face_of(headers: Mapping[str, str], query: Mapping[str, object]) -> Face | None:
    """The face that a request names; ``None`` if it names none, or one that does not exist."""
    named = headers.get("x-face") or query.get("face")
    return Face(named) if isinstance(named, str) and named in set(Face) else None


def cookie_of(face: Face | None) -> str:
    """
    The name of the cookie that holds a face's sign-in.

    >>> cookie_of(Face.CONSOLE), cookie_of(None)
    ('dienhong_console', 'dienhong')
    """
    return "dienhong" if face in (None, Face.DELEGATE) else f"dienhong_{face}"


def tokens_of(face: Face | None, cookies: Mapping[str, str]) -> Iterable[str]:
    """The tokens to try: that of ``face``; all that there are when none is named, the plain one first."""
    names = [cookie_of(face)] if face else [cookie_of(one) for one in Face]
    return (cookies[name] for name in names if cookies.get(name))

"""
States: the named small documents that say how things are *now*.

A state is absolute and complete. Nobody fetches anything to draw it, nobody replays anything, and missing one does
no harm, because the newest says everything.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

_FIELD = re.compile(r"\{(\w+)\}")
_VALUE = r"[\w.~-]+"  # what may stand in a name's field: no separators, no control characters, no stars


class Audience(StrEnum):
    """
    Who may subscribe to a topic. Chosen as carefully as a permission; ``api`` says which roles belong to which.
    """

    EVERYONE = "everyone"  # whoever is signed in, screens and doors included
    FLOOR = "floor"  # delegates, and the staff who see what delegates see
    SCREEN = "screen"  # projected screens, and the staff who steer them
    DESK = "desk"  # staff at the session console
    DOOR = "door"  # door stations and the staff behind them
    OWNER = "owner"  # the one person whose id is in the topic's name


class State(Struct, frozen=True, kw_only=True):
    """
    Base of all states.

    A subclass says in class variables: ``topic``, its name, with fields in braces that tell instances apart
    (``tally/{poll_id}``); ``audience``; ``every_ms``, the shortest time between two renderings of one topic (the
    newest wins); and ``kept = False`` if the hub keeps no copy of it after sending, so that every subscription
    renders it anew: right for what one person alone subscribes to, wrong for what a hall does. Touches are pushed
    either way.
    """

    topic: ClassVar[str]
    audience: ClassVar[Audience]
    every_ms: ClassVar[int] = 100
    kept: ClassVar[bool] = True

    @classmethod
    def named(cls, **fields: object) -> str:
        """
        The topic's name for these fields.

        >>> class Reading(State, frozen=True):
        ...     topic = "reading/{poll_id}"
        >>> Reading.named(poll_id=7)
        'reading/7'
        """
        return cls.topic.format(**fields)

    @classmethod
    def field_names(cls) -> list[str]:
        """The fields in braces, in the order of the name."""
        return _FIELD.findall(cls.topic)

    @classmethod
    def fields_of(cls, name: str) -> Mapping[str, str] | None:
        """
        What the braces stand for in ``name``, or ``None`` if it is not a name of this state.

        >>> class Reading(State, frozen=True):
        ...     topic = "reading/{poll_id}"
        >>> Reading.fields_of("reading/7"), Reading.fields_of("reading/7/8")
        ({'poll_id': '7'}, None)
        """
        found = re.fullmatch(_FIELD.sub(lambda field: f"(?P<{field[1]}>{_VALUE})", cls.topic), name)
        return found.groupdict() if found else None

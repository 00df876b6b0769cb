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
    newest wins); and ``kept = False`` if it is rendered anew for every subscriber, because only one person
    ever subscribes to it and others' changes need not be pushed.
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
    def fields_of(cls, name: str) -> Mapping[str, str] | None:
        """What the braces stand for in ``name``, or ``None`` if it is not a name of this state."""
        found = re.fullmatch(_FIELD.sub(r"(?P<\1>[^/]+)", cls.topic), name)
        return found.groupdict() if found else None

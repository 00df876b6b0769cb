"""Registry: which states there are, and how each of them is rendered from the database."""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, NamedTuple, get_type_hints

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.errors import UnknownTopic
from realtime.states import State

LONGEST_NAME = 128  # characters of a topic's name; a name is echoed into frames, logs and notifications

Renderer = Callable[..., Awaitable[State]]
"""
``async (session, **fields) -> State``: reads what is committed, writes nothing.

Its keyword arguments are the fields of the topic's name and are converted to the types it annotates. It may raise a
:class:`~realtime.errors.Refusal` when there is no such thing (any more); subscribers are then told and dropped.
"""


class Route(NamedTuple):
    """What stands behind one topic name."""

    name: str
    state: type[State]
    fields: Mapping[str, object]  # converted to the types that the renderer asks for
    renderer: Renderer

    async def render(self, session: AsyncSession) -> State:
        """The topic's state as the database says now."""
        return await self.renderer(session, **self.fields)


class _Entry(NamedTuple):
    state: type[State]
    renderer: Renderer
    types: Mapping[str, Any]


class Registry:
    """The states of an app, each with its renderer."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []

    def register(self, state: type[State], renderer: Renderer) -> None:
        """
        Let ``renderer`` render the topics of ``state``.

        Raises :class:`ValueError` if the pattern is taken or the renderer's arguments are not the pattern's fields.
        """
        if any(entry.state.topic == state.topic for entry in self._entries):
            raise ValueError(f"topic {state.topic!r} has a renderer already")
        wanted = set(state.field_names())
        taken = list(inspect.signature(renderer).parameters)[1:]  # the first is the session
        if set(taken) != wanted:
            raise ValueError(f"the renderer of {state.topic!r} takes {taken}, the name has {sorted(wanted)}")
        hints = get_type_hints(renderer)
        self._entries.append(_Entry(state, renderer, {name: hints.get(name, str) for name in taken}))

    def __iter__(self) -> Iterator[type[State]]:
        """The registered states, in the order in which they came."""
        return (entry.state for entry in self._entries)

    def resolve(self, name: str) -> Route:
        """
        What stands behind ``name``. Raises :class:`UnknownTopic`.

        Only the canonical spelling is a name: ``tally/AB…`` must not be another name of ``tally/ab…``, because
        touches go to the canonical one and a subscriber of the other would hear nothing.
        """
        if len(name) <= LONGEST_NAME:
            for state, renderer, types in self._entries:
                found = state.fields_of(name)
                if found is None:
                    continue
                try:
                    fields = {key: msgspec.convert(value, types[key], strict=False) for key, value in found.items()}
                except msgspec.ValidationError:
                    continue
                if state.named(**fields) == name:
                    return Route(name, state, fields, renderer)
        raise UnknownTopic(topic=name[:LONGEST_NAME])

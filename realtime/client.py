"""Client: one subscriber and what it is owed."""

import asyncio
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from realtime.message import StateMessage
from realtime.registry import Route
from realtime.states import Audience, State
from realtime.wire import Wire

if TYPE_CHECKING:
    from realtime.errors import Refusal

Admits = Callable[[type[State], Mapping[str, object]], bool]
"""Whether the subscriber belongs to the audience of this state with these fields. Asked once a subscription."""


class Rank(IntEnum):
    """Who goes first when there is more to do than time."""

    STAGE = 0  # screens and the desk: few sockets, and the whole hall sees them
    HALL = 1  # what everybody shares
    PERSON = 2  # what one person gets


class Client:
    """A subscriber: a wire, the topics it sits in, and those of which it has not got the newest state yet."""

    __slots__ = ("admits", "backlog", "owed", "refuse", "seats", "sid", "stuck_since", "who", "wire")

    def __init__(
        self, wire: Wire, *, admits: Admits, refuse: "Callable[[str, Refusal], None]", sid: str | None, who: object
    ) -> None:
        self.wire = wire
        self.admits = admits
        self.refuse = refuse
        self.sid = sid
        self.who = who
        self.seats: dict[str, Seat] = {}
        self.owed: dict[str, Seat] = {}  # in the order in which the debts came
        self.stuck_since = 0.0  # since when it owes and has taken nothing
        self.backlog = 0  # the wire's, when last looked at


class Seat:
    """One client in one topic."""

    __slots__ = ("answered", "client", "held", "topic")

    def __init__(self, client: Client, topic: "Topic", held: str | None) -> None:
        self.client = client
        self.topic = topic
        self.held = held  # etag of the state that the client has
        self.answered = False  # whether the subscription has been answered

    def give(self, message: StateMessage) -> bool:
        """Bring the client to ``message``, if it is not there. False if it could not take it."""
        if self.held == message.etag:
            if self.answered:
                return True
            taken = self.client.wire.offer(message.current)
        else:
            taken = self.client.wire.offer(message)
        if taken:
            self.held = message.etag
            self.answered = True
        return taken


class Topic:
    """A topic that somebody subscribes to."""

    __slots__ = ("cycle", "dirty", "message", "name", "rank", "route", "seats")

    def __init__(self, route: Route) -> None:
        self.name = route.name
        self.route = route
        self.seats: dict[Client, Seat] = {}
        self.message: StateMessage | None = None  # the newest; None before the first, and if the state is not kept
        self.dirty = False  # touched since the last rendering began
        self.cycle: asyncio.Task[None] | None = None  # renders and sends, exists while there is work
        self.rank = _rank(route.state)


def _rank(state: type[State]) -> Rank:
    if state.audience in {Audience.SCREEN, Audience.DESK}:
        return Rank.STAGE
    return Rank.HALL if state.kept else Rank.PERSON

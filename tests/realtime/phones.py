"""The fake ends: a phone instead of a socket, a hall instead of a database."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from realtime.client import Client
from realtime.errors import Refusal, UnknownTopic
from realtime.hub import Hub, Limits
from realtime.message import Message
from realtime.registry import Registry
from realtime.states import Audience, State

# A real session maker; the renderers here never ask it for a connection.
SESSIONS = async_sessionmaker(create_async_engine("postgresql+asyncpg://nobody@localhost/nowhere"))


class Reading(State, frozen=True, kw_only=True):
    """A number on a dial."""

    topic: ClassVar[str] = "reading/{name}"
    audience: ClassVar[Audience] = Audience.FLOOR
    every_ms: ClassVar[int] = 200

    value: int


class Scene(State, frozen=True, kw_only=True):
    """A number on the wall."""

    topic: ClassVar[str] = "screen/{name}"
    audience: ClassVar[Audience] = Audience.SCREEN

    value: int
    padding: str = ""


class Mine(State, frozen=True, kw_only=True):
    """A number for one person."""

    topic: ClassVar[str] = "me/{name}"
    audience: ClassVar[Audience] = Audience.OWNER
    kept: ClassVar[bool] = False

    value: int


class Hall:
    """What is true, and the renderers that read it."""

    def __init__(self) -> None:
        self.values: Counter[str] = Counter()
        self.padding = ""  # makes scenes large
        self.rendered: Counter[str] = Counter()
        self.failing: set[str] = set()
        self.missing: set[str] = set()
        self.gate = asyncio.Event()  # renderings wait for it
        self.gate.set()
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.order: list[str] = []
        self.registry = Registry()
        for state in (Reading, Scene, Mine):
            self.registry.register(state, self._renderer(state))

    def _renderer(self, state: type[Reading] | type[Scene] | type[Mine]) -> Callable[..., object]:
        async def render(_session: AsyncSession, name: str) -> State:
            topic = state.named(name=name)
            value = self.values[topic]
            self.order.append(topic)
            with self._counted(topic), self._counted("*"):
                await self.gate.wait()
                await asyncio.sleep(0.001)
                if topic in self.failing:
                    raise OSError("the database is away")
                if topic in self.missing:
                    raise UnknownTopic(topic=topic)
            return Scene(value=value, padding=self.padding) if state is Scene else state(value=value)

        return render

    @contextmanager
    def _counted(self, topic: str) -> Iterator[None]:
        self.rendered[topic] += 1
        self.at_once[topic] += 1
        self.most_at_once[topic] = max(self.most_at_once[topic], self.at_once[topic])
        try:
            yield
        finally:
            self.at_once[topic] -= 1

    def hub(self, **limits: float) -> Hub:
        return Hub(self.registry, SESSIONS, msgspec.convert(limits, Limits))

    def changes(self, hub: Hub, topic: str) -> None:
        """The topic gets the next value, and is touched."""
        self.values[topic] += 1
        hub.touch(topic)


class Phone:
    """
    A wire with a person at its end, who may put the phone face down.

    As with a real transport, one message is taken after the other end has stopped reading, and no second.
    """

    def __init__(self) -> None:
        self.is_open = True
        self.reads = True
        self.got: list[Message] = []
        self.values: dict[str, int] = {}
        self.etags: dict[str, str | None] = {}
        self.refusals: dict[str, str] = {}
        self.current: list[str] = []
        self.closed_with: int | None = None
        self.went_back = False  # heard an older state after a newer one
        self.backlog = 0
        self._under_way: Message | None = None
        self._news = asyncio.Event()

    def joins(self, hub: Hub, *topics: str, sid: str | None = None) -> Client:
        """Connect, and subscribe with what is held."""
        self.is_open, self.reads, self.backlog, self._under_way, self.closed_with = True, True, 0, None, None
        self.client = hub.connect(self, admits=lambda _state, _fields: True, refuse=self._refuse, sid=sid, who=self)
        for topic in topics:
            hub.subscribe(self.client, topic, self.etags.get(topic))
        return self.client

    def drops(self) -> None:
        """The other end is gone; what was under way is lost."""
        self.is_open = False
        self._under_way, self.backlog = None, 0

    def stalls(self) -> None:
        self.reads = False

    def reads_again(self) -> None:
        self.reads = True
        message, self._under_way, self.backlog = self._under_way, None, 0
        if message is not None:
            self._take(message)

    def offer(self, message: Message) -> bool:
        if not self.is_open:
            return True
        if self._under_way is not None:
            return False
        if self.reads:
            self._take(message)
        else:
            self._under_way, self.backlog = message, len(message.frame)
        return True

    async def reply(self, message: Message) -> None:
        self._take(message)

    def close(self, code: int, reason: str) -> asyncio.Task[None]:
        self.closed_with = code
        self.drops()
        self._news.set()
        return asyncio.create_task(asyncio.sleep(0))

    def on_close(self, callback: Callable[[], None]) -> None:
        raise NotImplementedError("phones talk to the hub without a conversation")

    async def until(self, is_so: Callable[["Phone"], bool]) -> None:
        """Wait until what was heard makes it so."""
        while not is_so(self):
            self._news.clear()
            await self._news.wait()

    async def shows(self, topic: str, value: int) -> None:
        await self.until(lambda phone: phone.values.get(topic) == value)

    def _take(self, message: Message) -> None:
        self.got.append(message)
        frame = msgspec.json.decode(message.payload)
        if frame["type"] == "state":
            topic, value = frame["topic"], frame["state"]["value"]
            self.went_back |= value < self.values.get(topic, 0)
            self.values[topic], self.etags[topic] = value, frame["etag"]
        elif frame["type"] == "current":
            self.current.append(frame["topic"])
        self._news.set()

    def _refuse(self, topic: str, refusal: Refusal) -> None:
        self.refusals[topic] = refusal.code
        self._news.set()

"""
Hub: brings the newest states to everybody in this process.

One :class:`Hub` a process. A touched topic that somebody subscribes to is rendered from the database, never twice at a
time and not more often than its state allows; it is encoded once, and the bytes are offered to every subscriber. The
hub waits for nobody: whoever cannot take the bytes is owed the *newest* state, one a topic, and is closed if it takes
nothing for :attr:`Limits.patience_s`. It comes back, says which etags it holds, and converges.

Without touches there is nothing to do and nothing is done: no timer runs.
"""

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice

import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.client import Admits, Client, Seat, Topic
from realtime.debts import Debts
from realtime.errors import Refusal, TooManyTopics, TopicNotForYou
from realtime.message import StateMessage
from realtime.protocol import CloseCode
from realtime.registry import Registry
from realtime.touch import EVERYTHING
from realtime.turnstile import Turnstile
from realtime.wire import CHUNK, Wire

log = structlog.get_logger(__name__)


class Limits(Struct, frozen=True, kw_only=True):
    """What bounds a hub."""

    topics_per_client: int = 32
    renderings: int = 4  # at a time; each takes one database connection
    rendering_s: float = 10.0  # then it is given up and tried again
    patience_s: float = 10.0  # how long a client may owe and take nothing
    retry_first_s: float = 0.1  # after a rendering that failed; doubles up to
    retry_longest_s: float = 10.0


class Figures(Struct, frozen=True, kw_only=True):
    """How a hub is doing: the first three now, the rest since it started."""

    clients: int
    topics: int
    owing: int
    renderings: int
    failures: int
    too_slow: int


class Hub:
    """
    All subscriptions of one process.

    ``sessions`` makes the sessions that renderers read from; a session maker over REPEATABLE READ keeps a state that
    is read in several statements from being torn.
    """

    def __init__(self, registry: Registry, sessions: Callable[[], AsyncSession], limits: Limits | None = None) -> None:
        self._registry = registry
        self._sessions = sessions
        self._limits = limits or Limits()
        self._clients: dict[Client, None] = {}
        self._topics: dict[str, Topic] = {}
        self._debts = Debts(patience_s=self._limits.patience_s, render=self._wake, give_up=self._give_up)
        self._rendering = Turnstile(self._limits.renderings)
        self._sending = Turnstile(1)
        self._listeners: list[tuple[str, Callable[[str], object]]] = []
        self._goodbyes: set[asyncio.Task[None]] = set()
        self._stopped = False
        self._renderings = self._failures = self._too_slow = 0

    @property
    def registry(self) -> Registry:
        """The states that it knows."""
        return self._registry

    # ---- clients

    def connect(
        self,
        wire: Wire,
        *,
        admits: Admits,
        refuse: Callable[[str, Refusal], None],
        sid: str | None = None,
        who: object = None,
    ) -> Client:
        """
        Take a socket in. Its conversation calls :meth:`disconnect` when it ends, whoever ended it.

        Args:
            admits: says whether a state with these fields is for this client.
            refuse: is told ``(topic, refusal)`` when a topic that was subscribed to turns out not to exist.
            sid: names the sign-in, for :meth:`close_sign_in`.
            who: whatever predicates of :meth:`close_where` want to know.
        """
        client = Client(wire, admits=admits, refuse=refuse, sid=sid, who=who)
        self._clients[client] = None
        if self._stopped:
            self.close(client, CloseCode.RESTARTING, "restarting")
        return client

    def disconnect(self, client: Client) -> None:
        """Forget a client. A repeat is harmless."""
        self._clients.pop(client, None)
        self.unsubscribe(client, list(client.seats))

    def close(self, client: Client, code: CloseCode, reason: str) -> None:
        """End a client's socket. It hears nothing more from now on."""
        self.disconnect(client)
        goodbye = client.wire.close(code, reason)
        self._goodbyes.add(goodbye)
        goodbye.add_done_callback(self._goodbyes.discard)

    def close_where(self, predicate: Callable[[Client], bool], code: CloseCode, reason: str) -> int:
        """End every socket of which ``predicate`` is true, at once. Returns how many."""
        found = [client for client in self._clients if predicate(client)]
        for client in found:
            self.close(client, code, reason)
        return len(found)

    def close_sign_in(self, sid: str) -> int:
        """End the sockets of a sign-in that is no longer valid. Returns how many."""
        return self.close_where(lambda client: client.sid == sid, CloseCode.SIGNED_OUT, "signed out")

    def sign_ins(self) -> set[str]:
        """The sign-ins behind the sockets that are here now."""
        return {client.sid for client in self._clients if client.sid is not None}

    # ---- subscriptions

    def subscribe(self, client: Client, name: str, etag: str | None = None) -> None:
        """
        Send ``client`` the topic's state, unless it holds the state with this ``etag``, and every newer one.

        Subscribing again answers again. Raises :class:`UnknownTopic`, :class:`TopicNotForYou`, :class:`TooManyTopics`.
        """
        if client not in self._clients:
            return
        seat = client.seats.get(name)
        if seat is None:
            seat = self._take_seat(client, name)
        seat.held, seat.answered = etag, False
        # The seat is taken before anything is read, so a touch from here on cannot be missed.
        if seat.topic.message is None:
            self._wake(seat.topic)
        else:
            self._give(seat, seat.topic.message)

    def _take_seat(self, client: Client, name: str) -> Seat:
        limit = self._limits.topics_per_client
        if len(client.seats) >= limit:
            raise TooManyTopics(limit=limit)
        route = self._registry.resolve(name)
        if not client.admits(route.state, route.fields):
            raise TopicNotForYou(topic=name)
        topic = self._topics.get(name)
        if topic is None:
            topic = self._topics[name] = Topic(route)
        seat = client.seats[name] = topic.seats[client] = Seat(client, topic, None)
        return seat

    def unsubscribe(self, client: Client, names: Iterable[str]) -> None:
        """Send ``client`` these topics no longer. Names that it did not subscribe to are ignored."""
        for name in names:
            seat = client.seats.pop(name, None)
            if seat is not None:
                self._debts.forgive(client, name)
                del seat.topic.seats[client]
                self._drop_if_empty(seat.topic)

    def _drop_if_empty(self, topic: Topic) -> None:
        # While its cycle lasts the topic stays, so that a new subscriber cannot start a second rendering beside it.
        if not topic.seats and topic.cycle is None:
            del self._topics[topic.name]

    # ---- touches

    def touch(self, name: str) -> None:
        """
        Take it that this topic may have changed; with ``/*`` at the end every topic of that beginning, with ``*`` all.

        This is what a relay calls.
        """
        if name == EVERYTHING:
            touched: Iterable[Topic] = list(self._topics.values())
        elif name.endswith("/*"):
            touched = [topic for topic in self._topics.values() if topic.name.startswith(name[:-1])]
        else:
            topic = self._topics.get(name)
            touched = () if topic is None else (topic,)
        for topic in touched:
            self._wake(topic)
        for prefix, listener in self._listeners:
            if name == EVERYTHING or name.startswith(prefix):
                try:
                    listener(name)
                except Exception:
                    log.exception("touch_listener_failed", touched=name)

    def on_touch(self, prefix: str, listener: Callable[[str], object]) -> None:
        """
        Also call ``listener`` with every touched name that begins with ``prefix``.

        It is called with ``*`` too, when touches may have been missed. For words between processes that are no
        topics, such as "this sign-in has ended".
        """
        self._listeners.append((prefix, listener))

    def _wake(self, topic: Topic) -> None:
        topic.dirty = True
        if topic.cycle is None and topic.seats and not self._stopped:
            topic.cycle = asyncio.create_task(self._cycle(topic), name=f"topic {topic.name}")

    # ---- rendering and sending

    async def _cycle(self, topic: Topic) -> None:
        """Render and send until the topic is clean; the first touch after quiet is served at once."""
        clock = asyncio.get_running_loop().time
        retry_s = self._limits.retry_first_s
        try:
            while topic.dirty and topic.seats:
                topic.dirty = False
                began = clock()
                try:
                    message = await self._render(topic)
                except Refusal as refusal:
                    self._refuse(topic, refusal)
                    continue
                except Exception:
                    self._failures += 1
                    log.exception("rendering_failed", topic=topic.name, retry_in_s=retry_s)
                    topic.dirty = True
                    await asyncio.sleep(retry_s)
                    retry_s = min(2 * retry_s, self._limits.retry_longest_s)
                    continue
                retry_s = self._limits.retry_first_s
                await self._send(topic, message)
                took = clock() - began
                # Idle at least as long as it took: under overload the rate falls, and half the time is left to others.
                await asyncio.sleep(max(topic.route.state.every_ms / 1000 - took, took))
        finally:
            topic.cycle = None
            self._drop_if_empty(topic)

    async def _render(self, topic: Topic) -> StateMessage:
        async with self._rendering.place(topic.rank), asyncio.timeout(self._limits.rendering_s):
            self._renderings += 1
            async with self._sessions() as session:
                state = await topic.route.render(session)
        return StateMessage(topic.name, state)

    def _refuse(self, topic: Topic, refusal: Refusal) -> None:
        """The topic does not exist (any more): say so to everybody in it, and let them go."""
        for client in list(topic.seats):
            self.unsubscribe(client, [topic.name])
            client.refuse(topic.name, refusal)

    async def _send(self, topic: Topic, message: StateMessage) -> None:
        if topic.message is not None and topic.message.etag == message.etag:
            return  # everybody has it, or is owed it
        topic.message = message
        rest = iter(list(topic.seats.values()))
        while chunk := list(islice(rest, CHUNK)):
            async with self._sending.place(topic.rank):  # one chunk at a time in the process: the stage goes between
                for seat in chunk:
                    if seat.client.seats.get(topic.name) is seat:  # may have left while others were served
                        self._give(seat, message)
            await asyncio.sleep(0)
        if not topic.route.state.kept:
            topic.message = None

    def _give(self, seat: Seat, message: StateMessage) -> None:
        if not seat.give(message):
            self._debts.owe(seat)

    def _give_up(self, client: Client) -> None:
        self._too_slow += 1
        log.info("client_too_slow", backlog=client.backlog, owed=len(client.owed))
        self.close(client, CloseCode.TOO_SLOW, "too slow")

    # ---- the whole

    def figures(self) -> Figures:
        """Numbers for the metrics."""
        return Figures(
            clients=len(self._clients),
            topics=len(self._topics),
            owing=len(self._debts),
            renderings=self._renderings,
            failures=self._failures,
            too_slow=self._too_slow,
        )

    async def stop(self) -> None:
        """End all work and all sockets; clients are told to come back. Waits until the close frames are taken."""
        self._stopped = True
        tasks = [topic.cycle for topic in self._topics.values() if topic.cycle is not None]
        if self._debts.collector is not None:
            tasks.append(self._debts.collector)
        for task in tasks:
            task.cancel()
        self.close_where(lambda _: True, CloseCode.RESTARTING, "restarting")
        await asyncio.gather(*tasks, *self._goodbyes, return_exceptions=True)

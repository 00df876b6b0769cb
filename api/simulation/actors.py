"""Actors: a phone, a console, a screen and a door, each a client of the public API and nothing more."""

import asyncio
import contextlib
import itertools
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
import msgspec
import websockets
from websockets.asyncio.client import ClientConnection, connect

WAIT_S = 20.0

State = dict[str, Any]


class Refused(Exception):
    """The server said no. ``code`` is the stable code, ``facts`` the rest of the answer."""

    def __init__(self, code: str, facts: Mapping[str, Any]) -> None:
        self.code, self.facts = code, facts
        super().__init__(f"{code}: {facts.get('detail', '')}")


def shared_client(timeout_s: float, *, most: int = 100, **options: Any) -> httpx.AsyncClient:
    """
    What many actors send their requests with, over ``most`` connections.

    One that has no requests is kept for less than the server's five seconds: with as many, a request meets now and then
    a connection that the server is just closing. A browser sends it again, httpx does not.
    """
    limits = httpx.Limits(max_connections=most, keepalive_expiry=2)
    return httpx.AsyncClient(timeout=timeout_s, limits=limits, **{"verify": _trust(), **options})


@cache
def _trust() -> ssl.SSLContext:
    """Whom a client trusts by itself. Reading them takes 30 ms, which each client would take anew."""
    return httpx.create_ssl_context()


class Actor:
    """
    Somebody with a cookie, and perhaps a live socket that keeps the newest state of each topic.

    Args:
        address: of the server, ``http://host:port``.
        http: shared by many actors; cookies are kept here, not there.
    """

    def __init__(self, address: str, http: httpx.AsyncClient) -> None:
        self.address, self.http = address, http
        self.cookie = ""
        self.me: State = {}
        self.states: dict[str, State] = {}
        self.etags: dict[str, str] = {}
        self.arrived_at: dict[str, float] = {}  # time.perf_counter() of the newest state of a topic
        self.received = 0
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._answers: dict[str, asyncio.Future[State]] = {}
        self._refused: dict[str, Refused] = {}
        self._refs = itertools.count(1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.disconnect()

    # ---- requests

    async def request(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Send a request below ``/api/v1``; the answer's JSON (or bytes). Raises :class:`Refused`."""
        headers = {"Cookie": f"dienhong={self.cookie}"} if self.cookie else {}
        if body is not None:
            options["content"] = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        answer = await self.http.request(method, f"{self.address}/api/v1{path}", headers=headers, **options)
        self.http.cookies.clear()  # it would give them to the next actor who has none
        set_cookie = answer.headers.get("set-cookie", "")
        if set_cookie.startswith("dienhong="):
            self.cookie = set_cookie.removeprefix("dienhong=").split(";")[0].strip('"')
        is_json = "json" in answer.headers.get("content-type", "")
        content: Any = answer.json() if is_json and answer.content else answer.content
        if answer.is_error:
            facts = content if isinstance(content, dict) else {"detail": repr(content[:200])}
            raise Refused(facts.get("code", f"http_{answer.status_code}"), {"status": answer.status_code, **facts})
        return content

    async def get(self, path: str, **options: Any) -> Any:
        """``GET``."""
        return await self.request("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """``POST``."""
        return await self.request("POST", path, body, **options)

    async def put(self, path: str, body: Any = None, **options: Any) -> Any:
        """``PUT``."""
        return await self.request("PUT", path, body, **options)

    # ---- the live socket

    async def connect(self, *topics: str) -> Self:
        """Open the live socket (again), and subscribe with the etags held."""
        await self.disconnect()
        trust = None
        if self.address.startswith("https"):
            trust = ssl.create_default_context()
            trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE  # our own certificate, on our own machine
        self._socket = await connect(
            f"ws{self.address.removeprefix('http')}/api/v1/live",
            additional_headers={"Cookie": f"dienhong={self.cookie}"},
            origin=websockets.Origin(self.address),
            compression=None,
            ssl=trust,
            open_timeout=WAIT_S,
            max_size=4 * 1024 * 1024,
            proxy=None,
        )
        self._reader = asyncio.create_task(self._read(self._socket))
        if topics:
            await self.subscribe(*topics)
        return self

    async def disconnect(self) -> None:
        """Close the live socket; what is known stays known."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()
        if self._reader is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
            self._reader = None

    async def subscribe(self, *topics: str) -> None:
        """Ask for topics; returns when the request is sent."""
        await self.send({"type": "subscribe", "topics": {topic: self.etags.get(topic) for topic in topics}})

    async def send(self, frame: State) -> None:
        """Send any frame."""
        assert self._socket is not None, "connect first"
        await self._socket.send(msgspec.json.encode(frame).decode())

    async def ask(self, frame: State) -> State:
        """Send a frame with a fresh ``ref`` and wait for its answer. Raises :class:`Refused`."""
        ref = str(next(self._refs))
        answer: asyncio.Future[State] = asyncio.get_running_loop().create_future()
        self._answers[ref] = answer
        try:
            await self.send({**frame, "ref": ref})
            async with asyncio.timeout(WAIT_S):
                found = await answer
        finally:
            self._answers.pop(ref, None)
        if found["type"] == "refused":
            raise Refused(found["code"], found)
        return found

    async def until(
        self, topic: str, holds: Callable[[State], bool] = lambda _: True, *, within_s: float = WAIT_S
    ) -> State:
        """Wait until the newest state of ``topic`` satisfies ``holds``. Raises :class:`Refused` if it is refused."""
        try:
            async with asyncio.timeout(within_s):
                while True:
                    if topic in self._refused:
                        raise self._refused.pop(topic)
                    state = self.states.get(topic)
                    if state is not None and holds(state):
                        return state
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{topic} did not come to what was expected; it is {self.states.get(topic)}") from None

    @property
    def close_code(self) -> int | None:
        """Why the server closed the socket, if it did."""
        return self._socket.close_code if self._socket is not None else None

    async def closed(self) -> int | None:
        """Wait until the socket is closed; its code."""
        assert self._socket is not None
        async with asyncio.timeout(WAIT_S):
            await self._socket.wait_closed()
        return self._socket.close_code

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in socket:
                self._hear(msgspec.json.decode(text))
        self._changed.set()

    def _hear(self, frame: State) -> None:
        self.received += 1
        match frame["type"]:
            case "state":
                topic = frame["topic"]
                self.states[topic], self.etags[topic] = frame["state"], frame["etag"]
                self.arrived_at[topic] = time.perf_counter()
            case "refused" if frame.get("topic"):
                self._refused[frame["topic"]] = Refused(frame["code"], frame)
            case "counted" | "refused":
                answer = self._answers.get(frame.get("ref") or "")
                if answer is not None and not answer.done():
                    answer.set_result(frame)
        self._changed.set()


class Phone(Actor):
    """A delegate's phone."""

    async def sign_in(self, badge: str, pin: str) -> Self:
        """Badge and PIN."""
        self.me = await self.post("/sign-in/delegate", {"badge": badge, "pin": pin})
        return self

    @property
    def mine(self) -> str:
        """The topic of what concerns this delegate."""
        return f"me/{self.me['id']}"

    async def cast(self, poll_id: str | UUID, answers: list[State], ballot_id: UUID | None = None) -> State:
        """Put a ballot in over the socket; the receipt. Raises :class:`Refused`."""
        ballot = {"ballot_id": str(ballot_id or uuid4()), "poll_id": str(poll_id), "answers": answers}
        receipt: State = (await self.ask({"type": "cast", "ballot": ballot}))["receipt"]
        return receipt

    async def post_ballot(self, poll_id: str | UUID, answers: list[State], ballot_id: UUID | None = None) -> State:
        """The same by ``POST``."""
        ballot = {"ballot_id": str(ballot_id or uuid4()), "poll_id": str(poll_id), "answers": answers}
        receipt: State = await self.post("/ballots", ballot)
        return receipt

    async def opines(self, stance: str, text: str, **about: Any) -> State:
        """Send an opinion."""
        opinion: State = await self.put(f"/opinions/{uuid4()}", {"stance": stance, "text": text, **about})
        return opinion


class Console(Actor):
    """Somebody of the staff at the session console."""

    async def sign_in(self, login: str, password: str) -> Self:
        """Name and password."""
        self.me = await self.post("/sign-in/staff", {"login": login, "password": password})
        return self

    async def prepares(self, poll: State, poll_id: UUID | None = None) -> str:
        """Make a draft; its id."""
        made: State = await self.put(f"/polls/{poll_id or uuid4()}", poll)
        return str(made["id"])

    async def takes(self, poll_id: str, *steps: str) -> State:
        """Take a poll through steps; how it stands then."""
        poll: State = {}
        for step in steps:
            poll = await self.post(f"/polls/{poll_id}/{step}")
        return poll


class Station(Actor):
    """A device that signs in with an enrolment code."""

    async def enrol(self, code: str) -> Self:
        """The code that the console showed."""
        self.me = await self.post("/sign-in/device", {"code": code})
        return self


class Screen(Station):
    """A projected screen."""

    async def shows(self, name: str, kind: str, holds: Callable[[State], bool] = lambda _: True) -> State:
        """Wait until the screen shows a scene of this kind that satisfies ``holds``; the scene."""
        state = await self.until(f"screen/{name}", lambda s: s["scene"]["kind"] == kind and holds(s["scene"]))
        scene: State = state["scene"]
        return scene


class Door(Station):
    """A door station."""

    async def scans(self, code: str, *, nonce: UUID | None = None, direction: str = "entry") -> State:
        """Scan a badge; the answer."""
        scan = {"nonce": str(nonce or uuid4()), "code": code, "direction": direction, "source": "scanner"}
        answer: State = await self.post("/scans", scan)
        return answer


def now_text() -> str:
    """The time as a device writes it."""
    return datetime.now(UTC).isoformat()

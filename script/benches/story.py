"""
Story: a thousand delegates vote on fourteen targets while a screen watches, all on one machine.

The server is ``dienhong serve`` with its embedded Postgres; the phones are real sockets of this process, signed in with
badge and PIN and checked in at a door. Each listens to what a phone listens to: the floor, its own state, and the
turnout, which the server sends to all of them up to five times a second. Nothing is pinned to a core: server, Postgres
and phones share what there is.

They vote twice, each time in a poll of their own:

- ``spread``: each at a moment of their own, 125 a second, so that a thousand are through in eight seconds. This is how
  a hall votes; the waits for the acknowledgement are those that people see.
- ``at once``: all in the same moment. This is what the machine can do.

The baseline is ``echo``: the same crowd with the same frames against a server that does the least one can do, a handler
of ``websockets`` on uvloop that answers each frame with one as long as a receipt. It stores nothing, checks nothing,
reads no JSON, and has neither turnout to send nor a screen to serve. ``story/echo`` is the rate of acknowledgements *at
once*, ours divided by its: the part of a bare socket server's speed that is left when ballots are durable.

    python script/benches/story.py             prints what run() returns
    python script/benches/story.py echo        is the baseline's server
"""

import asyncio
import gc
import json
import random
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from statistics import median, quantiles
from uuid import uuid4

import httpx
import msgspec
from congress import LOGIN, PASSWORD, Served, served_congress
from msgspec import Struct
from postgres import process_cpu_s
from results import Result, Row, ratio, row
from sockets import Socket, Switchboard

from api.simulation.actors import Console, Door, shared_client
from api.simulation.actors import Phone as SignedIn
from api.simulation.actors import Screen as Enrolled

DELEGATES = 1000
REPETITIONS = 3
A_SECOND = 125  # ballots, when the votes are spread
TOGETHER = 25  # sign-ins and check-ins at a time
PATIENCE_S = 60.0
RECEIPT = b'{"type":"counted","ref":"1","receipt":{"ballot_id":"%b","poll_id":"%b","cast_at":"%b"}}' % (
    b"0" * 36,
    b"0" * 36,
    b"0" * 27,
)


class Heard(Struct, frozen=True):
    """As much of a frame as the clock needs."""

    type: str
    topic: str = ""


_heard = msgspec.json.Decoder(Heard)


class Wave(Struct, frozen=True, kw_only=True):
    """How one poll went, in seconds."""

    waits: list[float]  # for each acknowledgement
    last_s: float  # from the first ballot to the last acknowledgement
    screen_s: float = 0.0  # from the last acknowledgement to the final turnout on the screen
    server_cpu_s: float
    postgres_cpu_s: float = 0.0

    @property
    def rate(self) -> float:
        """Acknowledgements a second."""
        return len(self.waits) / self.last_s

    @property
    def p50_ms(self) -> float:
        return median(self.waits) * 1e3

    @property
    def p99_ms(self) -> float:
        return quantiles(self.waits, n=100)[98] * 1e3


class Phone(Socket):
    """A delegate's phone: a socket, and the ballot that it is about to send."""

    ballot = b""
    sent_at = 0.0
    has_paper = False


class Screen(Socket):
    """The projected screen: a socket, and when the scene came that all wait for."""

    complete_at = 0.0


Phones = Sequence[Phone]
Board = Switchboard[Socket]


def cast(
    phones: Phones, board: Board, moments: Sequence[float], others: Callable[[Socket, bytes], None]
) -> list[float]:
    """
    Each phone sends its ballot at its moment (seconds from now); how long each waited for its acknowledgement.

    ``others`` hears the frames that are no acknowledgement.
    """
    due = sorted(zip(moments, phones, strict=True), key=lambda one: one[0], reverse=True)
    waits: list[float] = []
    began = time.perf_counter()
    while len(waits) < len(phones):
        for _ in range(min(len(due), 20)):  # then look who has been answered
            if due[-1][0] > time.perf_counter() - began:
                break
            _, phone = due.pop()
            phone.sent_at = time.perf_counter()
            phone.put(phone.ballot)
        idle_s = due[-1][0] - (time.perf_counter() - began) if due else 0.1
        for one in board.ready(idle_s):
            for text in one.hear():
                said = _heard.decode(text)
                if isinstance(one, Phone) and said.type == "counted":
                    waits.append(time.perf_counter() - one.sent_at)
                elif said.type == "refused":
                    raise AssertionError(f"refused: {text.decode()}")
                else:
                    others(one, text)
        if time.perf_counter() - began > max(moments) + PATIENCE_S:
            raise TimeoutError(f"{len(phones) - len(waits)} ballots were not acknowledged")
    return waits


def listen(
    board: Board, until: Callable[[], bool], hear: Callable[[Socket, bytes], None] = lambda _one, _text: None
) -> None:
    """Hear what has come, and what comes until something holds."""
    began, wait_s = time.perf_counter(), 0.0
    while True:
        for one in board.ready(wait_s):
            for text in one.hear():
                hear(one, text)
        if until():
            return
        wait_s = 0.1
        if time.perf_counter() - began > PATIENCE_S:
            raise TimeoutError("what was waited for did not come")


def spread(size: int, chance: random.Random) -> list[float]:
    """Moments at ``A_SECOND``, in no order."""
    return [chance.random() * size / A_SECOND for _ in range(size)]


# ---- ours


class Hall:
    """Our server with its crowd: everybody signed in, checked in and connected."""

    def __init__(self, congress: Served, console: Console, loop: asyncio.Runner) -> None:
        self._congress, self._console, self._loop = congress, console, loop
        self._chance = random.Random(2025)
        self.phones: list[Phone] = []

    def vote(self, board: Board, screen: Screen, moments: Sequence[float]) -> Wave:
        """One poll, from preparing to publishing."""
        run, size = self._loop.run, len(self.phones)
        paper = run(self._console.get("/polls/targets-paper"))
        poll = {"title_vi": "Biểu quyết các chỉ tiêu", "title_en": "Vote on the targets", "paper": paper}
        poll_id = run(self._console.prepares(poll))
        run(self._console.takes(poll_id, "announce"))
        for phone in self.phones:
            phone.put(phone.frame(_subscribe(f"tally/{poll_id}")))
        run(self._console.takes(poll_id, "open"))

        def look(one: Socket, text: bytes) -> None:
            if isinstance(one, Screen):
                scene = msgspec.json.decode(text).get("state", {}).get("scene", {})
                if scene.get("poll_id") == poll_id and scene.get("ballots") == size:
                    one.complete_at = time.perf_counter()
            elif isinstance(one, Phone) and not one.has_paper and _heard.decode(text).topic == "floor":
                floor = msgspec.json.decode(text)["state"]
                one.has_paper = any(each["id"] == poll_id and each["state"] == "open" for each in floor["polls"])

        screen.complete_at = 0.0
        for phone in self.phones:
            phone.has_paper = False
            phone.ballot = phone.frame(self._ballot(poll_id, paper))
        listen(board, lambda: all(phone.has_paper for phone in self.phones), look)

        server_s, postgres_s = self._congress.server_cpu_s, self._congress.postgres_cpu_s
        began = time.perf_counter()
        waits = cast(self.phones, board, moments, look)
        last = time.perf_counter()
        listen(board, lambda: screen.complete_at > 0, look)
        wave = Wave(
            waits=waits,
            last_s=last - began,
            screen_s=max(0.0, screen.complete_at - last),
            server_cpu_s=self._congress.server_cpu_s - server_s,
            postgres_cpu_s=self._congress.postgres_cpu_s - postgres_s,
        )
        published = run(self._console.takes(poll_id, "close", "publish"))
        assert published["tally"]["ballots"] == size, published["tally"]
        for phone in self.phones:
            phone.put(phone.frame(b'{"type":"unsubscribe","topics":["tally/%b"]}' % poll_id.encode()))
        return wave

    def _ballot(self, poll_id: str, paper: dict[str, list[dict[str, object]]]) -> bytes:
        answers = [
            {"question": question["number"], "options": [self._chance.choice(("for", "for", "against", "other"))]}
            for question in paper["questions"]
        ]
        ballot = {"ballot_id": str(uuid4()), "poll_id": poll_id, "answers": answers}
        return msgspec.json.encode({"type": "cast", "ref": "1", "ballot": ballot})


def _subscribe(*topics: str) -> bytes:
    return msgspec.json.encode({"type": "subscribe", "topics": dict.fromkeys(topics)})


async def enter(congress: Served, http: httpx.AsyncClient) -> tuple[Console, Enrolled, list[SignedIn]]:
    """A console, a screen, and every delegate: checked in at a door and signed in."""
    console = await Console(congress.address, http).sign_in(LOGIN, PASSWORD)

    async def code(name: str, role: str) -> str:
        device_id = uuid4()
        await console.put(f"/devices/{device_id}", {"name": name, "role": role})
        enrolment: str = (await console.post(f"/devices/{device_id}/enrolment"))["code"]
        return enrolment

    door = await Door(congress.address, http).enrol(await code("Cửa A", "door"))
    screen = await Enrolled(congress.address, http).enrol(await code("main", "screen"))
    places = asyncio.Semaphore(TOGETHER)

    async def one(badge: str, pin: str) -> SignedIn:
        async with places:
            scanned = await door.scans(badge)
            assert scanned["verdict"] == "ok", scanned
            return await SignedIn(congress.address, http).sign_in(badge, pin)

    return console, screen, await asyncio.gather(*(one(each.code, each.pin or "") for each in congress.issued))


@contextmanager
def our_hall(size: int) -> Iterator[tuple[Served, Callable[[Sequence[float]], Wave]]]:
    """Our server and a crowd; what it gives lets the crowd vote once."""
    with served_congress(size) as congress, asyncio.Runner() as loop, Switchboard[Socket]() as board:
        http = shared_client(PATIENCE_S, most=TOGETHER)
        try:
            console, enrolled, delegates = loop.run(enter(congress, http))
            hall = Hall(congress, console, loop)
            screen = Screen(congress.address, "/api/v1/live", cookie=f"dienhong={enrolled.cookie}")
            board.add(screen)
            screen.put(screen.frame(_subscribe("screen/main")))
            for one in delegates:
                phone = Phone(congress.address, "/api/v1/live", cookie=f"dienhong={one.cookie}")
                board.add(phone)
                phone.put(phone.frame(_subscribe("floor", one.mine)))
                hall.phones.append(phone)
                listen(board, lambda: True)  # a phone that hears nothing for long is hung up on
            yield congress, lambda moments: hall.vote(board, screen, moments)
        finally:
            loop.run(http.aclose())


# ---- the baseline


def serve_echo() -> None:
    """Answer every frame until standard input ends; the port is the first line of standard output."""
    import uvloop
    from websockets.asyncio.server import ServerConnection, serve
    from websockets.exceptions import ConnectionClosed

    async def answer(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):  # a phone hangs up without a good-bye
            while await connection.recv(decode=False):
                await connection.send(RECEIPT, text=True)

    async def main() -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(0, ended.set)
        async with serve(answer, sock=listener, compression=None, ping_interval=None):
            print(listener.getsockname()[1], flush=True)
            await ended.wait()

    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    uvloop.run(main())


@contextmanager
def echo_hall(size: int) -> Iterator[Callable[[Sequence[float]], Wave]]:
    """The baseline's server and as large a crowd; what it gives lets the crowd send once."""
    command = [sys.executable, __file__, "echo"]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child,
        Switchboard[Socket]() as board,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        address = f"http://127.0.0.1:{int(child.stdout.readline())}"
        phones = [Phone(address, "/") for _ in range(size)]
        for phone in phones:
            board.add(phone)
        answers = [{"question": number, "options": ["for"]} for number in range(1, 15)]
        ballot = {"ballot_id": str(uuid4()), "poll_id": str(uuid4()), "answers": answers}
        text = msgspec.json.encode({"type": "cast", "ref": "1", "ballot": ballot})

        def send(moments: Sequence[float]) -> Wave:
            for phone in phones:
                phone.ballot = phone.frame(text)
            cpu_s, began = process_cpu_s(child.pid), time.perf_counter()
            waits = cast(phones, board, moments, lambda _one, _text: None)
            return Wave(waits=waits, last_s=time.perf_counter() - began, server_cpu_s=process_cpu_s(child.pid) - cpu_s)

        try:
            yield send
        finally:
            child.stdin.close()


# ---- the measurement


def run(size: int = DELEGATES, repetitions: int = REPETITIONS) -> Result:
    """Measure with ``size`` delegates; see the top."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 3 * size + 500), hard), hard))
    chance, at_once = random.Random(2025), [0.0] * size
    found: dict[tuple[str, str], list[Wave]] = {
        (who, how): [] for who in ("dienhong", "echo") for how in ("spread", "at once")
    }
    with our_hall(size) as (congress, votes), echo_hall(size) as echoes:
        votes(at_once), echoes(at_once)  # warms connections, plans and caches
        for _ in range(repetitions):
            for how, moments in (("spread", spread(size, chance)), ("at once", at_once)):
                found["dienhong", how].append(votes(moments))
                found["echo", how].append(echoes(moments))
        resident_mb = congress.resident_mb
    ours, theirs = ([wave.rate for wave in found[who, "at once"]] for who in ("dienhong", "echo"))
    return {
        "bench": "story",
        "ratios": {"story/echo": ratio(ours, theirs)},
        "rows": [
            *(line for (who, how), waves in found.items() for line in _rows(f"{who}, {how}", waves)),
            row("dienhong", [resident_mb], f"MB of memory of the server with {size} phones, without Postgres"),
        ],
    }


def _rows(variant: str, waves: Sequence[Wave]) -> Iterator[Row]:
    """What one way of voting came to."""
    yield row(variant, [wave.rate for wave in waves], "acknowledgements/s")
    yield row(variant, [wave.p50_ms for wave in waves], "ms to the acknowledgement, median")
    yield row(variant, [wave.p99_ms for wave in waves], "ms to the acknowledgement, p99")
    if variant.startswith("dienhong"):
        yield row(variant, [wave.screen_s * 1e3 for wave in waves], "ms from the last one to the turnout on the screen")
        total = [wave.last_s + wave.screen_s for wave in waves]
        yield row(variant, total, "s from the first ballot to the final turnout on the screen")
        yield row(variant, [wave.postgres_cpu_s for wave in waves], "s of processor, Postgres")
    yield row(variant, [wave.server_cpu_s for wave in waves], "s of processor, server")


if __name__ == "__main__":
    if sys.argv[1:2] == ["echo"]:
        serve_echo()
    else:
        print(json.dumps(run(), indent=2))

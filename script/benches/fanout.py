"""
Fan-out: one state to a thousand sockets, ours against ``websockets.broadcast()`` and Litestar's ChannelsPlugin.

Every variant is a real server process on the first core; the client, on the second, asks for a broadcast, measures
until every socket has it, reads everything, and asks again. So each broadcast starts from rest. The client polls: a
client asleep in epoll would charge the server for waking it up, which phones in a hall do not. All servers run on
uvloop, without compression and keep-alive pings, with the garbage collector tuned alike.

``run()`` returns the rates; a ratio is ours divided by theirs, the median over interleaved repetitions.

    python script/benches/fanout.py            prints what run() returns
    python script/benches/fanout.py serve …    is a server of one variant
"""

import asyncio
import gc
import json
import os
import resource
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any, ClassVar

SOCKETS = 1000
REPETITIONS = 3
WARM_UP = 30
BROADCASTS = 200
TEXT = 200  # bytes of a message

VARIANTS = ("dienhong", "websockets", "channels")
HANDSHAKE = (
    b"GET /live HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
GO = b"!"  # on the server's standard input: broadcast now


# ---- servers


def serve(variant: str) -> None:
    """Serve one variant until standard input ends; the port is the first line of standard output."""
    import uvloop

    _pin(0)
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(listener.getsockname()[1], flush=True)
    servers = {"dienhong": _serve_dienhong, "websockets": _serve_websockets, "channels": _serve_channels}
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    uvloop.run(servers[variant](listener))


async def _on_go(broadcast: Callable[[], None]) -> None:
    """Call ``broadcast`` at every ``GO``; returns when standard input ends."""
    ended = asyncio.Event()

    def read() -> None:
        said = os.read(0, 1)
        if said == GO:
            broadcast()
        else:
            ended.set()

    asyncio.get_running_loop().add_reader(0, read)
    await ended.wait()
    os._exit(0)  # nothing of a thousand good-byes is measured


async def _run_uvicorn(app: Any, listener: socket.socket, broadcast: Callable[[], None]) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        log_config=None,
        log_level="error",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        backlog=4096,
    )
    await asyncio.gather(uvicorn.Server(config).serve(sockets=[listener]), _on_go(broadcast))


async def _serve_dienhong(listener: socket.socket) -> None:
    from datetime import UTC, datetime

    from litestar import Litestar, WebSocket, websocket
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

    from realtime.conversation import Conversation, FrameReader
    from realtime.hub import Hub
    from realtime.message import StateMessage
    from realtime.registry import Registry
    from realtime.states import Audience, State
    from realtime.wiring import Wiring, wire_of

    class Reading(State, frozen=True, kw_only=True):
        """A counter, padded to the length of a tally."""

        topic: ClassVar[str] = "tally"
        audience: ClassVar[Audience] = Audience.FLOOR
        every_ms: ClassVar[int] = 0

        count: int
        padding: str = ""

    count = 100_000
    padding = "x" * (TEXT - len(StateMessage("tally", Reading(count=count)).payload))

    async def render(_session: AsyncSession) -> Reading:
        return Reading(count=count, padding=padding)

    registry = Registry()
    registry.register(Reading, render)
    hub = Hub(registry, async_sessionmaker(create_async_engine("postgresql+asyncpg://nobody@localhost/nowhere")))
    reader = FrameReader()

    async def handle(_frame: object) -> None:
        return None

    @websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        conversation = Conversation(
            hub,
            wire_of(socket.scope),
            admits=lambda _state, _fields: True,
            now=lambda: datetime.now(UTC),
            version="bench",
            reader=reader,
            handle=handle,
        )
        hub.subscribe(conversation.client, "tally")
        await conversation.run(socket.receive)

    def broadcast() -> None:
        nonlocal count
        count += 1
        hub.touch("tally")

    await _run_uvicorn(Wiring(Litestar([live])), listener, broadcast)


async def _serve_websockets(listener: socket.socket) -> None:
    from websockets.asyncio.server import ServerConnection, broadcast, serve

    count = 100_000
    connections: set[ServerConnection] = set()

    async def live(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    def broadcast_all() -> None:
        nonlocal count
        count += 1
        broadcast(connections, f"{count}".ljust(TEXT, "x"))

    async with serve(live, sock=listener, compression=None, ping_interval=None):
        await _on_go(broadcast_all)


async def _serve_channels(listener: socket.socket) -> None:
    from litestar import Litestar
    from litestar.channels import ChannelsPlugin
    from litestar.channels.backends.memory import MemoryChannelsBackend

    count = 100_000
    channels = ChannelsPlugin(
        MemoryChannelsBackend(), channels=["live"], create_ws_route_handlers=True, ws_handler_base_path="/"
    )

    def broadcast() -> None:
        nonlocal count
        count += 1
        channels.publish(f"{count}".ljust(TEXT, "x"), "live")

    await _run_uvicorn(Litestar(plugins=[channels]), listener, broadcast)


# ---- client


class Crowd:
    """A server of one variant and everybody who listens to it."""

    def __init__(self, variant: str, size: int) -> None:
        self._server = subprocess.Popen(
            [sys.executable, __file__, "serve", variant], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        _pin(1)  # ours, after the server has inherited all of them
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._go = self._server.stdin.fileno()
        self._port = int(self._server.stdout.readline())
        self._poll = select.epoll()
        self._sockets: dict[int, socket.socket] = {}
        for _ in range(size):
            self._join()
        time.sleep(0.3)  # what is said after the handshake
        self._read()

    def _join(self) -> None:
        connection = socket.create_connection(("127.0.0.1", self._port))
        connection.sendall(HANDSHAKE)
        answer = connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 101"), answer
        connection.setblocking(False)
        self._sockets[connection.fileno()] = connection
        # Edge-triggered: one event when something comes, no need to read before the clock has stopped.
        self._poll.register(connection.fileno(), select.EPOLLIN | select.EPOLLET)

    def broadcast(self) -> float:
        """Seconds from asking to the last socket's having it."""
        missing = set(self._sockets)
        poll = self._poll.poll
        began = time.perf_counter()
        os.write(self._go, GO)
        while missing:
            missing.difference_update([number for number, _ in poll(0)])
            if time.perf_counter() - began > 30:
                raise TimeoutError(f"{len(missing)} sockets got nothing")
        took = time.perf_counter() - began
        sizes = self._read()
        assert set(sizes) == {TEXT + 4}, f"frames of {set(sizes)} bytes"
        return took

    def _read(self) -> list[int]:
        sizes = []
        for connection in self._sockets.values():
            try:
                sizes.append(len(connection.recv(65536)))
            except BlockingIOError:
                sizes.append(0)
        self._poll.poll(0)
        return sizes

    @property
    def cpu_s(self) -> float:
        """What the server has used of its core."""
        with open(f"/proc/{self._server.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident_kb(self) -> int:
        """The server's memory."""
        with open(f"/proc/{self._server.pid}/statm") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize() // 1024

    def ends(self) -> None:
        for connection in self._sockets.values():
            connection.close()
        self._poll.close()
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(10)
        assert self._server.stdout is not None
        self._server.stdout.close()


def measure(variant: str, size: int) -> dict[str, float]:
    """One repetition."""
    crowd = Crowd(variant, size)
    try:
        for _ in range(WARM_UP):
            _rest(crowd.broadcast())
        cpu_s, times = crowd.cpu_s, []
        for _ in range(BROADCASTS):
            times.append(crowd.broadcast())
            _rest(times[-1])
        cpu_us = (crowd.cpu_s - cpu_s) / (BROADCASTS * size) * 1e6
    finally:
        crowd.ends()
    return {
        "rate": size / median(times),
        "p50": median(times) * 1e3,
        "p99": quantiles(times, n=100)[98] * 1e3,
        "cpu": cpu_us,
    }


def _rest(took: float) -> None:
    """Let the server come to rest: our hub stays idle after a sweep for as long as the sweep took."""
    until = time.perf_counter() + 1.5 * took + 0.001
    while time.perf_counter() < until:
        pass


def _pin(core: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(0, {cores[core]})


def run(size: int = SOCKETS, repetitions: int = REPETITIONS) -> dict[str, Any]:
    """Measure all variants; see the top."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, size + 500), hard), hard))
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    found: dict[str, list[dict[str, float]]] = {variant: [] for variant in VARIANTS}
    try:
        for _ in range(repetitions):
            for variant in VARIANTS:
                if before is not None:
                    os.sched_setaffinity(0, before)  # the server inherits it and takes the first
                found[variant].append(measure(variant, size))
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)
    units = {
        "rate": "messages/s",
        "p50": "ms to the last socket, median",
        "p99": "ms to the last socket, p99",
        "cpu": "server CPU us/message",
    }
    return {
        "bench": "fanout",
        "ratios": {
            f"fanout-{size}/{variant}": round(
                median(
                    ours["rate"] / theirs["rate"]
                    for ours, theirs in zip(found["dienhong"], found[variant], strict=True)
                ),
                2,
            )
            for variant in VARIANTS[1:]
        },
        "rows": [
            {"variant": variant, "value": round(median(one[name] for one in found[variant]), 2), "unit": unit}
            for variant in VARIANTS
            for name, unit in units.items()
        ],
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2])
    else:
        print(json.dumps(run(), indent=2))

"""How frames get onto sockets."""

import asyncio
import json
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from realtime import uvicorn_wire
from realtime.asgi_wire import AsgiWire
from realtime.crew import Crew
from realtime.message import Message, text_frame
from realtime.protocol import CloseCode
from realtime.uvicorn_wire import DirectWire
from realtime.wiring import Wiring, wire_of
from tests.realtime.fast_time import in_fast_time
from tests.realtime.houses import house, person, served, who_never_reads
from tests.realtime.phones import Hall

DIAL = "reading/dial"
both_ways = pytest.mark.parametrize("direct", [True, False], ids=["direct", "public"])


@given(st.one_of(st.binary(max_size=300), st.integers(65_000, 66_000).map(bytes)))
def test_frames_are_what_the_websockets_library_would_write(payload):
    assert text_frame(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


async def test_the_direct_way_works_with_the_installed_uvicorn():
    assert await uvicorn_wire.works()


async def test_a_uvicorn_that_is_different_inside_means_the_public_way(monkeypatch):
    monkeypatch.delattr(uvicorn_wire.DirectWire, "is_open")
    assert not await uvicorn_wire.works()


async def test_the_public_way_is_taken_when_something_wraps_send():
    wires = []

    async def app(scope, receive, send):
        wires.append(wire_of(scope))

    async def wrapped(message):
        raise AssertionError("nothing is sent")

    scope = {"type": "websocket"}
    await Wiring(app, direct=True)(scope, wrapped, wrapped)

    assert [type(wire) for wire in wires] == [AsgiWire]
    with pytest.raises(LookupError):
        wire_of({"type": "websocket"})


@pytest.mark.parametrize("deflate", [True, False], ids=["deflate", "plain"])
async def test_our_frames_fall_between_uvicorns_own_whole_and_in_order(deflate):
    texts = [f"{n} " + "lời nói " * (n % 60) for n in range(400)]

    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        wire = wire_of(scope)
        assert isinstance(wire, DirectWire)
        for n, text in enumerate(texts):
            if n % 3:
                await wire.reply(Message(text.encode()))
            else:
                await send({"type": "websocket.send", "text": text})
        await send({"type": "websocket.close", "code": 1000})

    async with served(Wiring(app), ws_per_message_deflate=deflate) as port:
        from websockets.asyncio.client import connect

        compression = "deflate" if deflate else None
        async with connect(f"ws://127.0.0.1:{port}/", proxy=None, compression=compression) as connection:
            assert bool(connection.protocol.extensions) is deflate
            heard = [text async for text in connection]

    assert heard == texts


async def test_a_wire_is_open_from_the_handshake_to_the_close():
    open_at = []

    async def app(scope, receive, send):
        wire = wire_of(scope)
        open_at.append(wire.is_open)
        await receive()
        await send({"type": "websocket.accept"})
        open_at.append(wire.is_open)
        assert (await receive())["type"] == "websocket.disconnect"
        open_at.append(wire.is_open)
        assert wire.offer(Message(b"too late"))
        await wire.reply(Message(b"too late"))
        await wire.close(CloseCode.TOO_SLOW, "too late")

    for direct in (True, False):
        open_at.clear()
        async with served(Wiring(app, direct=direct)) as port:
            from websockets.asyncio.client import connect

            async with connect(f"ws://127.0.0.1:{port}/", proxy=None) as connection:
                await connection.close()
        assert open_at == [False, True, False]


class Slow:
    """The fake end of a socket that takes a message when told to."""

    def __init__(self, *, reads: bool) -> None:
        self.reads = asyncio.Event()
        if reads:
            self.reads.set()
        self.got: list[str] = []
        self.waits = 0

    async def send(self, message) -> None:
        if message["type"] != "websocket.accept":
            self.waits += not self.reads.is_set()
            await self.reads.wait()
            self.got.append(message.get("text", message.get("code")))


async def wires_to(ends) -> list[AsgiWire]:
    crew = Crew()
    wires = [AsgiWire(end.send, crew) for end in ends]
    for wire in wires:
        await wire.send({"type": "websocket.accept"})
    return wires


@in_fast_time
async def test_on_the_public_way_blocked_sockets_delay_no_other():
    ends = [Slow(reads=n % 5 > 0) for n in range(500)]
    wires = await wires_to(ends)

    assert all(wire.offer(Message(b"a")) for wire in wires)
    for _ in range(500):  # turns of the loop; no time passes
        await asyncio.sleep(0)

    assert asyncio.get_running_loop().time() == 0
    assert [end.got for end in ends] == [["a"] if n % 5 else [] for n in range(500)]
    assert [wire.offer(Message(b"b")) for wire in wires] == [n % 5 > 0 for n in range(500)]
    for end in ends:
        end.reads.set()
    await asyncio.sleep(1)
    assert [end.got for end in ends] == [["a", "b"] if n % 5 else ["a"] for n in range(500)]
    assert not any(wire.backlog for wire in wires)


@in_fast_time
async def test_on_the_public_way_a_blocked_socket_that_is_closed_lets_its_task_go():
    end = Slow(reads=False)
    [wire] = await wires_to([end])
    ended = asyncio.Event()
    wire.on_close(ended.set)

    wire.offer(Message(b"a"))
    await asyncio.sleep(1)
    first, second = wire.close(1013, "too slow"), wire.close(4401, "signed out")
    await first

    assert first is second
    assert ended.is_set()
    assert not wire.is_open
    assert end.waits == 2  # the message, then the close frame: given up both
    assert asyncio.get_running_loop().time() == pytest.approx(1 + 2, abs=0.1)


@in_fast_time
async def test_a_reply_to_somebody_who_does_not_read_is_given_up_and_the_socket_closed():
    end = Slow(reads=False)
    [wire] = await wires_to([end])

    await wire.reply(Message(b"a"))

    assert asyncio.get_running_loop().time() == pytest.approx(10, abs=0.1)
    assert not wire.is_open
    await asyncio.sleep(5)


@in_fast_time
async def test_a_peer_that_is_gone_is_noticed_on_the_public_way():
    async def send(message):
        if message["type"] != "websocket.accept":
            raise ConnectionResetError

    wire = AsgiWire(send, Crew())
    await wire.send({"type": "websocket.accept"})

    wire.offer(Message(b"a"))
    await asyncio.sleep(1)

    assert not wire.is_open


@both_ways
async def test_twenty_who_never_read_harm_nobody_and_are_closed(direct):
    hall = Hall()
    hall.padding = "x" * 40_000
    hub = hall.hub(patience_s=1.0)
    subscription = json.dumps({"type": "subscribe", "topics": {"screen/main": None}}).encode()
    async with house(hub, direct=direct, send_buffer=1 << 14) as (shell, port), person(port) as ada, person(port) as bo:
        deaf = [await who_never_reads(port, after=subscription) for _ in range(20)]
        for healthy in (ada, bo):
            await healthy.says(type="subscribe", topics={"screen/main": None})
            await healthy.sees("screen/main", 0)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        backlogs = []
        for value in range(1, 21):
            hall.changes(hub, "screen/main")
            await asyncio.gather(ada.sees("screen/main", value), bo.sees("screen/main", value))
            backlogs += [wire.backlog for wire in shell.wires]
        while hub.figures().too_slow < 20:
            value += 1
            hall.changes(hub, "screen/main")
            await asyncio.gather(ada.sees("screen/main", value), bo.sees("screen/main", value))

        assert hub.figures().clients == 2
        assert max(backlogs) <= 41_000  # never two states
        if direct:
            assert sum(backlog > 0 for backlog in backlogs) > 200
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB; all they were owed is more
        for socket in deaf:
            socket.close()


async def test_the_kernel_hides_little_from_the_hub():
    """Without a small send buffer it swallows thousands of readings, all of them old, for who does not read."""
    hall = Hall()
    hub = hall.hub()
    async with house(hub) as (shell, port):
        deaf = await who_never_reads(port, after=b'{"type": "ping", "sent_at": 0}')
        async with person(port):
            wire = shell.wires[0]
            message, taken = Message(b"x" * 200), 0
            while wire.offer(message):
                taken += 1
                if taken % 50 == 0:
                    await asyncio.sleep(0)

    assert 10 < taken < 1500
    deaf.close()


async def _floods(connection):
    while True:
        await asyncio.get_running_loop().sock_sendall(connection, b"\x81\x80\0\0\0\0" * 100)
        await asyncio.sleep(0)


async def test_who_floods_and_never_reads_the_answers_is_held_back_and_closed(monkeypatch):
    monkeypatch.setattr(uvicorn_wire, "REPLY_S", 0.2)

    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        wire = wire_of(scope)
        while (await receive())["type"] == "websocket.receive":
            await wire.reply(Message(b"x" * 10_000))
            backlogs.append(wire.backlog)

    backlogs = []
    async with served(Wiring(app)) as port:
        deaf = await who_never_reads(port, after=b"{}")
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(_floods(deaf), 20)
        deaf.close()

    assert max(backlogs) < 100_000

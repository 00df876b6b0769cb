"""What is said on a real socket, by the direct way and by the public one."""

import asyncio
import json

import pytest
import structlog
from litestar import Litestar, WebSocket, websocket
from litestar.testing import TestClient

from realtime.asgi_wire import AsgiWire
from realtime.uvicorn_wire import DirectWire
from realtime.wiring import Wiring
from tests.realtime.houses import Shell, house, person, served
from tests.realtime.phones import Hall

DIAL = "reading/dial"

both_ways = pytest.mark.parametrize("direct", [True, False], ids=["direct", "public"])


@both_ways
async def test_a_state_is_subscribed_to_pushed_and_resumed(direct):
    hall = Hall()
    hub = hall.hub()
    async with house(hub, direct=direct) as (shell, port):
        async with person(port) as ada:
            await ada.says(type="subscribe", topics={DIAL: None})
            first = await ada.hears()
            hall.changes(hub, DIAL)
            second = await ada.hears()
        async with person(port) as ada:
            await ada.says(type="subscribe", topics={DIAL: second["etag"]})
            resumed = await ada.hears()

        assert (first["type"], first["topic"], first["state"]) == ("state", DIAL, {"value": 0})
        assert second["state"] == {"value": 1}
        assert first["etag"] != second["etag"]
        assert resumed == {"type": "current", "topic": DIAL, "etag": second["etag"]}
        assert {type(wire) for wire in shell.wires} == {DirectWire if direct else AsgiWire}


async def test_a_hub_that_restarts_does_not_send_again_what_people_hold():
    hall = Hall()
    async with house(hall.hub()) as (_, port), person(port) as ada:
        await ada.says(type="subscribe", topics={DIAL: None})
        held = await ada.hears()
    async with house(hall.hub()) as (_, port), person(port) as ada:
        await ada.says(type="subscribe", topics={DIAL: held["etag"], "reading/other": None})
        answers = [await ada.hears(), await ada.hears()]

    assert {answer["topic"]: answer["type"] for answer in answers} == {DIAL: "current", "reading/other": "state"}


async def test_unsubscribing_ends_the_states():
    hall = Hall()
    hub = hall.hub()
    async with house(hub) as (_, port), person(port) as ada:
        await ada.says(type="subscribe", topics={DIAL: None, "reading/other": None})
        await ada.hears(), await ada.hears()
        await ada.says(type="unsubscribe", topics=[DIAL])
        await ada.says(type="ping", sent_at=1)
        await ada.hears()
        hall.changes(hub, DIAL)
        hall.changes(hub, "reading/other")

        assert (await ada.hears())["topic"] == "reading/other"


@both_ways
async def test_frames_of_the_layers_above_are_handed_up_and_answered(direct):
    async with house(Hall().hub(), direct=direct) as (_, port), person(port) as ada:
        await ada.says(type="echo", ref="1", text="xin chào")

        assert await ada.hears() == {"type": "echoed", "ref": "1", "text": "xin chào"}


async def test_a_handler_that_fails_says_so_and_logs_neither_the_frame_nor_the_message():
    with structlog.testing.capture_logs() as lines:
        async with house(Hall().hub()) as (_, port), person(port) as ada:
            await ada.says(type="echo", ref="1", text="fail")
            answer = await ada.hears()
            await ada.says(type="ping", sent_at=1)
            assert (await ada.hears())["type"] == "pong"

    assert (answer["type"], answer["code"], answer["ref"]) == ("refused", "internal_error", "1")
    [line] = [line for line in lines if line["event"] == "frame_failed"]
    assert line["error"] == "RuntimeError"
    assert "in handle" in line["where"]
    assert "must not be logged" not in json.dumps(lines).replace('raise RuntimeError(\\"a secret that must', "")


@both_ways
@pytest.mark.parametrize(
    ("frame", "ref"),
    [
        ("", None),
        ("{", None),
        ("[" * 60_000, None),
        ('{"type": "dance", "ref": "7"}', "7"),
        ('{"type": "subscribe", "topics": ["floor"], "ref": 7}', None),
        ('{"type": "echo", "ref": "9"}', "9"),
        (b"\xff\xfe", None),
    ],
    ids=["empty", "cut off", "nested", "unknown", "wrong type", "incomplete", "not UTF-8"],
)
async def test_a_malformed_frame_is_refused_and_the_socket_lives_on(direct, frame, ref):
    async with house(Hall().hub(), direct=direct) as (_, port), person(port) as ada:
        await ada.connection.send(frame)
        answer = await ada.hears()
        await ada.says(type="ping", sent_at=3.25)
        pong = await ada.hears()

    assert (answer["type"], answer["code"], answer.get("ref")) == ("refused", "malformed_frame", ref)
    assert pong == {"type": "pong", "sent_at": 3.25, "server_time": "2026-05-04T12:00:00Z"}


async def test_each_topic_is_refused_by_itself():
    hall = Hall()
    hall.missing.add("reading/gone")
    async with house(hall.hub()) as (_, port), person(port) as ada:
        await ada.says(type="subscribe", topics={"weather": None, DIAL: None, "reading/gone": None})
        answers = [await ada.hears() for _ in range(3)]

    answers = {answer["topic"]: answer for answer in answers}
    assert answers[DIAL]["type"] == "state"
    assert answers["weather"]["code"] == answers["reading/gone"]["code"] == "unknown_topic"
    assert answers["weather"]["facts"] == {"topic": "weather"}


@both_ways
@pytest.mark.parametrize("limit", [1 << 24, 1 << 16], ids=["by the conversation", "by the server"])
async def test_a_message_over_64_kib_ends_the_socket(direct, limit):
    async with house(Hall().hub(), direct=direct, ws_max_size=limit) as (_, port), person(port) as ada:
        await ada.connection.send("x" * ((1 << 16) + 1))

        assert await ada.is_closed() == 1009


@both_ways
async def test_a_flood_ends_the_socket(direct):
    async with house(Hall().hub(), direct=direct) as (_, port), person(port) as ada:
        for _ in range(200):
            await ada.says(type="ping", sent_at=0)

        assert await ada.is_closed() == 4429


async def test_malformed_frames_flood_too():
    async with house(Hall().hub()) as (_, port), person(port) as ada:
        for _ in range(200):
            await ada.connection.send("{")

        assert await ada.is_closed() == 4429


async def test_subscribing_to_hundreds_of_topics_is_a_flood():
    hall = Hall()
    async with house(hall.hub()) as (_, port), person(port) as ada:
        await ada.says(type="subscribe", topics={f"reading/{n}": None for n in range(500)})

        assert await ada.is_closed() == 4429
    assert not hall.rendered


async def test_the_thirty_third_topic_is_refused():
    hall = Hall()
    async with house(hall.hub()) as (_, port), person(port) as ada:
        await ada.says(type="subscribe", topics={f"reading/{n}": None for n in range(33)})
        answers = [await ada.hears() for _ in range(33)]

    [refused] = [answer for answer in answers if answer["type"] == "refused"]
    assert (refused["topic"], refused["code"], refused["facts"]) == ("reading/32", "too_many_topics", {"limit": 32})


@both_ways
async def test_a_revoked_sign_in_ends_its_live_socket(direct):
    hub = Hall().hub()
    async with house(hub, direct=direct, sid="ada's") as (_, port), person(port) as ada:
        assert hub.close_sign_in("ada's") == 1

        assert await ada.is_closed() == 4401
        assert hub.figures().clients == 0


@both_ways
async def test_what_was_said_before_a_sign_in_ended_but_not_yet_heard_is_not_done(direct):
    hub = Hall().hub()
    async with house(hub, direct=direct, sid="ada's") as (shell, port), person(port) as ada:
        await ada.says(type="echo", ref="1", text="revoke")
        for _ in range(10):
            await ada.says(type="echo", ref="2", text="too late")

        assert await ada.is_closed() == 4401
        assert shell.done == ["revoke"]


@both_ways
async def test_stopping_the_hub_tells_people_to_come_back(direct):
    hub = Hall().hub()
    async with house(hub, direct=direct) as (_, port), person(port) as ada:
        await hub.stop()

        assert await ada.is_closed() == 1012


async def test_who_leaves_is_forgotten():
    hall = Hall()
    hub = hall.hub()
    async with house(hub) as (_, port):
        async with person(port) as ada:
            await ada.says(type="subscribe", topics={DIAL: None})
            await ada.hears()
        async with person(port) as bo:  # by now the server has seen the end of ada's socket
            await bo.says(type="ping", sent_at=0)
            await bo.hears()
            assert hub.figures().clients == 1


@websocket("/live")
async def live(socket: WebSocket) -> None:
    """A shell as an app has it."""
    await socket.accept()
    shell: Shell = socket.app.state.shell
    received = False

    async def receive():
        nonlocal received
        if not received:
            received = True
            return {"type": "websocket.connect"}
        return await socket.receive()

    async def send(message):
        assert message["type"] == "websocket.accept"

    await shell(socket.scope, receive, send)


def litestar_app(shell: Shell) -> Litestar:
    app = Litestar([live])
    app.state.shell = shell
    return app


async def test_under_litestar_and_uvicorn_the_direct_way_is_found():
    shell = Shell(Hall().hub())

    async with served(Wiring(litestar_app(shell))) as port:
        connection = await asyncio.wait_for(_hello(port), 10)
        await connection.close()
    await shell.hub.stop()

    assert [type(wire) for wire in shell.wires] == [DirectWire]


async def _hello(port):
    from websockets.asyncio.client import connect

    connection = await connect(f"ws://127.0.0.1:{port}/live", proxy=None)
    assert json.loads(await connection.recv())["type"] == "hello"
    return connection


def test_under_litestars_test_client_the_public_way_is_taken():
    shells = []

    async def start(app: Litestar) -> None:
        app.state.shell = Shell(Hall().hub())
        shells.append(app.state.shell)

    app = Litestar([live], on_startup=[start])
    app.asgi_handler = Wiring(app.asgi_handler)
    with TestClient(app) as client, client.websocket_connect("/live") as socket:
        hello = socket.receive_json()
        socket.send_json({"type": "subscribe", "topics": {DIAL: None}})
        state = socket.receive_json()

    assert (hello["type"], state["state"]) == ("hello", {"value": 0})
    assert [type(wire) for wire in shells[0].wires] == [AsgiWire]

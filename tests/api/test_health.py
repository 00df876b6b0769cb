"""Health: alive without the database, ready only with everything, and numbers for this machine alone."""

import asyncio
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from api.app import create_litestar
from api.settings import Settings
from realtime.relay import APPLICATION
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.lines import Line
from tests.servers import Server

READY = {"database": True, "relay": True, "intake": True}


async def until_ready(http: httpx.AsyncClient, server: Server, *, ready: bool = True) -> dict[str, bool]:
    """What ``/readyz`` says when it has come to say so; it is made to be asked again and again."""
    async with asyncio.timeout(20):
        while (answer := await http.get(f"{server.address}/readyz")).is_success is not ready:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert answer.status_code == (200 if ready else 503)
    found: dict[str, bool] = answer.json()
    return found


async def test_a_server_with_everything_is_ready(hall: Hall):
    assert await until_ready(hall.http, hall.servers[0]) == READY


async def test_without_the_database_it_is_alive_and_not_ready_until_it_is_back(database_url: str, tmp_path: Path):
    async with Line(database_url) as line, Server(line.url, tmp_path) as server, httpx.AsyncClient() as http:
        await until_ready(http, server)
        line.shuts()
        away = await until_ready(http, server, ready=False)
        alive = await http.get(f"{server.address}/healthz")
        line.shuts(shut=False)
        back = await until_ready(http, server)

    assert away["database"] is False
    assert (alive.status_code, alive.text) == (200, "ok")
    assert back == READY


async def test_a_database_that_does_not_answer_does_not_keep_the_question_waiting(database_url: str, tmp_path: Path):
    async with Line(database_url) as line, Server(line.url, tmp_path) as server, httpx.AsyncClient() as http:
        await until_ready(http, server)
        line.silences()

        async with asyncio.timeout(5):
            answer = await http.get(f"{server.address}/readyz")
        line.shuts()  # stopping would wait for the silence to end

    assert (answer.status_code, answer.json()["database"]) == (503, False)


async def test_a_server_that_hears_no_touches_is_not_ready(database_url: str, tmp_path: Path):
    async with Line(database_url) as line, Hall(line.url, tmp_path) as hall:
        await until_ready(hall.http, hall.servers[0])
        line.lets_nobody_else_in()
        async with hall.sessions() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = :name AND datname = current_database()"
                ),
                {"name": APPLICATION},
            )
        deaf = await until_ready(hall.http, hall.servers[0], ready=False)
        line.shuts(shut=False)
        back = await until_ready(hall.http, hall.servers[0])

    assert deaf == {**READY, "relay": False}
    assert back == READY


async def numbers(hall: Hall) -> dict[str, float]:
    answer = await hall.http.get(f"{hall.servers[0].address}/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {sample.name: sample.value for family in families for sample in family.samples}


async def test_the_numbers_follow_sockets_and_ballots(hall: Hall):
    await hall.check_in("001")
    anh, console = await hall.phone("001"), await hall.console()
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")
    before = await numbers(hall)

    await anh.cast(poll, ALL_FOR)

    after = await numbers(hall)
    assert after["dienhong_ballots_answered_total"] - before["dienhong_ballots_answered_total"] == 1
    assert after["dienhong_ballot_batch_size_count"] - before["dienhong_ballot_batch_size_count"] == 1
    assert (after["dienhong_sockets"], after["dienhong_topics"]) == (1, 1)
    assert {name: after[name] for name in NOTHING_WRONG} == dict.fromkeys(NOTHING_WRONG, 0)


NOTHING_WRONG = (
    "dienhong_sockets_owing",
    "dienhong_sockets_too_slow",
    "dienhong_rendering_failures",
    "dienhong_ballots_waiting",
)


async def test_the_numbers_are_for_this_machine_alone(tmp_path: Path, database_url: str):
    app = create_litestar(Settings(data_dir=tmp_path), database_url)

    async def asked_from(address: str, **headers: str) -> int:
        transport = httpx.ASGITransport(app, client=(address, 50000))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://hall") as http:
            return (await http.get("/metrics", headers=headers)).status_code

    async with app.lifespan():
        found = {
            "here": await asked_from("127.0.0.1"),
            "here, IPv6": await asked_from("::1"),
            "the hall": await asked_from("192.168.1.20"),
            "outside": await asked_from("2001:db8::7"),
            "outside, by a proxy here": await asked_from("127.0.0.1", **{"X-Forwarded-For": "203.0.113.9"}),
        }

    assert found == {**dict.fromkeys(found, 401), "here": 200, "here, IPv6": 200}

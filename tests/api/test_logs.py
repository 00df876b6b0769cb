"""Logs, as ``dienhong serve`` writes them: a line a request with its id, and never what people hold secret."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from api.simulation.actors import Phone, Refused
from tests.congresses import ALL_FOR, PASSWORD, Hall, a_motion
from tests.processes import environment, free_port

OPINION = "Đề nghị tăng lương tối thiểu vùng."


class Process:
    """A real server process on the hall's database, and everything that it has written to standard error."""

    def __init__(self, hall: Hall, folder: Path, **settings: str) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._log = folder / "stderr.log"
        ours = {"DATABASE_URL": hall.url, "DATA_DIR": hall.data_dir, "PORT": port, **settings}
        self._environment = environment(**ours)

    async def __aenter__(self) -> "Process":
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "api.cli", "serve"), env=self._environment, stderr=log
            )
        async with asyncio.timeout(60), httpx.AsyncClient() as http:
            while not await self._is_ready(http):
                assert self._process.returncode is None, self.text
                await asyncio.sleep(0.1)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.address}/readyz")).is_success
        except httpx.TransportError:
            return False

    @property
    def text(self) -> str:
        """All of it."""
        return self._log.read_text(encoding="utf-8")

    def lines(self) -> list[dict[str, Any]]:
        """Every line but those with which the command itself greets; fails if one is not a JSON object."""
        return [json.loads(line) for line in self.text.splitlines() if not line.startswith(("  · ", "Serving on "))]

    async def requests(self, expected: int) -> list[dict[str, Any]]:
        """One a request, all of them, once as many as ``expected`` are there: a line follows its answer."""
        async with asyncio.timeout(20):
            while len(self._requests()) < expected:
                assert self._process.returncode is None, self.text
                await asyncio.sleep(0.05)
        return self._requests()

    def _requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["event"] == "request"]


@pytest.fixture
async def process(hall: Hall, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Process]:
    """A server that logs JSON unless the test says otherwise; the hall's second."""
    settings = {"LOG_FORMAT": getattr(request, "param", "json"), "LOG_LEVEL": "DEBUG", "INSECURE_COOKIES": "true"}
    async with Process(hall, tmp_path, **settings) as process:
        hall.servers.append(process)  # type: ignore[arg-type]
        yield process


async def test_a_sane_request_id_is_kept_and_any_other_is_replaced(hall: Hall, process: Process):
    async def asked(given: bytes) -> str:
        answer = await hall.http.get(f"{process.address}/api/v1/nothing", headers={b"X-Request-Id": given})
        assert answer.json()["request"] == answer.headers["x-request-id"]
        return answer.headers["x-request-id"]

    kept = [await asked(given) for given in (b"phone-7.b_2", b"a" * 64)]
    made = [await asked(given) for given in (b"", b"a" * 65, b'two words"', b"\xc4\x91", b"{evil}")]

    assert kept == ["phone-7.b_2", "a" * 64]
    assert all(re.fullmatch("[0-9a-f]{12}", one) for one in made)
    expected = kept + made
    assert [line["request"] for line in await process.requests(len(expected))] == expected


async def test_each_request_has_one_line_without_what_was_in_its_address(hall: Hall, process: Process):
    code = hall.issued["001"].code
    for path in (f"/B/{code}", f"/b/{code}", f"/api/v1/documents/{uuid4()}?cursor={code}", f"/nowhere/{code}"):
        await hall.http.get(f"{process.address}{path}")
    for unlogged in ("/healthz", "/readyz", "/metrics"):
        await hall.http.get(f"{process.address}{unlogged}")

    lines = await process.requests(4)
    assert [line["path"] for line in lines] == [
        "/B/{code}",
        "/b/{code}",
        "/api/v1/documents/{id}",
        "(none)",
    ]
    assert [(line["method"], line["status"]) for line in lines][2:] == [("GET", 401), ("GET", 404)]
    assert all({"timestamp", "level", "ms", "request"} <= line.keys() for line in lines)


@pytest.mark.parametrize("process", ["json", "console"], indirect=True)
async def test_no_secret_and_no_mark_is_ever_logged_also_when_things_go_wrong(hall: Hall, process: Process):
    await hall.check_in("001", "002")
    anh, console = await hall.phone("001", server=1), await hall.console(server=1)
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")
    await hall.http.get(f"{process.address}/B/{hall.issued['001'].code}")
    with pytest.raises(Refused, match="sign_in_refused"):
        await Phone(process.address, hall.http).sign_in(hall.issued["002"].code, "000000")
    await anh.cast(poll, ALL_FOR)
    await anh.opines("amend", OPINION, item_id=str(hall.item_ids[0]))
    dat = await hall.phone("002", server=1)
    async with hall.sessions.begin() as session:
        await session.execute(text("ALTER TABLE opinion RENAME TO opinion_away"))
        await session.execute(text("ALTER TABLE ballot RENAME TO ballot_away"))
    with pytest.raises(Refused, match="internal_error"):
        await dat.opines("amend", OPINION, item_id=str(hall.item_ids[0]))
    with pytest.raises(Refused):
        await dat.post_ballot(poll, ALL_FOR)

    secrets: dict[str, list[str | None]] = {
        "a PIN": [hall.issued[number].pin for number in ("001", "002")],
        "a badge's code": [hall.issued[number].code for number in ("001", "002")],
        "a cookie": [actor.cookie for actor in (anh, dat, console)],
        "a password": [PASSWORD],
        "an opinion": [OPINION],
        "a mark": ['"for"', "'for'", '\\"for\\"'],
    }
    logged = process.text
    assert "database_error" in logged
    assert "UndefinedTableError" in logged
    assert {what for what, all_of_it in secrets.items() if any(str(one) in logged for one in all_of_it)} == set()

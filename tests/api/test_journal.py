"""The journal over HTTP: every control action is in it, tampering is named, and no secret is in it or in a log."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from agenda.models import JournalEntry
from api.auth.permissions import Role
from api.cli import wait_until_ready
from api.generated import ROOT
from api.process import environment_of
from api.routes.journal import ACTIONS_OF
from api.settings import LogFormat
from api.simulation.actors import Console, Refused
from tests.agenda.pdfs import typeset
from tests.congresses import ALL_FOR, DAY, HEADERS, PASSWORD, PEOPLE, Hall, a_motion
from tests.servers import Server

REASON = {"reason": "Thẻ bị mất"}


async def entries(console: Console) -> list[dict[str, Any]]:
    """All of them, oldest first, page by page."""
    found, cursor = [], None
    while True:
        page = await console.get("/journal", params={"limit": 7, **({"cursor": cursor} if cursor else {})})
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found[::-1]


async def uploads(console: Console, path: str, name: str, content: bytes) -> None:
    answer = await console.http.post(
        f"{console.address}/api/v1{path}",
        files={"file": (name, content)},
        headers={"Cookie": f"dienhong={console.cookie}"},
    )
    assert answer.is_success, answer.text


async def a_day_at_the_console(hall: Hall) -> tuple[Console, list[str]]:
    """Every control action once; the secrets that were used."""
    console = await hall.console()
    staff, device, screen, item, document, target = (str(uuid4()) for _ in range(6))
    account = {"login": "lan", "name": "Lan", "role": "teller"}
    await console.put(f"/staff/{staff}", {**account, "password": "mat khau cua lan"})
    await console.put(f"/staff/{staff}", {**account, "role": "secretary"})
    await console.put(f"/devices/{device}", {"name": "Cửa D", "role": "door"})
    code = (await console.post(f"/devices/{device}/enrolment"))["code"]
    await console.post("/sign-in/device", {"code": code})
    await console.post("/sign-in/staff", {"login": "organiser", "password": PASSWORD})
    await console.request("DELETE", f"/devices/{device}")
    await console.put(f"/screens/{screen}", {"name": "side"})
    await console.put("/screens/side/scene", {"scene": {"kind": "black"}})

    sitting = {"number": 2, "title_vi": "Phiên 2", "starts_at": DAY.isoformat(), "ends_at": DAY.isoformat()}
    await console.put(f"/sittings/{uuid4()}", {**sitting, "ends_at": DAY.replace(hour=9).isoformat()})
    about = {"position": 3, "title_vi": "Thảo luận", "starts_at": DAY.isoformat(), "minutes": 15}
    await console.put(f"/items/{item}", {"sitting_id": str(hall.sitting_id), **about})
    await console.put("/programme/current-item", {"id": item})
    await console.post("/announcement", {"text_vi": "Mời đại biểu vào hội trường"})

    await console.put(f"/documents/{document}", {"title_vi": "Dự thảo"})
    await console.connect("document-desk")
    await uploads(console, f"/documents/{document}/versions", "du-thao.pdf", typeset("Dự thảo"))
    await console.until("document-desk", lambda desk: "'state': 'ready'" in str(desk["documents"]))
    await console.post(f"/documents/{document}/publish")
    await console.post(f"/documents/{document}/hold-back")
    await console.put(f"/targets/{target}", {"code": "CT9", "position": 9, "statement_vi": "Chỉ tiêu", "value": "1"})

    roster = "\n".join(
        [",".join(HEADERS), ",".join([*PEOPLE[0][:5], "2"]), ",".join(["009", "Lý Văn Ba", *PEOPLE[0][2:]])]
    )
    await uploads(console, "/roster?dry_run=false", "roster.csv", roster.encode())
    await console.post("/badges")
    dat, khang, han, binh = (hall.delegate_id(number) for number in ("002", "003", "004", "DK01"))
    badge = await console.post(f"/delegates/{dat}/badge", REASON)
    await console.post(f"/delegates/{khang}/badge/revoke", REASON)
    await console.post(f"/delegates/{khang}/credentials", {"credentials": "rejected", "reason": "Không đủ tư cách"})
    await console.post(f"/delegates/{han}/absence", {"sitting_id": str(hall.sitting_id), "reason": "Ốm nặng"})
    await console.post(f"/delegates/{binh}/promotion", {"replaces_id": str(han), "reason": "Vắng mặt"})

    door = await hall.door()
    scan = {"nonce": str(uuid4()), "delegate_id": str(dat), "source": "manual", "reason": "Quên thẻ"}
    undone = await door.post("/scans", scan)
    await console.post(f"/scans/{undone['scan_id']}/undo", REASON)
    anh = await hall.phone("001")
    await door.scans(hall.issued["001"].code)
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")
    await anh.cast(poll, ALL_FOR)
    await console.takes(poll, "close", "publish")
    await console.post(f"/polls/{poll}/annul", {"reason": "Sai tên chỉ tiêu"})
    await console.post(f"/delegates/{anh.me['id']}/sign-out")

    pins = [one.pin for one in hall.issued.values() if one.pin]
    codes = [one.code for one in hall.issued.values()]
    passwords = ["mat khau cua lan", PASSWORD]
    secrets = [*pins, *codes, *passwords, badge["pin"], badge["url"][-26:], code, code.replace("-", "")]
    return console, [*secrets, console.cookie, anh.cookie]


ACTIONS = {
    "staff.saved", "staff.signed_in", "device.saved", "device.enrolment_made", "device.signed_in", "device.revoked",
    "screen.saved", "screen.steered", "sitting.saved", "item.saved", "item.current", "announcement.made",
    "document.saved", "document.uploaded", "document.published", "document.held_back", "target.saved",
    "roster.imported", "badges.issued", "badge.reissued", "badge.revoked", "credentials.decided", "absence.excused",
    "alternate.promoted", "check_in.by_hand", "check_in.undone", "poll.prepared", "poll.announced", "poll.open",
    "poll.closed", "poll.published", "poll.annulled", "delegate.signed_out",
}  # fmt: skip


async def test_every_control_action_leaves_who_when_what_and_what_it_changed(hall: Hall):
    before = len(await entries(await hall.console()))

    console, _ = await a_day_at_the_console(hall)
    found = (await entries(console))[before:]

    assert {entry["action"] for entry in found} == ACTIONS
    assert [entry["number"] for entry in found] == list(range(before + 1, before + 1 + len(found)))
    assert [entry["at"] for entry in found] == sorted(entry["at"] for entry in found)
    assert {entry["actor_name"] for entry in found if entry["actor_kind"] == "organiser"} == {"Người organiser"}
    silent = {entry["action"] for entry in found if entry["before"] is None and entry["after"] is None}
    assert silent == {"staff.signed_in", "device.signed_in"}
    role = next(e for e in found if e["action"] == "staff.saved" and e["before"])
    assert (role["before"]["role"], role["after"]["role"]) == ("teller", "secretary")
    assert (await console.get("/journal/verification"))["faults"] == []


@asynccontextmanager
async def serving(hall: Hall, log: Path, **changes: Any) -> AsyncIterator[None]:
    """The hall's first server is a process of its own, whose log goes to a file."""
    server = Server(hall.url, hall.data_dir, log_level="DEBUG", **changes)
    command = [sys.executable, "-m", "api.cli", "serve"]
    with log.open("wb") as file:
        child = await asyncio.to_thread(subprocess.Popen, command, env=environment_of(server.settings), stderr=file)
        try:
            await asyncio.to_thread(wait_until_ready, server.address, child)
            hall.servers.insert(0, server)
            yield
        finally:
            child.terminate()
            await asyncio.to_thread(child.wait, 20)


@pytest.mark.parametrize("log_format", [LogFormat.CONSOLE, LogFormat.JSON])
async def test_no_secret_is_in_the_journal_or_in_a_log_line(hall: Hall, tmp_path: Path, log_format: LogFormat):
    log = tmp_path / "server.log"
    async with serving(hall, log, log_format=log_format):
        secrets = await a_day_that_ends_badly(hall)
    written = log.read_text()

    assert "database_error" in written
    assert "unexpected_error" in written
    assert "/b/{code}" in written
    assert [line for line in written.splitlines() if any(secret in line for secret in secrets)] == []
    async with hall.sessions() as session:
        kept = str((await session.scalars(text("SELECT row_to_json(entry)::text FROM journal_entry entry"))).all())
    assert [secret for secret in secrets if secret in kept] == []
    assert "answers" not in kept + written  # nobody's marks


async def a_day_that_ends_badly(hall: Hall) -> list[str]:
    """The same, and then the server fails with a password and a PIN in its hands; the secrets that were used."""
    _, secrets = await a_day_at_the_console(hall)
    pin, badge = hall.issued["001"].pin or "", hall.issued["001"].code
    await hall.http.get(f"{hall.servers[0].address}/b/{badge}")
    async with hall.sessions.begin() as session:
        await session.execute(text("UPDATE staff SET password_hash = 'no hash'"))
        await session.execute(text("ALTER TABLE sign_in RENAME TO lost"))
    for path, body in (
        ("/sign-in/staff", {"login": "organiser", "password": PASSWORD}),
        ("/sign-in/delegate", {"badge": badge, "pin": pin}),
    ):
        with pytest.raises(Refused, match="internal_error"):
            await Console(hall.servers[0].address, hall.http).post(path, body)
    return secrets


async def test_it_is_read_page_by_page_and_only_by_those_who_answer_for_the_result(hall: Hall):
    await hall.hire(Role.SECRETARY)
    console, secretary = await hall.console(), await hall.console(Role.SECRETARY)

    first = await console.get("/journal", params={"limit": 2})
    second = await console.get("/journal", params={"limit": 2, "cursor": first["next"]})

    numbers = [entry["number"] for entry in first["items"] + second["items"]]
    assert numbers == list(range(numbers[0], numbers[0] - 4, -1))
    for path in ("/journal", "/journal/verification"):
        with pytest.raises(Refused, match="not_permitted"):
            await secretary.get(path)


# ---- tampering, as somebody with the database in their hands does it

SWAP = """
    UPDATE journal_entry SET number = -number WHERE number IN (2, 3);
    UPDATE journal_entry SET number = CASE number WHEN -2 THEN 3 ELSE 2 END WHERE number < 0
"""


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        pytest.param(
            "UPDATE journal_entry SET actor_name = 'Ai đó' WHERE number = 2", ["entry 2: its content"], id="changed"
        ),
        pytest.param("DELETE FROM journal_entry WHERE number = 2", ["entry 3: follows number 1"], id="removed"),
        pytest.param(SWAP, ["entry 2: ", "entry 3: "], id="swapped"),
    ],
)
async def test_verify_journal_says_which_entry_was_tampered_with(hall: Hall, tampering: str, named: list[str]):
    honest = await asyncio.to_thread(verify_journal, hall)
    async with hall.sessions.begin() as session:
        await session.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER ALL"))
        for statement in tampering.split(";"):
            await session.execute(text(statement))

    tampered = await asyncio.to_thread(verify_journal, hall)

    assert honest.returncode == 0
    assert "all in order" in honest.stdout
    assert tampered.returncode != 0
    assert all(name in tampered.stdout for name in named), tampered.stdout


async def test_the_database_itself_refuses_to_change_the_journal(hall: Hall):
    for statement in (
        "UPDATE journal_entry SET actor_name = 'Ai đó'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
    ):
        async with hall.sessions() as session:
            with pytest.raises(Exception, match="append-only"):
                await session.execute(text(statement))
    async with hall.sessions() as session:
        assert (await session.scalars(select(JournalEntry.actor_name))).first() == "dienhong"


def verify_journal(hall: Hall) -> subprocess.CompletedProcess[str]:
    """``dienhong verify-journal`` as an auditor runs it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIENHONG_")}
    own = {"DIENHONG_DATABASE_URL": hall.url, "DIENHONG_DATA_DIR": str(hall.data_dir)}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "verify-journal"],
        env=environment | own,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_entries_of_one_area_can_be_looked_at(hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce")

    polls = await console.get("/journal", params={"area": "polls", "limit": 1})
    rest = await console.get("/journal", params={"area": "polls", "cursor": polls["next"]})
    roster = (await console.get("/journal", params={"area": "roster"}))["items"]

    assert [line["action"] for line in polls["items"] + rest["items"]] == ["poll.announced", "poll.prepared"]
    assert {line["action"].split(".")[0] for line in roster} == {"badges", "roster"}


def test_every_action_that_has_a_name_belongs_to_one_area():
    named = re.findall(r'^  "(\w+)\.', (ROOT / "web/console/sections/journal/actions.ts").read_text(), re.MULTILINE)
    words = [word for of_one in ACTIONS_OF.values() for word in of_one]

    assert sorted(words) == sorted(set(words))
    assert set(named) == set(words)

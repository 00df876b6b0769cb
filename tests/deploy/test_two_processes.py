"""The start commands of the deployment, run by hand: two app processes on one Postgres, with Caddy in front."""

import asyncio
import os
import re
import shutil
import signal
import ssl
import subprocess
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from api.generated import ROOT
from api.simulation.actors import Console, Phone, Screen
from tests.conftest import fresh_database
from tests.congresses import ALL_FOR, PASSWORD, Hall, a_motion
from tests.processes import dienhong, free_port, serving, start, until_answered


def start_caddy(folder: Path, site: str, upstream: str) -> subprocess.Popen[bytes]:
    config = (ROOT / "deploy" / "Caddyfile").read_text()
    # Port 80 is not ours here, and the app's name is in no DNS: the one upstream is named as it is.
    config = config.replace("admin off", "admin off\n\tauto_https disable_redirects")
    config = re.sub(r"dynamic a \{.*?\n\t\t\}", f"to {upstream}", config, flags=re.DOTALL)
    (folder / "Caddyfile").write_text(config)
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "DIENHONG_SITE": site}
    return start(command, environment, folder / "caddy.log")


@pytest.mark.slow
async def test_processes_that_start_at_the_same_instant_make_one_schema_and_one_set_of_keys(
    postgres_url: str, tmp_path: Path
):
    async with fresh_database(postgres_url, "template0") as url, AsyncExitStack() as stack:
        given = {"DATABASE_URL": url, "DATA_DIR": tmp_path, "DATABASE_CONNECTIONS": 8}
        started = [stack.enter_async_context(serving(**given)) for _ in range(2)]
        (first, _), (second, _) = await asyncio.gather(*started)
        person = ("--login", "bantochuc", "--name", "Ban Tổ chức", "--role", "organiser", "--password", PASSWORD)
        made = await asyncio.to_thread(dienhong, "staff", *person, **given)
        async with httpx.AsyncClient(timeout=30) as http:
            console = await Console(first, http).sign_in("bantochuc", PASSWORD)
            console.address = second
            devices = await console.get("/devices")

    assert made.returncode == 0, made.stderr
    assert devices == []


@pytest.mark.slow
async def test_one_process_is_killed_and_what_was_acknowledged_is_there(hall: Hall, tmp_path: Path):
    await hall.check_in("001", "002")
    given = {"DATABASE_URL": hall.url, "DATA_DIR": tmp_path, "DATABASE_CONNECTIONS": 8}
    async with serving(**given) as (first, doomed), serving(**given) as (second, _):
        anh = await Phone(first, hall.http).sign_in(hall.issued["001"].code, hall.issued["001"].pin or "")
        screen = await Screen(second, hall.http).enrol(await hall.enrolment("main", "screen"))
        console = await Console(second, hall.http).sign_in("organiser", PASSWORD)
        await anh.connect("floor")
        await screen.connect("screen/main")
        poll = await console.prepares(a_motion())
        await console.takes(poll, "announce", "open")
        await anh.until("floor", lambda floor: floor["polls"] and floor["polls"][0]["state"] == "open")
        ballot_id = uuid4()

        receipt = await anh.cast(poll, ALL_FOR, ballot_id)
        doomed.send_signal(signal.SIGKILL)
        await anh.closed()

        await screen.shows("main", "poll", lambda scene: scene["ballots"] == 1)
        anh.address = second  # as the load balancer leads it
        await anh.connect("floor")
        assert await anh.cast(poll, ALL_FOR, ballot_id) == receipt
        await console.takes(poll, "close", "publish")
        result = await screen.shows("main", "result")
        assert result["ballots"] == 1
        await screen.disconnect()
        await anh.disconnect()


NEEDS_CADDY = pytest.mark.skipif(
    shutil.which("caddy") is None, reason="no Caddy on this machine: the proxy is not tried"
)


@NEEDS_CADDY
async def test_a_phone_behind_caddy_reads_signs_in_and_holds_its_socket(hall: Hall, tmp_path: Path):
    port = free_port()
    site = f"https://127.0.0.1:{port}"
    proxied = {"PUBLIC_URL": site, "TRUSTED_PROXIES": "127.0.0.1"}
    async with serving(DATABASE_URL=hall.url, DATA_DIR=tmp_path, **proxied) as (upstream, _):
        caddy = start_caddy(tmp_path, site, upstream.removeprefix("http://"))
        try:
            await until_answered(f"{site}/", caddy)
            trust = ssl.create_default_context()
            trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
            async with httpx.AsyncClient(verify=trust) as http:
                phone = await Phone(site, http).sign_in(hall.issued["001"].code, hall.issued["001"].pin or "")
                await phone.connect("floor")
                floor = await phone.until("floor")
                inside = [(await http.get(f"{site}/{path}")).status_code for path in ("metrics", "readyz", "healthz")]
                page = await http.get(f"{site}/")
                await phone.disconnect()
        finally:
            caddy.terminate()
            caddy.wait()

    assert floor["congress_vi"] == "Đại hội thử"
    assert inside == [404, 404, 404]
    assert page.headers["strict-transport-security"] == "max-age=31536000"


@NEEDS_CADDY
async def test_caddy_tells_of_an_app_that_is_away_without_telling_who_asked_for_what(tmp_path: Path):
    site = f"https://127.0.0.1:{free_port()}"
    caddy = start_caddy(tmp_path, site, f"127.0.0.1:{free_port()}")
    try:
        await until_answered(f"{site}/healthz", caddy, status=404)
        async with httpx.AsyncClient(verify=False, timeout=30) as http:
            answer = await http.get(f"{site}/B/0123456789ABCDEFGHJKMNPQRS", headers={"Cookie": "dienhong=secret"})
    finally:
        caddy.terminate()
        caddy.wait()

    said = (tmp_path / "caddy.log").read_text()
    assert answer.status_code == 502
    assert "connection refused" in said
    assert "0123456789ABCDEFGHJKMNPQRS" not in said
    assert "remote_ip" not in said

"""What an installer sees: the demo set up from nothing, a crowd that votes, and one JSON object last on stdout."""

import asyncio
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from api.demo import Card, read_credentials
from api.generated import ROOT
from api.settings import Settings
from api.simulation.actors import Door, Phone
from api.tls import lan_address
from tests.processes import dienhong, environment, free_port, is_running, the_one_sentence

pytestmark = pytest.mark.slow

CROWD = 19  # too few for a secret poll, which takes its time


def demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``dienhong demo … --exit``, to its end."""
    return dienhong("demo", "--port", str(free_port()), "--exit", *options, DATA_DIR=folder)


class RunningDemo:
    """``dienhong demo``, on the terminal of somebody who looks at it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.port = folder, free_port()
        self.said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by end()
        command = [sys.executable, "-m", "api.cli", "demo"]
        self.process = subprocess.Popen(
            # With Ctrl-C ignored, as a script that says `dienhong demo &` leaves it.
            [*("sh", "-c", 'trap "" INT; exec "$@"', "sh"), *command, "--port", str(self.port), *options],
            cwd=ROOT,
            env=environment(DATA_DIR=folder),
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
            start_new_session=True,  # a terminal's Ctrl-C goes to the whole group
        )
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if "Ctrl-C" in line:
                break
        else:
            raise AssertionError(f"the demo ended:\n{self.printed}")

    @property
    def processes(self) -> list[int]:
        """The demo, its server, and Postgres."""
        pid_file = self.folder / "demo" / "database" / "postgres" / "postmaster.pid"
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [self.process.pid, *(child.pid for child in children), int(pid_file.read_text().split()[0])]

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)

    def end(self) -> None:
        """Clean up, whatever the test did."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        self.process.stdout.close()
        self.said.close()

    @property
    def last_words(self) -> str:
        """What it said on standard error."""
        self.said.seek(0)
        return self.said.read()


@contextmanager
def running_demo(folder: Path, *options: str) -> Iterator[RunningDemo]:
    demo = RunningDemo(folder, *options)
    try:
        yield demo
    finally:
        demo.end()


@pytest.fixture(scope="module")
def first() -> Iterator[tuple[Path, subprocess.CompletedProcess[str]]]:
    """The first demo in a folder."""
    with tempfile.TemporaryDirectory(prefix="dh-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # under root, Postgres runs as somebody else
        yield folder, demo(folder, "--simulate", "60", "--over", "2")


@pytest.fixture(scope="module")
def lan(first: tuple[Path, object]) -> Iterator[RunningDemo]:
    """A demo that phones in the network can reach."""
    with running_demo(first[0], "--lan") as demo:
        yield demo


def test_a_crowd_takes_part_in_the_demo_and_counts_for_itself(
    first: tuple[Path, subprocess.CompletedProcess[str]],
):
    folder, done = first
    again = demo(folder, "--simulate", str(CROWD), "--over", "1")

    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout.splitlines()[-1])
    assert summary["checked_in"] == summary["ballots_acknowledged"] == 60
    assert summary["ballots_refused"] == 0
    assert summary["tally_equals_recount"] is True
    assert len(summary["tally"]) == 14
    election = summary["election"]  # secret
    assert (election["papers"], election["ballots"], election["refusals"]) == (60, 60, {})
    assert election["tally_equals_recount"] is True
    assert all(summary[times].keys() >= {"p50", "p95", "p99"} for times in ("ack_ms", "screen_ms"))
    assert done.stdout.count("PIN") == 3
    assert "Importing" in done.stderr
    assert again.returncode == 0, again.stderr
    assert "Importing" not in again.stderr  # the second start finds everything there
    summary = json.loads(again.stdout.splitlines()[-1])
    assert (summary["ballots_acknowledged"], summary["election"]) == (CROWD, None)


async def an_outsider_votes(demo: RunningDemo, card: Card) -> None:
    """Somebody of whom the crowd does not know checks in and casts a ballot in the poll that opens next."""
    address = f"https://127.0.0.1:{demo.port}"
    code = re.search(r"/door\s+mã / code (\S+)", demo.printed)[1]
    async with httpx.AsyncClient(verify=False, timeout=30) as http:
        door = await Door(address, http).enrol(code)
        await door.scans(card.code)
        phone = await Phone(address, http).sign_in(card.code, card.pin or "")
        await phone.connect("floor")
        await phone.until("floor", lambda floor: not any(poll["state"] == "open" for poll in floor["polls"]))
        floor = await phone.until(
            "floor", lambda floor: any(poll["state"] == "open" for poll in floor["polls"]), within_s=120
        )
        poll = next(poll for poll in floor["polls"] if poll["state"] == "open")
        answers = [{"question": q["number"], "options": [q["options"][0]["key"]]} for q in poll["paper"]["questions"]]
        await phone.cast(poll["id"], answers)
        await phone.disconnect()


async def test_a_published_tally_that_differs_from_the_recount_is_an_exit_code(lan: RunningDemo):
    cards = read_credentials(Settings(data_dir=lan.folder / "demo")).cards
    outsider = [card for card in cards if card.pin and card.number.isdigit()][CROWD]
    address, over = ("--address", f"https://127.0.0.1:{lan.port}"), ("--over", "4")

    voting = asyncio.create_task(an_outsider_votes(lan, outsider))
    done = await asyncio.to_thread(
        dienhong, "simulate", "--delegates", str(CROWD), *over, *address, DATA_DIR=lan.folder
    )
    await voting

    summary = json.loads(done.stdout.splitlines()[-1])
    assert summary["ballots_acknowledged"] == CROWD
    assert summary["tally_equals_recount"] is False
    assert done.returncode == 1


def test_the_certificate_made_on_the_spot_is_for_the_address_that_phones_open(lan: RunningDemo):
    trust = ssl.create_default_context(cafile=lan.folder / "demo" / "keys" / "tls.crt")

    for name in (lan_address(), "localhost", "127.0.0.1"):
        with (
            socket.create_connection(("127.0.0.1", lan.port)) as plain,
            trust.wrap_socket(plain, server_hostname=name) as encrypted,
        ):
            encrypted.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert encrypted.recv(1000).startswith(b"HTTP/1.1 200")
    assert f"HTTPS://{lan_address()}:{lan.port}/B/" in lan.printed


def test_what_is_in_the_way_of_a_second_demo_is_one_sentence(lan: RunningDemo):
    same_port = dienhong("demo", "--port", str(lan.port), DATA_DIR=lan.folder / "another")
    same_folder = dienhong("demo", "--port", str(free_port()), DATA_DIR=lan.folder)
    thrown_away = dienhong("demo", "--port", str(free_port()), "--fresh", DATA_DIR=lan.folder)

    assert f"Port {lan.port}" in the_one_sentence(same_port)
    assert not (lan.folder / "another").exists()
    assert "already running" in the_one_sentence(same_folder)
    assert "already running" in the_one_sentence(thrown_away)
    assert (lan.folder / "demo" / "demo-credentials.json").exists()


def test_ctrl_c_ends_the_demo_with_all_of_its_processes(lan: RunningDemo):
    processes = lan.processes

    code = lan.interrupt()

    assert code == 0, lan.last_words
    assert len(processes) >= 3
    assert [pid for pid in processes if is_running(pid)] == []


def test_a_demo_that_is_killed_is_not_in_the_way_of_the_next(first: tuple[Path, object]):
    folder, _ = first
    with running_demo(folder) as killed:
        _, *children = killed.processes
        killed.process.kill()
        killed.process.wait()
        psutil.wait_procs([psutil.Process(pid) for pid in children if pid != children[-1]], timeout=30)

        again = dienhong("demo", "--port", str(killed.port), "--exit", "--simulate", "1", DATA_DIR=folder)

    assert again.returncode == 0, again.stderr
    assert [pid for pid in children if is_running(pid)] == []

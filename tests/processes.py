"""Real processes of the product for tests: started as an installer starts them, ended without mercy."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

from api.generated import ROOT

HANGS_S = 300  # a command that takes longer will not end; the demo takes a minute, on a crowded machine two


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**settings: object) -> dict[str, str]:
    """This process's environment with just these settings: ``PORT=1`` for ``DIENHONG_PORT``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIENHONG_")}
    return kept | {f"DIENHONG_{name}": str(value) for name, value in settings.items()}


def is_running(pid: int) -> bool:
    """Whether there is such a process; one that has ended and waits to be noticed is none."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def postmaster_of(folder: Path) -> int:
    """The process number of the embedded Postgres in the data folder ``folder``."""
    return int((folder / "database" / "postgres" / "postmaster.pid").read_text().split()[0])


def start(command: list[str], environment: dict[str, str], log: Path | None = None) -> "subprocess.Popen[bytes]":
    """A process that runs beside the test; what it says on standard error goes to ``log``."""
    with open(log or os.devnull, "wb") as stderr:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=stderr)


def dienhong(*arguments: str, **settings: object) -> "subprocess.CompletedProcess[str]":
    """A command, to its end."""
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, timeout=HANGS_S, check=False
    )


def the_one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    """What a command says that went wrong: one line, no traceback, and an exit code that is not 0."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    (sentence,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    return sentence


async def until_answered(url: str, child: "subprocess.Popen[bytes]", *, status: int = 200) -> None:
    """Wait until ``url`` answers with this status."""
    async with asyncio.timeout(90), httpx.AsyncClient(verify=False) as http:
        while child.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(url)).status_code == status:
                    return
            await asyncio.sleep(0.1)  # a process that starts offers no event to wait for
    raise AssertionError(f"{child.args!r} ended with {child.returncode}")


@asynccontextmanager
async def serving(**settings: object) -> AsyncIterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A process of ``dienhong serve``: its address, and itself; killed in the end."""
    port = free_port()
    child = start([sys.executable, "-m", "api.cli", "serve"], environment(PORT=port, **settings))
    try:
        await until_answered(f"http://127.0.0.1:{port}/readyz", child)
        yield f"http://127.0.0.1:{port}", child
    finally:
        child.kill()
        child.wait()

"""A congress of any size with a server of its own: founded with the product's imports, served by ``dienhong serve``."""

import asyncio
import csv
import io
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec import Struct
from postgres import cpu_s, process_cpu_s, temporary_folder

from agenda import programme
from agenda.congress_file import id_of
from agenda.journal import SYSTEM
from api.auth.keys import pin_key
from api.auth.sign_ins import pin_hash
from api.cli import wait_until_ready
from api.demo import EXAMPLE
from api.importing import import_congress_file, import_roster_file, save_staff
from api.preparation import database, prepare, session_on
from api.settings import PREFIX, Settings
from delegates import badges
from delegates.badges import Issued

DELEGATIONS = 16
HEADERS = ("Số đại biểu", "Họ và tên", "Loại đại biểu", "Mã đoàn", "Đoàn đại biểu")
LOGIN, PASSWORD = "bench", secrets.token_urlsafe(12)


def roster(delegates: int) -> str:
    """Synthetic official delegates, as many as wanted, as a CSV file."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(HEADERS)
    for number in range(1, delegates + 1):
        code = f"{(number - 1) % DELEGATIONS + 1:02}"
        rows.writerow([f"{number:05}", f"Đại biểu thứ {number}", "chính thức", code, f"Đoàn {code}"])
    return file.getvalue()


class Served(Struct, frozen=True, kw_only=True):
    """A congress that is served."""

    address: str
    issued: list[Issued]  # badge code and PIN of each delegate
    pid: int
    data_dir: Path

    @property
    def server_cpu_s(self) -> float:
        """Processor seconds of the server, without its Postgres."""
        return process_cpu_s(self.pid)

    @property
    def postgres_cpu_s(self) -> float:
        """Processor seconds of its Postgres."""
        return cpu_s(self.data_dir / "database" / "postgres")

    @property
    def resident_mb(self) -> float:
        """The server's memory, without its Postgres."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def served_congress(delegates: int) -> Iterator[Served]:
    """The example congress with synthetic delegates, its first sitting under way, in a folder of its own."""
    with temporary_folder() as folder, socket.socket() as probe:
        settings = Settings(data_dir=folder / "data")
        with database(settings) as url:
            prepare(settings, url)
            issued = asyncio.run(_found(url, settings, folder / "roster.csv", delegates))
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        child = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
            env={**environment, f"{PREFIX}DATA_DIR": str(settings.data_dir), f"{PREFIX}LOG_LEVEL": "WARNING"},
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, child)
            yield Served(address=address, issued=issued, pid=child.pid, data_dir=settings.data_dir)
        finally:
            child.terminate()
            child.wait(30)


async def _found(url: str, settings: Settings, file: Path, delegates: int) -> list[Issued]:
    def say(_: str) -> None:
        """Standard output is for the result."""

    file.write_text(roster(delegates))  # noqa: ASYNC240 - nothing else runs yet
    await import_congress_file(url, settings, EXAMPLE / "congress.json")
    assert await import_roster_file(url, settings, file, dry_run=False, say=say)
    await save_staff(url, settings, login=LOGIN, name="Người đo", role="organiser", password=PASSWORD)
    async with session_on(url, settings) as session:
        await programme.set_current_sitting(session, SYSTEM, id_of("sitting", 1))
        return await badges.issue_missing(
            session,
            SYSTEM,
            hash_pin=partial(pin_hash, pin_key(settings.keys_dir)),
            random_bytes=secrets.token_bytes,
            now=datetime.now(UTC),
        )

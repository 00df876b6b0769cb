"""A Postgres of the benchmark's own: the product's embedded one, in a folder that is gone afterwards."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.database import database_config, migrate
from api.embedded import EmbeddedPostgres
from api.settings import Settings


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that Postgres can work in, also when it may not run as who started the benchmark."""
    with tempfile.TemporaryDirectory(prefix="dh-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def migrated_postgres() -> Iterator[str]:
    """The address of an empty database with the product's schema."""

    async def prepare(url: str) -> None:
        config = database_config(url, Settings())
        await migrate(config)
        await config.get_engine().dispose()

    with temporary_folder() as folder, EmbeddedPostgres(folder) as url:
        asyncio.run(prepare(url))
        yield url


def cpu_s(data_folder: Path) -> float:
    """Processor seconds of the Postgres in ``data_folder``: its postmaster, and every process of it, ended or not."""
    postmaster = int((data_folder / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return sum(process_cpu_s(pid) for pid in (postmaster, *map(int, children)))


def process_cpu_s(pid: int) -> float:
    """Processor seconds of a process and of those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

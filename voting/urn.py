"""
The urn: where ballots of secret polls come in, from nobody.

Whether a ballot is one is asked of its signatures first; only what holds reaches the database. There the paper's key is
spent once, by the table's primary key. The answer is the congress's signed promise to publish the ballot: the same for
the same ballot, as often as it is sent, also after closing. Papers that were not used come back the same way.

Ballots that arrive while others are on their way go together through the next verifying and commit, in the order of
their keys: a transaction each would cost more than ten times what their signatures do. All of it is done in the event
loop, some ballots at a time: threads would wait for each other and for Python's lock (``docs/performance.md``).
"""

import asyncio
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

import asyncpg
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from agenda.models import Congress
from realtime.touch import CHANNEL
from voting import voids
from voting.barrier import barrier_key
from voting.batches import Batches, Waiting, answer_each, driver_of
from voting.blind_rsa import PublicKey
from voting.checkpoint import Signer, congress_signer, origin_of, sign_note
from voting.entrance import Entrance
from voting.errors import IntakeBusy, InvalidSecretBallot, NoSuchPoll, PollClosed, PollNotOpen, VotingError
from voting.life import PollState
from voting.models import Poll
from voting.paper import Paper
from voting.queries import paper_in
from voting.remembering import Remembered
from voting.secret_ballot import SecretBallot, check_signatures, decode, faults, marked_on, marks_size
from voting.secret_errors import PaperSpent
from voting.secret_models import SecretPoll

LARGEST_BALLOT = 32_768  # bytes: two hundred options with long keys take a third of it
LANES = 6  # transactions under way at the same time, so that urns leave connections to others
_CARRIERS = 3  # of them with groups of ballots: one is verified while Postgres works on another
_AT_A_TIME = 32  # ballots verified or promised before the loop looks after others: some milliseconds
_RETRY_IN_S = 2
_REMEMBERED = 64  # polls
_OVER = frozenset({PollState.CLOSED, PollState.PUBLISHED, PollState.ANNULLED})
_log = structlog.get_logger("voting.urn")


class Terms(NamedTuple):
    """What a ballot of one poll is held against; fixed when the poll was announced."""

    key: PublicKey
    paper: Paper
    marks_size: int  # worked out once: a ballot's size is asked before its signatures are
    origin: str  # of its tree
    signer: Signer  # the congress, which promises to publish


def public_key(der: bytes) -> PublicKey:
    """The key in a SubjectPublicKeyInfo that we wrote."""
    return PublicKey(load_der_public_key(der).public_numbers().n)  # type: ignore[union-attr]


_Cast = Waiting[SecretBallot, str]
Part = TypeVar("Part")


class Urn:
    """Takes ballots in, in each process. Bounded: past ``capacity`` under way it says it is busy."""

    def __init__(self, engine: AsyncEngine, key: Ed25519PrivateKey, *, capacity: int) -> None:
        """``key``: with which the congress promises."""
        self._key = key
        self._engine = engine
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
        self._arrived: Batches[SecretBallot, str] = Batches()
        self._verifying = asyncio.Lock()
        self._carriers: set[asyncio.Task[None]] = set()
        self._entrance = Entrance(LANES, capacity=capacity)
        self._terms = Remembered(self._read, most=_REMEMBERED)

    async def cast(self, poll_id: UUID, content: bytes) -> str:
        """
        Put a ballot in, or give a paper back: the congress's promise to publish it, a signed note that names its leaf.

        It comes when the ballot is durable, or was so before.

        Raises:
            InvalidSecretBallot: it is none of this poll.
            NoSuchPoll, PollNotOpen, PollClosed: nothing can be put in (any more).
            PaperSpent: another ballot of this paper is in.
            PollNotOver: a void paper, and it can still be used.
            IntakeBusy: send it again; perhaps it is in.
        """
        with self._entrance:
            terms = await self._terms.of(poll_id)
            ballot = decode(content, terms.key, terms.marks_size)
            return await (self._take_back if ballot.is_void else self._put_in)(poll_id, ballot)

    async def _take_back(self, poll_id: UUID, void: SecretBallot) -> str:
        terms = await self._terms.of(poll_id)
        async with self._entrance.lane:
            check_signatures(void, poll_id, terms.key)
            async with self._sessions.begin() as session:
                await voids.take_back(session, poll_id, void)
        return _promise(void, terms)

    async def _put_in(self, poll_id: UUID, ballot: SecretBallot) -> str:
        """Wait for the group that this ballot is part of. Giving up waiting does not take it back."""
        answer = self._arrived.add(poll_id, ballot)
        if len(self._carriers) < _CARRIERS:
            self._carriers.add(asyncio.create_task(self._carry(), name="urn carrier"))
        return await answer

    async def _carry(self) -> None:
        """Take groups in, each of one poll, as long as ballots wait; whatever happens, nobody is left waiting."""
        try:
            while self._arrived:
                poll_id, group = self._arrived.next()
                try:
                    await self._take_in(poll_id, group)
                except Exception as error:  # the shell of each caller knows what to say
                    answer_each(group, [error] * len(group))
        finally:  # at once: whoever comes before a callback ran would count on a carrier that has gone
            self._carriers -= {asyncio.current_task()}

    async def _take_in(self, poll_id: UUID, group: Sequence[_Cast]) -> None:
        """Verify a group, commit what holds of it, and promise what is durable."""
        terms = await self._terms.of(poll_id)
        valid: list[_Cast] = []
        async with self._verifying:
            for some in _in_turns(group):
                valid += _holding(some, poll_id, terms)
                await asyncio.sleep(0)
        if not valid:
            return
        async with self._entrance.lane:
            refusals = await self._commit(poll_id, [one.item for one in valid])
        for told in _in_turns(list(zip(valid, refusals, strict=True))):
            answers = [refusal or _promise(one.item, terms) for one, refusal in told]
            answer_each([one for one, _ in told], answers)
            await asyncio.sleep(0)

    async def _commit(self, poll_id: UUID, ballots: Sequence[SecretBallot]) -> Sequence[Exception | None]:
        """What each caller hears; whatever happens, nobody is left waiting."""
        try:
            async with self._engine.connect() as connection:
                raw = await driver_of(connection)
                try:
                    return await put_together(raw, poll_id, ballots)
                except Exception as error:  # each phone sends its ballot again, and finds it if it is in
                    # The pool does not hear of the driver's own errors, and would hand the connection out again.
                    await connection.invalidate()
                    _log.warning("urn_failed", error=type(error).__name__)  # what was in it is for nobody
                    return [IntakeBusy(retry_in_s=_RETRY_IN_S) for _ in ballots]
        except Exception as error:  # there is no connection: the shell knows what to say
            return [error] * len(ballots)

    async def _read(self, poll_id: UUID) -> Terms:
        async with self._sessions() as session:
            found = (
                await session.execute(select(Poll, SecretPoll.public_key).join(SecretPoll).where(Poll.id == poll_id))
            ).one_or_none()
            slug = await session.scalar(select(Congress.slug))
        if found is None:
            raise NoSuchPoll(poll_id=poll_id)
        poll, der = found
        paper, signer = paper_in(poll), congress_signer(slug or "", self._key)
        return Terms(public_key(der), paper, marks_size(paper), origin_of(signer.name, poll_id), signer)


def _in_turns(group: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """A group in parts, after each of which the event loop looks after others."""
    return (group[first : first + _AT_A_TIME] for first in range(0, len(group), _AT_A_TIME))


def _holding(group: Sequence[_Cast], poll_id: UUID, terms: Terms) -> Iterator[_Cast]:
    """Those whose ballots are valid; the others hear at once what is wrong with theirs."""
    for one, fault in zip(group, faults([one.item for one in group], poll_id, terms.key), strict=True):
        try:
            if fault is not None:
                raise InvalidSecretBallot(reason=fault)
            marked_on(one.item, terms.paper)
        except InvalidSecretBallot as error:
            answer_each([one], [error])
        else:
            yield one


def _promise(ballot: SecretBallot, terms: Terms) -> str:
    """The congress's word that it will publish what it has."""
    kind, leaf = "void" if ballot.is_void else "promise", b64encode(ballot.leaf).decode()
    return sign_note(f"dienhong {kind} 1\n{terms.origin}\n{leaf}\n", terms.signer)


# The lock comes in a statement of its own before this one: see voting.barrier.
_INSERT = f"""
WITH fresh AS (
    INSERT INTO urn (poll_id, key, paper_signature, marks, vote_signature)
    SELECT poll.id, given.key, given.paper_signature, given.marks, given.vote_signature
    FROM poll
    CROSS JOIN unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[])
      WITH ORDINALITY AS given (key, paper_signature, marks, vote_signature, place)
    WHERE poll.id = $1 AND poll.state = 'open' AND poll.secrecy = 'secret'
      AND (poll.closes_at IS NULL OR poll.closes_at > clock_timestamp())
    -- Every process in one order: groups do not deadlock, and no row's place says who of a group came first. Of two
    -- ballots of one paper the first goes in.
    ORDER BY given.key, given.place
    ON CONFLICT DO NOTHING
    RETURNING 1
), told AS MATERIALIZED (
    SELECT pg_notify('{CHANNEL}', topic) FROM unnest($6::text[]) AS topic WHERE EXISTS (SELECT FROM fresh)
)
SELECT (SELECT count(*) FROM fresh), (SELECT count(*) FROM told)
"""  # noqa: S608 - the channel is a constant

_STORED = """
SELECT key, paper_signature, marks, vote_signature FROM urn WHERE poll_id = $1 AND key = ANY($2::bytea[])
"""


async def put_together(
    connection: asyncpg.Connection, poll_id: UUID, ballots: Sequence[SecretBallot]
) -> list[VotingError | None]:
    """
    Verified ballots of one poll, in one transaction; what each caller hears, ``None`` when the ballot is durable.

    May be repeated: what is in is found. Refusals are those of :meth:`Urn.cast`.
    """
    async with connection.transaction(isolation="read_committed"):
        await connection.execute("SELECT pg_advisory_xact_lock_shared($1)", barrier_key(poll_id))
        columns = zip(*ballots, strict=True)
        fresh = await connection.fetchval(_INSERT, poll_id, *columns, [f"tally/{poll_id}", "screen/*"])
    if fresh == len(ballots):
        return [None] * len(ballots)
    # Looked for after the commit: what another one's ballot or repeat finds is as durable as what went in just now.
    keys = [ballot.key for ballot in ballots]
    stored = {row["key"]: SecretBallot(*row) for row in await connection.fetch(_STORED, poll_id, keys)}
    state = await connection.fetchval("SELECT state FROM poll WHERE id = $1", poll_id)
    return [_refusal(ballot, stored.get(ballot.key), poll_id, state) for ballot in ballots]


def _refusal(ballot: SecretBallot, stored: SecretBallot | None, poll_id: UUID, state: str | None) -> VotingError | None:
    """What the caller of a ballot hears, given what is stored under its key; ``None`` if that is this ballot. Pure."""
    if stored is not None:
        return None if stored == ballot else PaperSpent()
    if state is None:
        return NoSuchPoll(poll_id=poll_id)
    # Still open: its time is up, and the one who closes it has not come yet.
    return PollClosed() if state in _OVER | {PollState.OPEN} else PollNotOpen(state=state)

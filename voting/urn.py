"""
The urn: where ballots of secret polls come in, from nobody.

Whether a ballot is one is asked of its signatures first; only what holds reaches the database. There the paper's key is
spent once, by the table's primary key. The answer is the congress's signed promise to publish the ballot: the same for
the same ballot, as often as it is sent, also after closing. Papers that were not used come back the same way.
"""

from base64 import b64encode
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from agenda.models import Congress
from realtime.touch import touch
from voting import barrier, voids
from voting.blind_rsa import PublicKey
from voting.checkpoint import Signer, congress_signer, origin_of, sign_note
from voting.entrance import Entrance
from voting.errors import NoSuchPoll, PollClosed, PollNotOpen
from voting.life import PollState
from voting.models import Poll
from voting.paper import Paper
from voting.queries import paper_in
from voting.remembering import Remembered
from voting.secret_ballot import SecretBallot, check_signatures, decode, marked_on, marks_size
from voting.secret_errors import PaperSpent
from voting.secret_models import SecretPoll, UrnBallot

LARGEST_BALLOT = 32_768  # bytes: two hundred options with long keys take a third of it
_REMEMBERED = 64  # polls
_OVER = frozenset({PollState.CLOSED, PollState.PUBLISHED, PollState.ANNULLED})


class Terms(NamedTuple):
    """What a ballot of one poll is held against; fixed when the poll was announced."""

    key: PublicKey
    paper: Paper
    marks_size: int  # worked out once: a ballot's size is asked before its signatures are
    signer: Signer  # the congress, which promises to publish


def public_key(der: bytes) -> PublicKey:
    """The key in a SubjectPublicKeyInfo that we wrote."""
    return PublicKey(load_der_public_key(der).public_numbers().n)  # type: ignore[union-attr]


class Urn:
    """Takes ballots in, in each process. Bounded: past ``capacity`` under way it says it is busy."""

    def __init__(self, engine: AsyncEngine, key: Ed25519PrivateKey, *, capacity: int) -> None:
        """``key``: with which the congress promises."""
        self._key = key
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
        self._entrance = Entrance(LANES, capacity=capacity)
        self._terms = Remembered(self._read, most=_REMEMBERED)

    async def cast(self, poll_id: UUID, content: bytes) -> str:
        """
        Put a ballot in, or give a paper back: the congress's promise to publish it, a signed note that names its leaf.

        Raises what :meth:`put_in` does.
        """
        ballot = await self.put_in(poll_id, content)
        signer = (await self._terms.of(poll_id)).signer
        origin, leaf = origin_of(signer.name, poll_id), b64encode(ballot.leaf).decode()
        kind = "void" if ballot.is_void else "promise"
        return sign_note(f"dienhong {kind} 1\n{origin}\n{leaf}\n", signer)

    async def put_in(self, poll_id: UUID, content: bytes) -> SecretBallot:
        """
        Put a ballot in. Returns it when it is durable, or was so before.

        Raises:
            InvalidSecretBallot: it is none of this poll.
            NoSuchPoll, PollNotOpen, PollClosed: nothing can be put in (any more).
            PaperSpent: another ballot of this paper is in.
            PollNotOver: a void paper, and it can still be used.
            IntakeBusy: send it again.
        """
        with self._entrance.admitted():
            terms = await self._terms.of(poll_id)
            ballot = decode(content, terms.key, terms.marks_size)
            check_signatures(ballot, poll_id, terms.key)
            if not ballot.is_void:
                marked_on(ballot, terms.paper)
            put = voids.take_back if ballot.is_void else self._put
            async with self._entrance.lane, self._sessions.begin() as session:
                await put(session, poll_id, ballot)
            return ballot

    async def _put(self, session: AsyncSession, poll_id: UUID, ballot: SecretBallot) -> None:
        await barrier.hold_together(session, poll_id)
        if (await session.execute(_INSERT, {"poll_id": poll_id, **ballot._asdict()})).one_or_none():
            await touch(session, f"tally/{poll_id}", "screen/*")
            return
        found = await session.get(UrnBallot, (poll_id, ballot.key))
        if found is None:
            state = await session.scalar(select(Poll.state).where(Poll.id == poll_id))
            if state is None:
                raise NoSuchPoll(poll_id=poll_id)
            # Still open: its time is up, and the one who closes it has not come yet.
            raise PollClosed if state in _OVER | {PollState.OPEN} else PollNotOpen(state=state)
        if SecretBallot(*(getattr(found, name) for name in UrnBallot.CONTENT)) != ballot:
            raise PaperSpent

    async def _read(self, poll_id: UUID) -> Terms:
        async with self._sessions() as session:
            found = (
                await session.execute(select(Poll, SecretPoll.public_key).join(SecretPoll).where(Poll.id == poll_id))
            ).one_or_none()
            slug = await session.scalar(select(Congress.slug))
        if found is None:
            raise NoSuchPoll(poll_id=poll_id)
        poll, der = found
        paper = paper_in(poll)
        return Terms(public_key(der), paper, marks_size(paper), congress_signer(slug or "", self._key))


LANES = 6  # transactions under way at the same time, so that urns leave connections to others

# The lock comes in a statement of its own before this one: see voting.barrier.
_INSERT = text("""
    INSERT INTO urn (poll_id, key, paper_signature, marks, vote_signature)
    SELECT poll.id, :key, :paper_signature, :marks, :vote_signature
    FROM poll
    WHERE poll.id = :poll_id AND poll.state = 'open' AND poll.secrecy = 'secret'
      AND (poll.closes_at IS NULL OR poll.closes_at > clock_timestamp())
    ON CONFLICT DO NOTHING
    RETURNING true
""")

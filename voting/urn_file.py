"""
The urn as a file: all that it takes to count a published secret poll again, for whoever keeps it, without asking us.

It says nothing that phones of the congress cannot read; what is new is that it needs neither an account nor a network.
Whether it is of the poll that it says is told by the root of its ballots, which stood on the hall's screen.
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.programme import congress
from voting import secrecy, voids
from voting.checkpoint import Verifier, congress_signer
from voting.errors import NotPublished
from voting.paper import Paper
from voting.secret_ballot import SecretBallot, marks_size
from voting.states import PollOnFloor, PublishedTally, poll_on_floor


class UrnKey(Struct, frozen=True, kw_only=True):
    """Under which key the papers were signed, and how many were on phones."""

    key: str  # SubjectPublicKeyInfo in base64
    fingerprint: str  # its SHA-256 in hex: what the screen showed
    papers: int


class PollOfUrn(Struct, frozen=True, kw_only=True):
    """A published secret poll, as far as counting again goes by it; parts are named as in the state ``poll/{id}``."""

    id: UUID
    number: int
    title_vi: str
    title_en: str
    paper: Paper
    secret: UrnKey
    tally: PublishedTally  # printed papers, counted by hand, are in it and in no urn
    checkpoint: str  # the congress's signed word on the ballots: their number and the root of their tree


class UrnFile(Struct, frozen=True, kw_only=True):
    """
    A published secret poll with its urn, to be kept and passed on. ``docs/archive.md`` says what has to hold.

    ``ballots`` and ``voids`` (papers that came back unused) are in base64, each in the order of the papers' keys.
    ``verifier`` is the congress's public key (C2SP ``signed-note``). Readers refuse another ``format`` or ``version``.
    """

    format: Literal["dienhong urn"] = "dienhong urn"
    version: Literal[1] = 1
    congress_vi: str
    congress_en: str
    verifier: str
    poll: PollOfUrn
    ballots: list[bytes]
    voids: list[bytes]


def filled(
    poll: PollOnFloor,
    names: tuple[str, str],
    verifier: Verifier,
    ballots: Sequence[SecretBallot],
    returned: Sequence[SecretBallot],
) -> UrnFile:
    """
    The file of ``poll``, of a congress with these ``names`` (Vietnamese, English). Pure.

    Raises :class:`NotPublished` if the poll has no result to be counted again.
    """
    if poll.secret is None or poll.secret.papers is None or poll.tally is None:
        raise NotPublished
    return UrnFile(
        congress_vi=names[0],
        congress_en=names[1],
        verifier=verifier.written(),
        poll=PollOfUrn(
            id=poll.id,
            number=poll.number,
            title_vi=poll.title_vi,
            title_en=poll.title_en,
            paper=poll.paper,
            secret=UrnKey(key=poll.secret.key, fingerprint=poll.secret.fingerprint, papers=poll.secret.papers),
            tally=poll.tally,
            checkpoint=poll.checkpoint,
        ),
        ballots=[ballot.encoded() for ballot in ballots],
        voids=[void.encoded() for void in returned],
    )


async def urn_file(session: AsyncSession, poll_id: UUID, key: Ed25519PrivateKey) -> UrnFile:
    """
    The file of a published secret poll; ``key`` is the congress's. It is held in memory whole: 1.2 kB a ballot.

    Raises what :func:`voting.secrecy.published` does.
    """
    poll = await secrecy.published(session, poll_id)
    shown, found = await poll_on_floor(session, poll), await congress(session)
    return filled(
        shown,
        (found.name_vi, found.name_en),
        congress_signer(found.slug, key).verifier,
        await secrecy.ballots_in(session, poll),
        await voids.voids_in(session, poll_id, marks_size(shown.paper)),
    )

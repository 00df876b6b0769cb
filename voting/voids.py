"""
Void papers: those that phones give back, unused, when a poll is over.

Who has a paper is public, whether it was cast is nobody's business: a void comes into the urn's door as a ballot does,
from nobody, of the same size, and it is a ballot on which nothing stands. It proves that its paper was signed, and that
whoever holds it did not vote. With ballots and voids more than papers, ballots were made that nobody cast.
"""

from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.touch import touch
from voting import barrier
from voting.errors import NoSuchPoll
from voting.life import PollState
from voting.models import Poll
from voting.secret_ballot import SecretBallot
from voting.secret_errors import PaperSpent, PollNotOver
from voting.secret_models import UrnBallot, VoidPaper

_OVER = frozenset({PollState.CLOSED, PollState.PUBLISHED, PollState.ANNULLED})


async def take_back(session: AsyncSession, poll_id: UUID, void: SecretBallot) -> None:
    """
    Keep a void paper whose signatures hold. The same one again changes nothing.

    Raises:
        NoSuchPoll: there is none of this id.
        PollNotOver: the paper can still be used.
        PaperSpent: it was used, or another void of it is here.
    """
    state = await session.scalar(select(Poll.state).where(Poll.id == poll_id))
    if state is None:
        raise NoSuchPoll(poll_id=poll_id)
    if state not in _OVER:  # asked before the lock, so that nobody holds up those who vote; what is over stays so
        raise PollNotOver(state=state)
    await barrier.hold_alone(session, poll_id)
    if await session.get(UrnBallot, (poll_id, void.key)) is not None:
        raise PaperSpent
    if (kept := await session.get(VoidPaper, (poll_id, void.key))) is not None:
        if (kept.paper_signature, kept.signature) != (void.paper_signature, void.vote_signature):
            raise PaperSpent
        return
    values = {"key": void.key, "paper_signature": void.paper_signature, "signature": void.vote_signature}
    await session.execute(_IN_ORDER, {"poll_id": poll_id, **values})
    await touch(session, f"reckoning/{poll_id}", "screen/*")


async def count(session: AsyncSession, poll_id: UUID) -> int:
    """How many papers of a poll have come back."""
    query = select(func.count()).select_from(VoidPaper).where(VoidPaper.poll_id == poll_id)
    return await session.scalar(query) or 0


async def voids_in(
    session: AsyncSession, poll_id: UUID, marks_size: int, *, after: bytes = b"", limit: int | None = None
) -> list[SecretBallot]:
    """Void papers of a poll as they came, in the order of their keys, beginning behind ``after``."""
    columns = (VoidPaper.key, VoidPaper.paper_signature, VoidPaper.signature)
    query = select(*columns).where(VoidPaper.poll_id == poll_id, VoidPaper.key > after)
    rows = await session.execute(query.order_by(VoidPaper.key).limit(limit))
    return [
        SecretBallot(key, paper_signature, bytes(marks_size), signature) for key, paper_signature, signature in rows
    ]


_IN_ORDER = text("""
    WITH taken AS (DELETE FROM void_paper WHERE poll_id = :poll_id RETURNING *)
    INSERT INTO void_paper (poll_id, key, paper_signature, signature)
    SELECT poll_id, key, paper_signature, signature FROM taken
    UNION ALL
    SELECT CAST(:poll_id AS uuid), CAST(:key AS bytea), CAST(:paper_signature AS bytea), CAST(:signature AS bytea)
    ORDER BY key
""")

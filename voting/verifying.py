"""
Verifying: phones check the published count by themselves, and say no more of it than that they did.

What a phone reports is the root that it reached, which is the same for all. A phone that does not find its ballot has
nothing to report: it tells its delegate, who has the congress's signed promise in hand.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.touch import touch
from voting.checkpoint import root_in
from voting.errors import AnotherRoot, NotEntitled, NotPublished
from voting.life import PollState
from voting.models import Verification, Voter
from voting.queries import poll_of


async def note(session: AsyncSession, poll_id: UUID, voter_id: UUID, root: bytes) -> None:
    """
    One more phone has verified that the count is the one with this root. Saying it again is harmless.

    Raises:
        NoSuchPoll, NotPublished: there is nothing to verify.
        NotEntitled: the voter is not of the electorate.
        AnotherRoot: the congress signed another one.
    """
    poll = await poll_of(session, poll_id)
    if poll.state is not PollState.PUBLISHED or not poll.checkpoint:
        raise NotPublished
    if await session.get(Voter, (poll_id, voter_id)) is None:
        raise NotEntitled
    if root != root_in(poll.checkpoint):
        raise AnotherRoot
    row = {"poll_id": poll_id, "voter_id": voter_id}
    added = postgresql.insert(Verification).values(row).on_conflict_do_nothing().returning(Verification.poll_id)
    if await session.scalar(added) is not None:
        await touch(session, f"reckoning/{poll_id}", "screen/*")


async def count(session: AsyncSession, poll_id: UUID) -> int:
    """How many phones have verified a poll."""
    query = select(func.count()).select_from(Verification).where(Verification.poll_id == poll_id)
    return await session.scalar(query) or 0

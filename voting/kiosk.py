"""
The kiosk of an attended poll: a teller's tablet at which delegates without a phone vote, by badge and PIN.

They come twice: once for a place among the next ten, and, when those are released, to take paper and vote in one
sitting. In between nothing of theirs is anywhere but their name in the line.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from delegates.models import Delegate
from voting import late_papers, papers
from voting.errors import PollNotOpen
from voting.issuer import Issuer
from voting.late_papers import BATCH
from voting.life import PollState
from voting.secret_errors import NoMorePapers


class KioskPlace(Struct, frozen=True, kw_only=True):
    """How a delegate stands at the kiosk: ``is_released`` if they may take their papers, one a mandate, and vote."""

    full_name: str
    mandates: int
    is_released: bool
    waiting: int
    needed: int


async def sign_for_place(session: AsyncSession, issuer: Issuer, poll_id: UUID, delegate_id: UUID) -> KioskPlace:
    """
    A delegate's place in the line. Signing again finds the same one.

    Raises:
        NoSuchPoll, PollIsNotSecret: there is none of this id, or it has no papers.
        PollNotOpen: it has been announced, and papers are had on phones.
        NoMorePapers: the poll is strict, or over.
        NotEntitled, NotPresent: as for every paper.
        PaperAlreadyGiven: on a phone, printed, or here.
    """
    poll = await papers.poll_with_papers(session, poll_id, shared=True)
    if poll.state is PollState.ANNOUNCED:
        raise PollNotOpen(state=poll.state)
    if not late_papers.are_given(poll):
        raise NoMorePapers
    voter = await papers.entitled(session, poll, delegate_id)
    is_released = await late_papers.take_place(session, issuer, poll, voter)
    return KioskPlace(
        full_name=(await session.get_one(Delegate, delegate_id)).full_name,
        mandates=voter.mandates,
        is_released=is_released,
        waiting=await late_papers.waiting(session, poll) or 0,
        needed=BATCH,
    )

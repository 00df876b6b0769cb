"""
The queue of polls: drafts in the order in which they are meant to be held, and one at a time.

While somebody has a paper before them, no second one comes in front of it, unless the poll was prepared to be held
beside others: a delegate who is asked two things at once answers the wrong one.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from agenda import journal
from agenda.journal import Actor
from realtime.touch import touch
from voting import barrier
from voting.errors import AnotherPollOpen, NoSuchPoll
from voting.life import PollState
from voting.models import Poll, Voter

_DRAFTS = select(Poll).where(Poll.state == PollState.DRAFT)
_OPENING = UUID(int=0)  # whose barrier makes openings wait for each other: of two at once neither would see the other


async def put_in_order(session: AsyncSession, actor: Actor, poll_ids: list[UUID]) -> None:
    """
    Hold the drafts in this order; those that are not named come behind, in the order in which they were made.

    Naming polls that are drafts no more is harmless: somebody else may just have announced one.

    Raises :class:`NoSuchPoll`.
    """
    named = {poll_id: place for place, poll_id in enumerate(dict.fromkeys(poll_ids), start=1)}
    unknown = named.keys() - set(await session.scalars(select(Poll.id).where(Poll.id.in_(named))))
    if unknown:
        raise NoSuchPoll(poll_id=min(unknown))
    # Of drafts alone: nobody who votes waits for what is said of polls to come.
    drafts = (await session.scalars(_DRAFTS.order_by(Poll.id).with_for_update())).all()
    before = _in_order(drafts)
    for poll in drafts:
        poll.place = named.get(poll.id, Poll.LAST)
    after = _in_order(drafts)
    if after != before:
        await journal.record(
            session, actor, "poll.queued", subject="polls", before={"numbers": before}, after={"numbers": after}
        )
        await touch(session, "polls")


async def check_alone(session: AsyncSession, poll: Poll) -> None:
    """
    Whether a poll whose electorate is frozen may be opened beside those that are open.

    Raises :class:`AnotherPollOpen` with the number of one that has voters in common with it.
    """
    await barrier.hold_alone(session, _OPENING)
    if poll.beside_others:
        return
    theirs, ours = aliased(Voter), aliased(Voter)
    in_common = (
        select(ours.delegate_id)
        .join(theirs, theirs.delegate_id == ours.delegate_id)
        .where(ours.poll_id == poll.id, theirs.poll_id == Poll.id)
    )
    query = select(Poll.number).where(
        Poll.state == PollState.OPEN, Poll.id != poll.id, ~Poll.beside_others, in_common.exists()
    )
    number = await session.scalar(query.order_by(Poll.number).limit(1))
    if number is not None:
        raise AnotherPollOpen(number=number)


def _in_order(drafts: Sequence[Poll]) -> list[int]:
    """The numbers of drafts, in the order in which they are meant to be held."""
    return [poll.number for poll in sorted(drafts, key=lambda poll: (poll.place, poll.number))]

"""
Two persons: in a poll that asks for it, closing and publishing take the chair and a teller together.

Whoever comes first puts their word down, the second's word takes the step. A deadline closes by itself: it was set
before anybody could know how the vote would go. So does annulling, which hides nothing.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import SYSTEM, Actor
from voting.errors import OnePersonIsEnough, TwoPersonsNeeded
from voting.life import Step, after
from voting.models import Poll, StepConfirmation
from voting.news import tell

SIDES = ("chair", "teller")
"""Kinds of journal actors. Each side speaks once; a second account of the same side adds nothing."""

TOGETHER = frozenset({Step.CLOSE, Step.PUBLISH})


async def confirm(session: AsyncSession, actor: Actor, poll: Poll, step: Step, now: datetime) -> bool:
    """
    Put down that ``actor`` wants a locked poll to take ``step``; whether both sides now do. A repeat is harmless.

    Raises:
        OnePersonIsEnough: the poll, or this step, does not ask for two.
        NotAllowedInState: the poll is not there yet, or past it.
    """
    assert actor.kind in SIDES, "the route lets nobody else confirm"
    if not poll.two_persons or step not in TOGETHER:
        raise OnePersonIsEnough(step=step)
    after(poll.state, step)
    word = postgresql.insert(StepConfirmation).values(
        poll_id=poll.id, step=step, side=actor.kind, account_id=actor.id, name=actor.name, confirmed_at=now
    )
    fresh = await session.execute(word.on_conflict_do_nothing().returning(StepConfirmation.side))
    if fresh.first() is not None:
        facts = {"step": step, "side": actor.kind}
        await journal.record(session, actor, "poll.confirmed", subject=f"poll/{poll.id}", after=facts)
        await tell(session, poll)
    return not await _waits_for(session, poll, step)


async def check(session: AsyncSession, actor: Actor, poll: Poll, step: Step) -> None:
    """Raises :class:`TwoPersonsNeeded` as long as one of the sides has not confirmed ``step``, which takes both."""
    if poll.two_persons and actor != SYSTEM and (sides := await _waits_for(session, poll, step)):
        raise TwoPersonsNeeded(step=step, waits_for=sides)


async def confirmed(session: AsyncSession, poll_id: UUID) -> list[StepConfirmation]:
    """Who has confirmed what, the first one first."""
    query = select(StepConfirmation).where(StepConfirmation.poll_id == poll_id)
    return list(await session.scalars(query.order_by(StepConfirmation.confirmed_at)))


async def _waits_for(session: AsyncSession, poll: Poll, step: Step) -> list[str]:
    there = {word.side for word in await confirmed(session, poll.id) if word.step is step}
    return [side for side in SIDES if side not in there]

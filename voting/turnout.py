"""Turnout: how many ballots of a poll are in, as far as it may be told."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from voting import secrecy
from voting.models import Poll, Turnout


async def turnout_of(session: AsyncSession, poll: Poll, given: int | None) -> int:
    """
    Ballots that are in; while a secret poll is open, a round number below that.

    ``given``: the papers of a secret poll (:func:`voting.papers.on_phones`), ``None`` of every other.
    """
    if given is not None:
        return await secrecy.cast_so_far(session, poll, given)
    return await session.scalar(select(Turnout.ballots).where(Turnout.poll_id == poll.id)) or 0

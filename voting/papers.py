"""
Papers: the one that each mandate of a secret poll's electorate gets, signed blindly before the poll opens, or, in an
attended one, late (``voting.late_papers``).

A retry gets the same signature, also after the key has been destroyed; another request of the same mandate is refused,
by the table's primary key and not by a look before.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from delegates.models import Presence
from realtime.touch import touch
from voting import late_papers
from voting.errors import NoSuchPoll, NotEntitled, NotPresent
from voting.issuer import Issuer
from voting.life import PollState, Secrecy
from voting.models import ElectorateKind, Poll, Voter
from voting.secret_errors import NoMorePapers, PaperAlreadyGiven, PollIsNotSecret
from voting.secret_models import IssuedPaper, PaperKind


class PaperCounts(NamedTuple):
    """How many papers of a poll are out."""

    phone: int
    hand: int


async def give(
    session: AsyncSession, issuer: Issuer, poll_id: UUID, voter_id: UUID, mandate: int, blinded: bytes
) -> bytes | None:
    """
    The signature that makes ``blinded`` this mandate's paper; ``None`` if it comes with the next batch of late ones.

    Raises:
        NoSuchPoll, PollIsNotSecret: there is none of this id, or it has no papers.
        NotEntitled: the voter is not of the electorate, or does not carry so many mandates.
        NotPresent: the poll is among those present, and the voter has left.
        PaperAlreadyGiven: this mandate has another one.
        NoMorePapers: the poll is over, or open and strict.
        InvalidBlindedPaper: nothing that the key could sign.
    """
    # Shared with other requests; whoever opens the poll or destroys the key waits for us, or we find it done.
    poll = await poll_with_papers(session, poll_id, shared=True)
    if (signed := await _given(session, poll_id, voter_id, mandate, blinded)) is not None:
        return signed
    is_late = late_papers.are_given(poll)
    if poll.state is not PollState.ANNOUNCED and not is_late:
        raise NoMorePapers
    voter = await entitled(session, poll, voter_id, mandate)
    if is_late:
        await late_papers.ask(session, issuer, poll, voter, mandate, blinded)
        return await _given(session, poll_id, voter_id, mandate, blinded)
    signed = await issuer.sign(poll_id, blinded)
    row = {"poll_id": poll_id, "voter_id": voter_id, "mandate": mandate, "blinded": blinded, "signed": signed}
    added = await session.scalar(
        postgresql.insert(IssuedPaper)
        .values(**row, kind=PaperKind.PHONE)
        .on_conflict_do_nothing()
        .returning(IssuedPaper.mandate)
    )
    if added is None:  # somebody was faster; what we signed is forgotten, unless it is the same
        found = await _given(session, poll_id, voter_id, mandate, blinded)
        assert found is not None
        return found
    await touch(session, f"tally/{poll_id}", f"missing/{poll_id}", "screen/*")
    return signed


async def poll_with_papers(session: AsyncSession, poll_id: UUID, *, shared: bool = False) -> Poll:
    """
    A secret poll from announcing on, its row locked.

    Raises:
        NoSuchPoll: there is none of this id, or it is a draft.
        PollIsNotSecret: it has no papers.
    """
    poll = await session.scalar(select(Poll).where(Poll.id == poll_id).with_for_update(read=shared))
    if poll is None or poll.state is PollState.DRAFT:
        raise NoSuchPoll(poll_id=poll_id)
    if poll.secrecy is not Secrecy.SECRET:
        raise PollIsNotSecret
    return poll


async def entitled(session: AsyncSession, poll: Poll, voter_id: UUID, mandate: int = 1) -> Voter:
    """
    The voter, who may have a paper for this mandate.

    Raises :class:`NotEntitled`, or :class:`NotPresent` if the poll is among those present and the voter has left.
    """
    voter = await session.get(Voter, (poll.id, voter_id))
    if voter is None or mandate > voter.mandates:
        raise NotEntitled
    if poll.electorate_kind is ElectorateKind.PRESENT and not await _is_present(session, poll, voter_id):
        raise NotPresent
    return voter


async def counts(session: AsyncSession, poll_id: UUID) -> PaperCounts:
    """Papers that are out, by kind."""
    rows = await session.execute(
        select(IssuedPaper.kind, func.count()).where(IssuedPaper.poll_id == poll_id).group_by(IssuedPaper.kind)
    )
    found: dict[PaperKind, int] = {row[0]: row[1] for row in rows}
    return PaperCounts(found.get(PaperKind.PHONE, 0), found.get(PaperKind.HAND, 0))


async def on_phones(session: AsyncSession, poll: Poll) -> int | None:
    """How many papers are on phones; ``None`` if the poll has none, being no secret one."""
    return (await counts(session, poll.id)).phone if poll.secrecy is Secrecy.SECRET else None


async def polls_with_paper(session: AsyncSession, voter_id: UUID, poll_ids: Sequence[UUID]) -> list[UUID]:
    """Of these polls the ones in which somebody has a paper."""
    query = select(IssuedPaper.poll_id).where(IssuedPaper.voter_id == voter_id, IssuedPaper.poll_id.in_(poll_ids))
    return sorted(set(await session.scalars(query)))


async def _given(session: AsyncSession, poll_id: UUID, voter_id: UUID, mandate: int, blinded: bytes) -> bytes | None:
    """The signature that this request got before. Raises :class:`PaperAlreadyGiven` if another one did."""
    paper = await session.get(IssuedPaper, (poll_id, voter_id, mandate), populate_existing=True)
    if paper is None:
        return None
    if paper.blinded != blinded or paper.signed is None:
        raise PaperAlreadyGiven
    return paper.signed


async def _is_present(session: AsyncSession, poll: Poll, voter_id: UUID) -> bool:
    query = select(Presence.is_present).where(Presence.sitting_id == poll.sitting_id, Presence.delegate_id == voter_id)
    return bool(await session.scalar(query))

"""
Printed papers of a secret poll: the tellers hand one out to whoever has none on a phone, and the roll remembers it.

Nobody has two: a mandate with a paper on a phone gets none in print, and the other way round, by one primary key.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import Actor
from delegates.models import Delegate, Delegation
from realtime.touch import touch
from voting import electorate, late_papers, papers
from voting.errors import NotEntitled
from voting.life import PollState
from voting.models import Poll, Voter
from voting.paper import QuestionKind
from voting.queries import paper_in
from voting.secret_errors import NoMorePapers, NoPrintedPaper, NotCountedByHand, PaperAlreadyGiven
from voting.secret_models import IssuedPaper, PaperKind

_GIVEN_OUT = frozenset({PollState.ANNOUNCED, PollState.OPEN})


class Recipient(Struct, frozen=True, kw_only=True):
    """Who got printed papers, how many (one a mandate without a paper), and how many are out in this poll now."""

    number: str
    full_name: str
    delegation: str
    papers: int
    given: int


async def hand_out(session: AsyncSession, actor: Actor, poll_id: UUID, number: str, now: datetime) -> Recipient:
    """
    Give the delegate with this number a printed paper for each mandate that has none.

    Somebody who came when the voters had been taken down is put into the electorate here.

    Raises:
        NoSuchPoll, PollIsNotSecret: there is none of this id, or it has no papers.
        NoMorePapers: the poll is closed.
        NotCountedByHand: it is a ranking.
        NotEntitled: nobody with this number may vote in this poll, or they are not in the hall.
        PaperAlreadyGiven: every mandate has one.
    """
    poll = await _poll(session, poll_id)
    if any(question.kind is QuestionKind.RANKING for question in paper_in(poll).questions):
        raise NotCountedByHand
    delegate, delegation = await _delegate(session, number)
    voter, joined = await session.get(Voter, (poll_id, delegate.id)), 0
    if voter is None:
        joined = (await electorate.admit_late(session, poll, delegate.id, now)).mandates
        if not joined:
            raise NotEntitled
        poll.present = (poll.present or 0) + joined
        voter = await session.get_one(Voter, (poll_id, delegate.id))
    rows = [
        {"poll_id": poll_id, "voter_id": delegate.id, "mandate": mandate, "kind": PaperKind.HAND}
        for mandate in range(1, voter.mandates + 1)
    ]
    added = postgresql.insert(IssuedPaper).values(rows).on_conflict_do_nothing().returning(IssuedPaper.mandate)
    handed = len((await session.scalars(added)).all())
    if not handed:
        raise PaperAlreadyGiven
    await late_papers.withdraw(session, poll_id, delegate.id)
    return await _noted(session, actor, "poll.paper_handed_out", poll_id, delegate, delegation, handed, joined=joined)


async def take_back(session: AsyncSession, actor: Actor, poll_id: UUID, number: str) -> Recipient:
    """
    Take a delegate's printed papers back, unmarked: they were given to the wrong person.

    Raises what :func:`hand_out` does, and :class:`NoPrintedPaper`: the delegate has none.
    """
    poll = await _poll(session, poll_id)
    delegate, delegation = await _delegate(session, number)
    theirs = delete(IssuedPaper).where(
        IssuedPaper.poll_id == poll.id, IssuedPaper.voter_id == delegate.id, IssuedPaper.kind == PaperKind.HAND
    )
    taken = len((await session.scalars(theirs.returning(IssuedPaper.mandate))).all())
    if not taken:
        raise NoPrintedPaper
    return await _noted(session, actor, "poll.paper_taken_back", poll_id, delegate, delegation, taken)


async def _poll(session: AsyncSession, poll_id: UUID) -> Poll:
    """The poll, locked: whoever opens or closes it waits."""
    poll = await papers.poll_with_papers(session, poll_id)
    if poll.state not in _GIVEN_OUT:
        raise NoMorePapers
    return poll


async def _delegate(session: AsyncSession, number: str) -> tuple[Delegate, str]:
    query = select(Delegate, Delegation.name).join(Delegation, Delegation.id == Delegate.delegation_id)
    row = (await session.execute(query.where(Delegate.number == number))).one_or_none()
    if row is None:
        raise NotEntitled
    return row[0], row[1]


async def _noted(
    session: AsyncSession,
    actor: Actor,
    action: str,
    poll_id: UUID,
    delegate: Delegate,
    delegation: str,
    amount: int,
    **more: int,
) -> Recipient:
    """Journalled and told. Who got a paper is public; ``more`` is for whoever checks the numbers."""
    recipient = Recipient(
        number=delegate.number,
        full_name=delegate.full_name,
        delegation=delegation,
        papers=amount,
        given=(await papers.counts(session, poll_id)).hand,
    )
    facts = {"number": recipient.number, "papers": amount, "given": recipient.given, **more}
    await journal.record(session, actor, action, subject=f"poll/{poll_id}", after=facts)
    topics = (f"{topic}/{poll_id}" for topic in ("tally", "missing", "desk-poll"))
    await touch(session, *topics, f"me/{delegate.id}", "screen/*")
    return recipient

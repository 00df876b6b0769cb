"""What voting tells one delegate alone: whether they vote, for whom else, and the receipts of their ballots."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.opinions import answered_of
from agenda.programme import current_sitting
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Delegation, Presence
from realtime.states import Audience, State
from voting import papers, queries, represented
from voting.life import PollState, Secrecy
from voting.models import Poll, Voter
from voting.represented import OnBehalf


class MyBallot(Struct, frozen=True, kw_only=True):
    """A ballot of mine that is in: its receipt."""

    ballot_id: UUID
    poll_id: UUID
    cast_at: datetime


class Mine(State, frozen=True, kw_only=True):
    """
    What concerns one delegate: presence, whether they vote at all, and their receipts of the polls under way.

    ``open_polls`` are those whose voters were fixed when this was made: open ones, and secret ones from announcing on;
    of them, ``may_vote_in`` is certain. ``papers`` are the secret polls among them in which this delegate has a paper.
    A poll that opened since touches nobody's own state (it would be one rendering a delegate, at the very moment when
    all vote): there a phone goes by ``votes`` and ``is_present``, and the answer to the cast decides. Whoever holds
    proxies is told, though: ``on_behalf`` says for whom else they vote in which of the ``open_polls``.
    """

    topic: ClassVar[str] = "me/{delegate_id}"
    audience: ClassVar[Audience] = Audience.OWNER
    kept: ClassVar[bool] = False

    delegate_id: UUID
    number: str
    full_name: str
    delegation: str
    seat: str
    mandates: int  # one's own; in a poll those of ``on_behalf`` come to them
    holds_proxies: list[str]  # names of those whose mandates one carries wherever they are absent
    gives_proxy_to: str  # the name of who carries one's own; empty: nobody
    is_present: bool
    votes: bool
    open_polls: list[UUID]
    may_vote_in: list[UUID]
    papers: list[UUID]
    on_behalf: list[OnBehalf]
    ballots: list[MyBallot]
    answers: int  # opinions of mine that have been answered


async def render_mine(session: AsyncSession, delegate_id: UUID) -> Mine:
    """What concerns one delegate."""
    sitting = await current_sitting(session)
    row = (
        await session.execute(
            select(Delegate, Delegation.name, func.coalesce(Presence.is_present, False))
            .join(Delegation, Delegation.id == Delegate.delegation_id)
            .outerjoin(
                Presence,
                (Presence.delegate_id == Delegate.id)
                & (Presence.sitting_id == (sitting.id if sitting else UUID(int=0))),
            )
            .where(Delegate.id == delegate_id)
        )
    ).one()
    delegate, delegation, is_present = row
    is_replaced = await session.scalar(select(Delegate.id).where(Delegate.replaces_id == delegate_id)) is not None
    polls = (
        await session.execute(
            select(Poll.id, Voter.delegate_id.isnot(None))
            .outerjoin(Voter, (Voter.poll_id == Poll.id) & (Voter.delegate_id == delegate_id))
            .where(
                (Poll.state == PollState.OPEN)
                | ((Poll.state == PollState.ANNOUNCED) & (Poll.secrecy == Secrecy.SECRET))
            )
            .order_by(Poll.id)
        )
    ).all()
    ballots = await queries.ballots_by(session, delegate_id)
    proxies = await represented.proxies_of(session, delegate_id)
    return Mine(
        delegate_id=delegate_id,
        number=delegate.number,
        full_name=delegate.full_name,
        delegation=delegation,
        seat=delegate.seat,
        mandates=delegate.mandates,
        holds_proxies=proxies.held,
        gives_proxy_to=proxies.given_to,
        is_present=is_present,
        votes=(
            delegate.kind is DelegateKind.OFFICIAL
            and delegate.credentials is Credentials.RECOGNISED
            and not is_replaced
        ),
        open_polls=[poll_id for poll_id, _ in polls],
        may_vote_in=[poll_id for poll_id, is_voter in polls if is_voter],
        papers=await papers.polls_with_paper(session, delegate_id, [poll_id for poll_id, _ in polls]),
        on_behalf=await represented.carried_by(session, delegate_id, [poll_id for poll_id, _ in polls]),
        ballots=[
            MyBallot(ballot_id=ballot.id, poll_id=poll.id, cast_at=ballot.cast_at) for ballot, poll in ballots[:50]
        ],
        answers=await answered_of(session, delegate_id),
    )

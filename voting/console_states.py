"""What voting publishes to the console alone: all polls with their next steps, and who has not voted yet."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.states import Audience, State
from voting import queries
from voting.life import PollState, Secrecy, Step, steps_from
from voting.models import Poll
from voting.queries import poll_of

_NAMED = 10  # of those who are missing, by delegation


class DelegationMissing(Struct, frozen=True, kw_only=True):
    """One delegation: who may vote, how many have, and some of those who have not."""

    code: str
    name: str
    voters: int
    ballots: int
    missing: list[str]  # names, the first ten in the order of their numbers


class Missing(State, frozen=True, kw_only=True):
    """
    Who has not voted yet, by delegation; in a secret poll who has no paper (``ballots`` counts papers there), since
    nobody can know more. For the console; never what anybody marked.
    """

    topic: ClassVar[str] = "missing/{poll_id}"
    audience: ClassVar[Audience] = Audience.DESK
    every_ms: ClassVar[int] = 1000

    poll_id: UUID
    ballots: int
    electorate: int
    delegations: list[DelegationMissing]


class PollOnDesk(Struct, frozen=True, kw_only=True):
    """A poll in the console's list, with the steps that are possible, the usual one first."""

    id: UUID
    number: int
    title_vi: str
    title_en: str
    item_id: UUID | None
    secrecy: Secrecy
    state: PollState
    questions: int
    closes_at: datetime | None
    two_persons: bool
    steps: list[Step]


class Polls(State, frozen=True, kw_only=True):
    """All polls, for the console (the newest 300)."""

    topic: ClassVar[str] = "polls"
    audience: ClassVar[Audience] = Audience.DESK

    polls: list[PollOnDesk]


async def render_missing(session: AsyncSession, poll_id: UUID) -> Missing:
    """Who has not voted."""
    poll = await poll_of(session, poll_id)
    turnout = await queries.turnout_by_delegation(session, poll)
    names: dict[str, list[str]] = {}
    for voter in await queries.missing(session, poll, delegation=None, after="", limit=2000):
        listed = names.setdefault(voter.delegation_code, [])
        if len(listed) < _NAMED:
            listed.append(f"{voter.number} {voter.full_name}")
    return Missing(
        poll_id=poll_id,
        ballots=sum(row.ballots for row in turnout),
        electorate=sum(row.voters for row in turnout),
        delegations=[
            DelegationMissing(
                code=row.code, name=row.name, voters=row.voters, ballots=row.ballots, missing=names.get(row.code, [])
            )
            for row in turnout
        ],
    )


async def render_polls(session: AsyncSession) -> Polls:
    """All polls, the newest last; drafts behind them, in the order in which they are meant to be held."""
    newest = (await session.scalars(select(Poll).order_by(Poll.number.desc()).limit(300))).all()
    rows = sorted(newest, key=lambda poll: (poll.place if poll.state is PollState.DRAFT else 0, poll.number))
    return Polls(
        polls=[
            PollOnDesk(
                id=poll.id,
                number=poll.number,
                title_vi=poll.title_vi,
                title_en=poll.title_en,
                item_id=poll.item_id,
                secrecy=poll.secrecy,
                state=poll.state,
                questions=len(poll.paper["questions"]),
                closes_at=poll.closes_at,
                two_persons=poll.two_persons,
                steps=list(steps_from(poll.state)),
            )
            for poll in rows
        ]
    )

"""
What voting publishes: the floor that every phone shows, polls, tallies, and who is missing.

Before a poll is published no state holds what anybody marked; while it runs openly, only sums.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.models import AgendaItem, Congress, Progress, Sitting
from agenda.opinions import answered_of
from agenda.programme import current_item, current_sitting
from agenda.states import ItemOnProgramme, item_on_programme
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Delegation, Presence
from realtime.states import Audience, State
from voting import late_papers, papers, queries, represented
from voting.errors import NoSuchPoll
from voting.hand_count import HandCount
from voting.life import PollState, Secrecy, Step, steps_from
from voting.models import ElectorateKind, Poll, Visibility, Voter
from voting.nomination_states import NominationsOnFloor, nominations_on_floor
from voting.outcome import Outcome
from voting.paper import Paper
from voting.queries import paper_in, poll_of, result_in
from voting.represented import OnBehalf
from voting.secret_states import SecretOnFloor, secret_on_floor
from voting.tally import QuestionTally, count
from voting.turnout import turnout_of


class PollOnFloor(Struct, frozen=True, kw_only=True):
    """A poll as everybody sees it: text and rules from announcing on, result from publishing on."""

    id: UUID
    number: int
    title_vi: str
    title_en: str
    secrecy: Secrecy
    state: PollState
    paper: Paper
    electorate_kind: ElectorateKind
    is_for_some: bool  # some delegations or a named list: only whoever finds it in `may_vote_in` votes
    late_arrivals: bool
    visibility: Visibility
    may_change: bool  # a ballot that is in, until the poll closes
    seconds: int | None
    opened_at: datetime | None
    closes_at: datetime | None  # by the server's clock: correct yours by `hello` and `pong`
    closed_at: datetime | None
    electorate: int | None  # people who may vote; from opening on
    present: int | None  # mandates, as counted at opening
    entitled: int | None  # mandates summoned
    annulled_because: str
    checkpoint: str  # the congress's signed word on the ballots that were counted; from publishing on
    secret: SecretOnFloor | None = None  # of secret polls
    tally: "PublishedTally | None" = None


class PublishedTally(Struct, frozen=True, kw_only=True):
    """The result: marks in mandates, ballots in people, and what the rules make of it."""

    ballots: int
    mandates: int
    questions: list[QuestionTally]
    outcomes: list[Outcome]
    hand: HandCount | None = None  # the part of it that was counted by hand, on printed papers


class Floor(State, frozen=True, kw_only=True):
    """
    All that a phone needs now: where the congress stands, the papers that are announced or open, and nominations.

    ``last_result`` is the poll whose result was published last.
    """

    topic: ClassVar[str] = "floor"
    audience: ClassVar[Audience] = Audience.EVERYONE

    congress_vi: str
    congress_en: str
    announcement_vi: str
    announcement_en: str
    sitting_vi: str
    sitting_en: str
    item: ItemOnProgramme | None
    next_item: ItemOnProgramme | None
    polls: list[PollOnFloor]
    nominations: list[NominationsOnFloor]
    last_result: UUID | None


class OnePoll(State, frozen=True, kw_only=True):
    """One poll, for whoever looks at it."""

    topic: ClassVar[str] = "poll/{poll_id}"
    audience: ClassVar[Audience] = Audience.EVERYONE

    poll: PollOnFloor


class TallyReading(State, frozen=True, kw_only=True):
    """
    How far a poll has come, at most five times a second. ``ballots`` is ``None`` if the poll hides its turnout;
    ``marks`` (mandates by question and option) is there only while a poll runs openly. ``papers`` is how many papers of
    a secret poll are out; its ballots are told in round numbers while it is open. ``waiting`` is how many people wait
    for late papers, where there are any.
    """

    topic: ClassVar[str] = "tally/{poll_id}"
    audience: ClassVar[Audience] = Audience.EVERYONE
    every_ms: ClassVar[int] = 200

    poll_id: UUID
    state: PollState
    ballots: int | None
    electorate: int
    marks: list[dict[str, int]] | None = None
    papers: int | None = None
    waiting: int | None = None


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


async def render_floor(session: AsyncSession) -> Floor:
    """The floor as it is now."""
    congress = await session.scalar(select(Congress))
    sitting, item = await current_sitting(session), await current_item(session)
    newest = await session.scalar(
        select(Poll.id).where(Poll.state == PollState.PUBLISHED).order_by(Poll.published_at.desc()).limit(1)
    )
    following = await _next_item(session, sitting, item)
    return Floor(
        congress_vi=congress.name_vi if congress else "",
        congress_en=congress.name_en if congress else "",
        announcement_vi=congress.announcement_vi if congress else "",
        announcement_en=congress.announcement_en if congress else "",
        sitting_vi=sitting.title_vi if sitting else "",
        sitting_en=sitting.title_en if sitting else "",
        item=item_on_programme(item) if item else None,
        next_item=item_on_programme(following) if following else None,
        polls=[await poll_on_floor(session, poll) for poll in await queries.polls_on_the_floor(session)],
        nominations=await nominations_on_floor(session),
        last_result=newest,
    )


async def poll_on_floor(session: AsyncSession, poll: Poll) -> PollOnFloor:
    """A row as everybody sees it. Raises :class:`NoSuchPoll` for a draft: nobody sees those."""
    if poll.state is PollState.DRAFT:
        raise NoSuchPoll(poll_id=poll.id)
    result = result_in(poll) if poll.state is PollState.PUBLISHED else None
    return PollOnFloor(
        id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        secrecy=poll.secrecy,
        state=poll.state,
        paper=paper_in(poll),
        electorate_kind=poll.electorate_kind,
        is_for_some=poll.is_for_some,
        late_arrivals=poll.late_arrivals,
        visibility=poll.visibility,
        may_change=poll.may_change,
        seconds=poll.seconds,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        closed_at=poll.closed_at,
        electorate=await queries.electorate_size(session, poll.id) if poll.opened_at else None,
        present=poll.present,
        entitled=poll.entitled,
        annulled_because=poll.annulled_because,
        checkpoint=poll.checkpoint if result else "",
        secret=await secret_on_floor(session, poll),
        tally=PublishedTally(
            ballots=result.tally.ballots,
            mandates=result.tally.mandates,
            questions=list(result.tally.questions),
            outcomes=list(result.outcomes),
            hand=result.hand,
        )
        if result
        else None,
    )


async def render_poll(session: AsyncSession, poll_id: UUID) -> OnePoll:
    """One poll."""
    return OnePoll(poll=await poll_on_floor(session, await poll_of(session, poll_id)))


async def render_tally(session: AsyncSession, poll_id: UUID) -> TallyReading:
    """Turnout, and marks if the poll runs openly."""
    poll = await poll_of(session, poll_id)
    if poll.state is PollState.DRAFT:
        raise NoSuchPoll(poll_id=poll_id)
    shown = poll.visibility is not Visibility.HIDDEN or poll.state is PollState.PUBLISHED
    marks = None
    if poll.visibility is Visibility.RUNNING and poll.state is PollState.OPEN:
        running = count(paper_in(poll), [ballot async for ballot in queries.ballots_of(session, poll_id)])
        marks = [question.marks for question in running.questions]
    given = await papers.on_phones(session, poll)
    return TallyReading(
        poll_id=poll_id,
        state=poll.state,
        ballots=await turnout_of(session, poll, given) if shown else None,
        electorate=await queries.electorate_size(session, poll_id),
        marks=marks,
        papers=given,
        waiting=await late_papers.waiting(session, poll),
    )


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


_NAMED = 10


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


async def _next_item(session: AsyncSession, sitting: Sitting | None, item: AgendaItem | None) -> AgendaItem | None:
    if sitting is None:
        return None
    position = item.position if item and item.sitting_id == sitting.id else 0
    return (
        await session.scalars(
            select(AgendaItem)
            .where(
                AgendaItem.sitting_id == sitting.id,
                AgendaItem.position > position,
                AgendaItem.progress == Progress.PLANNED,
            )
            .order_by(AgendaItem.position)
            .limit(1)
        )
    ).one_or_none()

"""
What voting publishes to all: the floor that every phone shows, polls and tallies.

Before a poll is published no state holds what anybody marked; while it runs openly, only sums.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.models import AgendaItem, Congress, Progress, Sitting
from agenda.programme import current_item, current_sitting
from agenda.states import ItemOnProgramme, item_on_programme
from realtime.states import Audience, State
from voting import late_papers, papers, queries
from voting.errors import NoSuchPoll
from voting.hand_count import HandCount
from voting.life import PollState, Secrecy
from voting.models import ElectorateKind, Poll, Visibility
from voting.nomination_states import NominationsOnFloor, nominations_on_floor
from voting.outcome import Outcome
from voting.paper import Paper
from voting.queries import paper_in, poll_of, result_in
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

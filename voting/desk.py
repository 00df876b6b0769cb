"""A poll as the console works with it, drafts included."""

from datetime import datetime
from itertools import groupby
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.states import Audience, State
from voting import papers, queries, represented, two_persons
from voting.hand_count import entered
from voting.life import PollState, Secrecy, SecretMode, Step, steps_from
from voting.models import ElectorateKind, Poll, Visibility
from voting.paper import Paper
from voting.queries import paper_in, poll_of, result_in
from voting.secret_states import SecretOnFloor
from voting.states import PublishedTally, poll_on_floor


class PrintedPapers(Struct, frozen=True, kw_only=True):
    """
    Printed papers of a secret poll: how many are out, which tellers have entered a count, and whether two agree.

    What they entered is told to nobody: the second one counts without knowing what the first one found.
    """

    given: int
    entered_by: list[str]
    agreed: bool


class Confirmed(Struct, frozen=True, kw_only=True):
    """That one side (``chair`` or ``teller``) wants the poll to take a step which takes both."""

    step: Step
    side: str
    name: str


class RepresentedBy(Struct, frozen=True, kw_only=True):
    """A voter with the absent delegates whose mandates they carry too, each by number and name."""

    holder: str
    givers: list[str]
    mandates: int  # of the givers


class PollLine(Struct, frozen=True, kw_only=True):
    """
    A poll as the console sees it, with the steps that are possible now, the usual one first.

    ``present`` and ``entitled`` are mandates as counted at opening. ``tally`` is there once it is published.
    """

    id: UUID
    number: int
    title_vi: str
    title_en: str
    item_id: UUID | None
    secrecy: Secrecy
    secret_mode: SecretMode
    state: PollState
    paper: Paper
    electorate_kind: ElectorateKind
    delegation_codes: list[str]
    delegate_numbers: list[str]
    late_arrivals: bool
    visibility: Visibility
    seconds: int | None
    two_persons: bool
    may_change: bool
    beside_others: bool
    confirmed: list[Confirmed]
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    electorate: int
    present: int | None
    entitled: int | None
    had_quorum: bool | None
    annulled_because: str
    steps: list[Step]
    tally: PublishedTally | None
    secret: SecretOnFloor | None
    printed: PrintedPapers | None
    represented: list[RepresentedBy]


class PollAtDesk(State, frozen=True, kw_only=True):
    """One poll for the console, from the draft on; never what anybody marked before it is published."""

    topic: ClassVar[str] = "desk-poll/{poll_id}"
    audience: ClassVar[Audience] = Audience.DESK

    poll: PollLine


async def poll_line(session: AsyncSession, poll: Poll) -> PollLine:
    """A row as the console sees it."""
    seen = await poll_on_floor(session, poll) if poll.state is not PollState.DRAFT else None
    return PollLine(
        id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        item_id=poll.item_id,
        secrecy=poll.secrecy,
        secret_mode=poll.secret_mode,
        state=poll.state,
        paper=paper_in(poll),
        electorate_kind=poll.electorate_kind,
        delegation_codes=poll.delegation_codes,
        delegate_numbers=poll.delegate_numbers,
        late_arrivals=poll.late_arrivals,
        visibility=poll.visibility,
        seconds=poll.seconds,
        two_persons=poll.two_persons,
        may_change=poll.may_change,
        beside_others=poll.beside_others,
        confirmed=await _confirmed(session, poll),
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        closed_at=poll.closed_at,
        electorate=await queries.electorate_size(session, poll.id),
        present=poll.present,
        entitled=poll.entitled,
        had_quorum=poll.had_quorum,
        annulled_because=poll.annulled_because,
        steps=list(steps_from(poll.state)),
        tally=seen.tally if seen else None,
        secret=seen.secret if seen else None,
        printed=await _printed(session, poll),
        represented=await _represented(session, poll),
    )


async def _confirmed(session: AsyncSession, poll: Poll) -> list[Confirmed]:
    if not poll.two_persons:
        return []
    words = await two_persons.confirmed(session, poll.id)
    return [Confirmed(step=word.step, side=word.side, name=word.name) for word in words]


async def _represented(session: AsyncSession, poll: Poll) -> list[RepresentedBy]:
    carried = await represented.carried_in(session, poll.id)
    found = []
    for holder, group in groupby(carried, lambda one: f"{one.holder} {one.holder_name}"):
        those = list(group)
        names, mandates = [f"{one.number} {one.full_name}" for one in those], sum(one.mandates for one in those)
        found.append(RepresentedBy(holder=holder, givers=names, mandates=mandates))
    return found


async def _printed(session: AsyncSession, poll: Poll) -> PrintedPapers | None:
    if poll.secrecy is not Secrecy.SECRET:
        return None
    result = result_in(poll)
    return PrintedPapers(
        given=(await papers.counts(session, poll.id)).hand,
        entered_by=[entry.teller_name for entry in await entered(session, poll.id)],
        agreed=result is not None and result.hand is not None,
    )


async def render_poll_at_desk(session: AsyncSession, poll_id: UUID) -> PollAtDesk:
    """One poll. Raises :class:`NoSuchPoll`."""
    return PollAtDesk(poll=await poll_line(session, await poll_of(session, poll_id)))

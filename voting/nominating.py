"""
Nominating: the chair opens and closes it, delegates in the hall nominate or stand, whoever is nominated answers.

Nominations are open, not secret: each is journalled with names. Whoever changes the list holds the row of the call, and
takes the poll's before it, if at all. Withdrawing never changes a paper, which may be fixed already, or before the eyes
of whoever edits it; rather no paper is announced or opened with the name of somebody who has withdrawn.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import Actor
from agenda.programme import current_sitting
from delegates.models import Delegate, Presence
from delegates.queries import names_of
from realtime.touch import touch
from voting import electorate
from voting.errors import DefinitionFrozen, NotEntitled, NotPresent
from voting.life import PollState
from voting.models import Poll
from voting.news import tell
from voting.nomination_errors import (
    CandidateWithdrew,
    CannotBeNominated,
    HasWithdrawn,
    NominationsNotOpen,
    NominationsOpen,
    NominationsSpent,
    NotNominated,
    TooFewCandidates,
    TooManyNominees,
    WithdrawalTooLate,
)
from voting.nomination_models import Nomination, NominationCall, Nominee
from voting.nomination_queries import withdrawn_on
from voting.nominations import Candidacy, election_of
from voting.paper import MOST_OPTIONS, QuestionKind
from voting.queries import paper_in, poll_of


async def open_nominations(session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime) -> None:
    """
    Let people be nominated for the election of a draft; again, if it was closed. A repeat is harmless.

    Raises:
        DefinitionFrozen: the poll has been announced.
        NoSingleElection: it holds no election, or several.
    """
    poll = await _draft(session, poll_id)
    election_of(paper_in(poll))
    call = await _call(session, poll_id)
    if call is not None and call.is_open:
        return
    if call is None:
        call = NominationCall(poll_id=poll_id, opened_at=now)
        session.add(call)
    call.is_open, call.closed_at = True, None
    await _called(session, actor, poll, "poll.nominations_opened")


async def close_nominations(session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime) -> None:
    """Nobody is nominated any more. A repeat is harmless. Raises :class:`NominationsNotOpen` if nobody ever was."""
    poll = await poll_of(session, poll_id, lock=True)
    call = await _call(session, poll_id)
    if call is None:
        raise NominationsNotOpen
    if call.is_open:
        call.is_open, call.closed_at = False, now
        await _called(session, actor, poll, "poll.nominations_closed")


async def nominate(session: AsyncSession, actor: Actor, poll_id: UUID, nominee_id: UUID, *, now: datetime) -> None:
    """
    A delegate nominates another (đề cử) or stands (ứng cử), which accepts. A repeat is harmless.

    Raises:
        NominationsNotOpen: not yet, or not any more.
        NotEntitled, NotPresent: whoever may vote in the poll nominates, in the hall.
        CannotBeNominated, HasWithdrawn: this person is not to be had.
        NominationsSpent, TooManyNominees: there is a limit.
    """
    assert actor.id is not None, "the route lets delegates alone nominate"
    poll = await poll_of(session, poll_id)
    call = await _call(session, poll_id)
    stands = nominee_id == actor.id
    nominee = await session.get(Nominee, (poll_id, nominee_id), populate_existing=True)
    is_made = await session.get(Nomination, (poll_id, nominee_id, actor.id)) is not None
    if is_made and not (stands and nominee is not None and nominee.candidacy is Candidacy.WITHDRAWN):
        return
    if call is None or not call.is_open:
        raise NominationsNotOpen
    await _check_may_nominate(session, poll, actor.id)
    if nominee is None:
        nominee = await _put_on_list(session, poll_id, nominee_id)
    elif nominee.candidacy is Candidacy.WITHDRAWN and not stands:
        raise HasWithdrawn
    if stands:
        nominee.candidacy, nominee.answered_at = Candidacy.ACCEPTED, now
    else:
        await _check_has_one_left(session, poll, actor.id)
    if not is_made:
        session.add(Nomination(poll_id=poll_id, nominee_id=nominee_id, nominator_id=actor.id, nominated_at=now))
    await session.flush()
    await _tell_of(session, actor, "poll.stood" if stands else "poll.nominated", nominee)
    await touch(session, f"my-nominations/{actor.id}")


async def answer(session: AsyncSession, actor: Actor, poll_id: UUID, candidacy: Candidacy, *, now: datetime) -> None:
    """
    A nominee accepts or withdraws (rút tên), until the poll opens. A repeat is harmless.

    Raises:
        NotNominated: they are not on the list.
        WithdrawalTooLate: the poll has opened, or is over.
        NominationsNotOpen: who has withdrawn comes back only while people are nominated.
    """
    poll = await poll_of(session, poll_id, lock=True)
    call = await _call(session, poll_id)
    nominee = await session.get(Nominee, (poll_id, actor.id), populate_existing=True)
    if call is None or nominee is None:
        raise NotNominated
    if nominee.candidacy is candidacy:
        return
    if poll.state not in (PollState.DRAFT, PollState.ANNOUNCED):
        raise WithdrawalTooLate
    if nominee.candidacy is Candidacy.WITHDRAWN and not call.is_open:
        raise NominationsNotOpen
    nominee.candidacy, nominee.answered_at = candidacy, now
    await session.flush()
    await _tell_of(session, actor, f"poll.nominee_{candidacy}", nominee)


async def leave_out(session: AsyncSession, actor: Actor, poll_id: UUID, nominee_id: UUID, *, be_out: bool) -> None:
    """
    Decide whether a nominee goes on the paper (cho thôi, đưa vào danh sách). A repeat is harmless.

    Raises :class:`DefinitionFrozen` or :class:`NotNominated`.
    """
    await _draft(session, poll_id)
    await _call(session, poll_id)
    nominee = await session.get(Nominee, (poll_id, nominee_id), populate_existing=True)
    if nominee is None:
        raise NotNominated
    if nominee.is_left_out is not be_out:
        nominee.is_left_out = be_out
        await session.flush()
        await _tell_of(session, actor, "poll.nominee_left_out" if be_out else "poll.nominee_kept", nominee)


async def check_announcing(session: AsyncSession, poll: Poll) -> None:
    """
    Whether the candidates of a locked poll are settled.

    Raises :class:`NominationsOpen`, :class:`TooFewCandidates` or :class:`CandidateWithdrew`.
    """
    call = await _call(session, poll.id)
    if call is not None and call.is_open:
        raise NominationsOpen
    for question in paper_in(poll).questions:
        if question.kind is QuestionKind.ELECTION and len(question.options) < question.max_marks:
            raise TooFewCandidates(question=question.number, candidates=len(question.options), seats=question.max_marks)
    await check_nobody_withdrew(session, poll)


async def check_nobody_withdrew(session: AsyncSession, poll: Poll) -> None:
    """Raises :class:`CandidateWithdrew` if the paper of a locked poll names somebody who has."""
    if names := await withdrawn_on(session, poll):
        raise CandidateWithdrew(names=names)


async def _draft(session: AsyncSession, poll_id: UUID) -> Poll:
    poll = await poll_of(session, poll_id, lock=True)
    if poll.state is not PollState.DRAFT:
        raise DefinitionFrozen(state=poll.state)
    return poll


async def _call(session: AsyncSession, poll_id: UUID) -> NominationCall | None:
    """The call, its row locked."""
    return await session.get(NominationCall, poll_id, with_for_update=True, populate_existing=True)


async def _check_may_nominate(session: AsyncSession, poll: Poll, delegate_id: UUID) -> None:
    if not await electorate.includes(session, poll, delegate_id):
        raise NotEntitled
    sitting = await current_sitting(session)
    there = await session.get(Presence, (sitting.id, delegate_id), populate_existing=True) if sitting else None
    if there is None or not there.is_present:
        raise NotPresent


async def _check_has_one_left(session: AsyncSession, poll: Poll, delegate_id: UUID) -> None:
    """Standing oneself takes none of one's nominations."""
    seats = election_of(paper_in(poll)).max_marks
    of_others = (Nomination.nominator_id == delegate_id) & (Nomination.nominee_id != delegate_id)
    made = select(func.count()).select_from(Nomination).where(Nomination.poll_id == poll.id, of_others)
    if (await session.scalar(made) or 0) >= seats:
        raise NominationsSpent(seats=seats)


async def _put_on_list(session: AsyncSession, poll_id: UUID, delegate_id: UUID) -> Nominee:
    official = select(Delegate.id).where(Delegate.id == delegate_id, *electorate.officials())
    if await session.scalar(official) is None:
        raise CannotBeNominated
    listed = select(func.count()).select_from(Nominee).where(Nominee.poll_id == poll_id)
    if (await session.scalar(listed) or 0) >= MOST_OPTIONS:
        raise TooManyNominees(most=MOST_OPTIONS)
    nominee = Nominee(poll_id=poll_id, delegate_id=delegate_id, candidacy=Candidacy.NOMINATED, is_left_out=False)
    session.add(nominee)
    await session.flush()
    return nominee


async def _called(session: AsyncSession, actor: Actor, poll: Poll, action: str) -> None:
    await session.flush()
    await journal.record(session, actor, action, subject=f"poll/{poll.id}", after={"title": poll.title_vi})
    await tell(session, poll)


async def _tell_of(session: AsyncSession, actor: Actor, action: str, nominee: Nominee) -> None:
    """Take down, and tell, what became of one nominee."""
    poll_id, delegate_id = nominee.poll_id, nominee.delegate_id
    name = (await names_of(session, {delegate_id}))[delegate_id]
    who = {"number": name.number, "name": name.full_name, "delegation": name.delegation}
    await journal.record(session, actor, action, subject=f"poll/{poll_id}", after=who)
    await touch(session, f"nominations/{poll_id}", f"desk-nominations/{poll_id}", f"my-nominations/{delegate_id}")

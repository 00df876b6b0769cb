"""
The life of polls: prepare, announce, open, close, publish, annul.

Each step locks, reads, decides by the table, writes, journals and touches, in the caller's transaction. A step that was
taken before is answered with where it led, so that a flaky network may repeat it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from agenda import journal, programme
from agenda.journal import Actor
from agenda.models import Congress, Progress, Sitting, Target
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Presence
from realtime.touch import touch
from voting import barrier, queries
from voting.commands import PreparePoll
from voting.errors import DefinitionFrozen, KindNotHeld, NobodyEntitled, NoSittingUnderWay, ReasonNeeded
from voting.kinds import decide, motion
from voting.life import PollState, Secrecy, Step, after, already
from voting.models import ElectorateKind, Poll, Turnout, Voter
from voting.outcome import Bases
from voting.paper import Paper, check_paper
from voting.profile import profile
from voting.queries import PollResult, paper_in, poll_of
from voting.tally import count


async def prepare(session: AsyncSession, actor: Actor, poll_id: UUID, command: PreparePoll) -> Poll:
    """
    Make a draft, or change it as long as it is one. Sending the same again is harmless.

    Raises:
        InvalidDefinition: the paper is not well formed.
        DefinitionFrozen: the poll has been announced.
        KindNotHeld: secret polls are not held yet.
    """
    if command.secrecy is not Secrecy.RECORDED:
        raise KindNotHeld(kind=command.secrecy)
    check_paper(command.paper, only_present=command.electorate_kind is ElectorateKind.PRESENT)
    await barrier.hold_alone(session, poll_id)  # a row that is not there yet cannot be locked
    poll = await session.get(Poll, poll_id, with_for_update=True)
    before = _facts(poll) if poll else None
    if poll is not None and poll.state is not PollState.DRAFT:
        if before == _asked(command):
            return poll
        raise DefinitionFrozen(state=poll.state)
    if poll is None:
        poll = Poll(id=poll_id)
        session.add(poll)
    for name, value in _asked(command).items():
        setattr(poll, name, value)
    await session.flush()
    await session.refresh(poll)
    if before != _facts(poll):
        await journal.record(
            session, actor, "poll.prepared", subject=f"poll/{poll_id}", before=before, after=_facts(poll)
        )
        await _tell(session, poll)
    return poll


async def paper_on_all_targets(session: AsyncSession) -> Paper:
    """A motion a target, in their order, under the rules profile's rule for open votes. Raises :class:`NoCongress`."""
    rule = profile((await programme.congress(session)).rules_profile).open_vote
    targets = await session.scalars(select(Target).order_by(Target.position, Target.code))
    return Paper(
        questions=tuple(
            motion.question(
                number,
                f"{target.code}. {target.statement_vi}",
                title_en=f"{target.code}. {target.statement_en}" if target.statement_en else "",
                rule=rule,
                target_id=target.id,
            )
            for number, target in enumerate(targets, start=1)
        )
    )


async def announce(session: AsyncSession, actor: Actor, poll_id: UUID) -> Poll:
    """Fix the poll's text, rule and electorate and show it to all."""
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.ANNOUNCE):
        return poll
    return await _step(session, actor, poll, Step.ANNOUNCE)


async def open_poll(session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime) -> Poll:
    """
    Freeze the electorate and let it vote.

    Raises:
        NoSittingUnderWay: the poll is among those present and no sitting is current.
        NobodyEntitled: the electorate would be empty.
        NotAllowedInState: it has not been announced, or is over.
    """
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.OPEN):
        return poll
    after(poll.state, Step.OPEN)  # before the work
    sitting = await session.scalar(select(Sitting).where(Sitting.progress == Progress.CURRENT))
    if sitting is None and poll.electorate_kind is ElectorateKind.PRESENT:
        raise NoSittingUnderWay
    poll.sitting_id = sitting.id if sitting else None
    people, mandates = await _freeze_electorate(session, poll, now)
    if people == 0:
        raise NobodyEntitled
    summoned = select(func.count(), func.coalesce(func.sum(Delegate.mandates), 0)).where(*_official())
    summoned_people, poll.entitled = (await session.execute(summoned)).one()
    present_people, poll.present = await _present(session, poll)
    congress = await session.scalar(select(Congress))
    if congress is not None:
        poll.had_quorum = profile(congress.rules_profile).quorum.is_met(present_people, summoned_people)
    poll.opened_at = now
    poll.closes_at = now + timedelta(seconds=poll.seconds) if poll.seconds else None
    session.add(Turnout(poll_id=poll.id, ballots=0, mandates=0))
    facts = {
        "electorate": people,
        "mandates": mandates,
        "present": poll.present,
        "entitled": poll.entitled,
        "had_quorum": poll.had_quorum,
        "closes_at": poll.closes_at,
    }
    return await _step(session, actor, poll, Step.OPEN, **facts)


async def close(session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime) -> Poll:
    """
    End the voting and count.

    The barrier keeps every later ballot out; what was acknowledged before is in the count.
    """
    await barrier.hold_alone(session, poll_id)
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.CLOSE):
        return poll
    after(poll.state, Step.CLOSE)
    poll.closed_at = now
    result = await _count(session, poll)
    poll.result = msgspec.to_builtins(result, str_keys=True)
    facts = {"ballots": result.tally.ballots, "mandates": result.tally.mandates, "electorate": result.electorate}
    return await _step(session, actor, poll, Step.CLOSE, **facts)


async def publish(session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime) -> Poll:
    """Show tally and outcome to everybody."""
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.PUBLISH):
        return poll
    after(poll.state, Step.PUBLISH)
    poll.published_at = now
    return await _step(session, actor, poll, Step.PUBLISH, result=poll.result)


async def annul(session: AsyncSession, actor: Actor, poll_id: UUID, *, reason: str) -> Poll:
    """Declare the poll void. It is kept, with ballots and reason. Raises :class:`ReasonNeeded`."""
    if not reason.strip():
        raise ReasonNeeded
    await barrier.hold_alone(session, poll_id)
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.ANNUL):
        return poll
    after(poll.state, Step.ANNUL)
    poll.annulled_because = reason
    return await _step(session, actor, poll, Step.ANNUL, reason=reason)


async def admit_late_arrivals(
    session: AsyncSession, delegate_ids: list[UUID], *, sitting_id: UUID | None, now: datetime
) -> None:
    """Let delegates who have just come in join the open polls that take late arrivals."""
    if not delegate_ids or sitting_id is None:
        return
    polls = await session.scalars(
        select(Poll)
        .where(
            Poll.state == PollState.OPEN,
            Poll.late_arrivals,
            Poll.sitting_id == sitting_id,
            Poll.electorate_kind == ElectorateKind.PRESENT,
        )
        .order_by(Poll.id)
        .with_for_update()
    )
    for poll in polls:
        joined = await _add_voters(session, poll, [Delegate.id.in_(delegate_ids)], now)
        if joined:
            poll.present = (poll.present or 0) + sum(joined)
            await touch(session, *_topics(poll), "floor", "screen/*")
            await touch(session, *(f"me/{delegate_id}" for delegate_id in delegate_ids))


async def _step(session: AsyncSession, actor: Actor, poll: Poll, step: Step, **facts: Any) -> Poll:
    """Take a step of the table on a locked poll, with what changed along with it."""
    before = poll.state
    poll.state = after(before, step)
    await session.flush()
    await journal.record(
        session,
        actor,
        f"poll.{poll.state}",
        subject=f"poll/{poll.id}",
        before={"state": before},
        after={"state": poll.state, "title": poll.title_vi, **facts},
    )
    await _tell(session, poll)
    return poll


async def _count(session: AsyncSession, poll: Poll) -> PollResult:
    paper = paper_in(poll)
    tally = count(paper, [ballot async for ballot in queries.ballots_of(session, poll.id)])
    bases = Bases(present=poll.present or 0, entitled=poll.entitled or 0)
    outcomes = tuple(
        decide(question, counted, bases) for question, counted in zip(paper.questions, tally.questions, strict=True)
    )
    return PollResult(tally=tally, outcomes=outcomes, electorate=await queries.electorate_size(session, poll.id))


def _official() -> list[Any]:
    """Conditions on Delegate: official, recognised, and nobody has taken the place."""
    successor = aliased(Delegate)
    replaced = select(successor.id).where(successor.replaces_id == Delegate.id).exists()
    return [Delegate.kind == DelegateKind.OFFICIAL, Delegate.credentials == Credentials.RECOGNISED, ~replaced]


def _in_the_hall(sitting_id: UUID | None) -> Any:
    return (
        select(Presence.delegate_id)
        .where(Presence.sitting_id == sitting_id, Presence.delegate_id == Delegate.id, Presence.is_present)
        .exists()
    )


async def _freeze_electorate(session: AsyncSession, poll: Poll, now: datetime) -> tuple[int, int]:
    """People and mandates in the electorate."""
    condition = [_in_the_hall(poll.sitting_id)] if poll.electorate_kind is ElectorateKind.PRESENT else []
    mandates = await _add_voters(session, poll, condition, now)
    return len(mandates), sum(mandates)


async def _add_voters(session: AsyncSession, poll: Poll, conditions: list[Any], now: datetime) -> list[int]:
    """Put official delegates that meet ``conditions`` into the electorate; the mandates of each newcomer."""
    chosen = select(
        literal(poll.id, type_=Voter.poll_id.type),
        Delegate.id,
        Delegate.delegation_id,
        Delegate.mandates,
        literal(now, type_=Voter.joined_at.type),
    ).where(*_official(), *conditions)
    columns = ["poll_id", "delegate_id", "delegation_id", "mandates", "joined_at"]
    added = await session.scalars(
        postgresql.insert(Voter).from_select(columns, chosen).on_conflict_do_nothing().returning(Voter.mandates)
    )
    return list(added)


async def _present(session: AsyncSession, poll: Poll) -> tuple[int, int]:
    """Official delegates in the hall, in people and in mandates."""
    row = await session.execute(
        select(func.count(), func.coalesce(func.sum(Delegate.mandates), 0)).where(
            *_official(), _in_the_hall(poll.sitting_id)
        )
    )
    people, mandates = row.one()
    return people, mandates


async def _tell(session: AsyncSession, poll: Poll) -> None:
    await touch(session, "floor", "polls", "screen/*", *_topics(poll))


def _topics(poll: Poll) -> list[str]:
    """What is published of one poll."""
    return [f"{topic}/{poll.id}" for topic in ("poll", "desk-poll", "tally", "missing")]


def _asked(command: PreparePoll) -> dict[str, Any]:
    """The columns of a definition."""
    return {
        "title_vi": command.title_vi,
        "title_en": command.title_en,
        "item_id": command.item_id,
        "secrecy": command.secrecy,
        "paper": msgspec.json.decode(msgspec.json.encode(command.paper)),  # lists, no tuples: as the row gives it back
        "electorate_kind": command.electorate_kind,
        "late_arrivals": command.late_arrivals,
        "visibility": command.visibility,
        "seconds": command.seconds,
    }


def _facts(poll: Poll) -> dict[str, Any]:
    return {name: getattr(poll, name) for name in _DEFINITION}


_DEFINITION = (
    "title_vi",
    "title_en",
    "item_id",
    "secrecy",
    "paper",
    "electorate_kind",
    "late_arrivals",
    "visibility",
    "seconds",
)

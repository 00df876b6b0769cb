"""
The life of polls: prepare, announce, open, close, publish, annul.

Each step locks, reads, decides by the table, writes, journals and touches, in the caller's transaction. A step that was
taken before is answered with where it led, so that a flaky network may repeat it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import Actor
from agenda.models import Congress, Progress, Sitting
from realtime.touch import touch
from voting import barrier, electorate, nominating, papers, queue, represented, secrecy, two_persons, voids
from voting.checkpoint import Checkpoint, congress_signer, origin_of, sign_checkpoint
from voting.commands import PreparePoll
from voting.counting import result_of, taken_out
from voting.definition import asked, facts_of
from voting.errors import DefinitionFrozen, KindNotHeld, NobodyEntitled, NoSittingUnderWay, ReasonNeeded
from voting.life import PollState, Secrecy, Step, after, already
from voting.models import ElectorateKind, Poll, Turnout
from voting.news import tell, topics
from voting.paper import check_paper
from voting.profile import profile
from voting.queries import poll_of
from voting.secrecy import SecretTerms
from voting.secret_errors import HandCountMissing
from voting.tree import root


async def prepare(session: AsyncSession, actor: Actor, poll_id: UUID, command: PreparePoll) -> Poll:
    """
    Make a draft, or change it as long as it is one. Sending the same again is harmless.

    Raises:
        InvalidDefinition: the paper is not well formed.
        UnknownVoters: the poll is for people whom the roster does not have.
        DefinitionFrozen: the poll has been announced.
        KindNotHeld: secret polls of this mode are not held.
    """
    if command.secrecy is Secrecy.SECRET:
        secrecy.check(command)
    await electorate.check(session, command)
    check_paper(command.paper, only_present=command.electorate_kind is ElectorateKind.PRESENT, is_draft=True)
    await barrier.hold_alone(session, poll_id)  # a row that is not there yet cannot be locked
    poll = await session.get(Poll, poll_id, with_for_update=True)
    before = facts_of(poll) if poll else None
    if poll is not None and poll.state is not PollState.DRAFT:
        if before == asked(command):
            return poll
        raise DefinitionFrozen(state=poll.state)
    if poll is None:
        poll = Poll(id=poll_id)
        session.add(poll)
    for name, value in asked(command).items():
        setattr(poll, name, value)
    await session.flush()
    await session.refresh(poll)
    if before != facts_of(poll):
        await journal.record(
            session, actor, "poll.prepared", subject=f"poll/{poll_id}", before=before, after=facts_of(poll)
        )
        await tell(session, poll)
    return poll


async def announce(
    session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime, terms: SecretTerms | None = None
) -> Poll:
    """
    Fix the poll's text, rule and electorate and show it to all.

    A secret poll's voters are taken down here: each gets a paper before it opens. ``terms``: by what such polls are
    held, if they are.

    Raises:
        NoSittingUnderWay, NobodyEntitled: there would be nobody to give papers to.
        KindNotHeld: the poll is secret, and such polls are not held.
        NominationsOpen, CandidateWithdrew, TooFewCandidates: the candidates are not settled.
    """
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.ANNOUNCE):
        return poll
    after(poll.state, Step.ANNOUNCE)  # before the work
    await nominating.check_announcing(session, poll)
    facts: dict[str, Any] = {}
    if poll.secrecy is Secrecy.SECRET:
        facts = await _freeze(session, poll, now)
        facts |= await secrecy.announce(session, poll, _held(terms), facts["electorate"], now)
    return await _step(session, actor, poll, Step.ANNOUNCE, **facts)


async def open_poll(
    session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime, terms: SecretTerms | None = None
) -> Poll:
    """
    Freeze the electorate and let it vote.

    Raises:
        NoSittingUnderWay: the poll is among those present and no sitting is current.
        NobodyEntitled: the electorate would be empty.
        NotAllowedInState: it has not been announced, or is over.
        PapersAreGivenOut, TooFewPapers: a secret poll that may not open yet, or not at all.
        AnotherPollOpen: some of the same delegates have a paper before them.
        CandidateWithdrew: somebody on the paper has.
    """
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.OPEN):
        return poll
    after(poll.state, Step.OPEN)  # before the work
    await nominating.check_nobody_withdrew(session, poll)
    if poll.secrecy is Secrecy.SECRET:
        await queue.check_alone(session, poll)  # before the key is gone
        facts = await secrecy.open_urn(session, poll, _held(terms), now)
    else:
        facts = await _freeze(session, poll, now)
        await queue.check_alone(session, poll)
    poll.opened_at = now
    poll.closes_at = now + timedelta(seconds=poll.seconds) if poll.seconds else None
    session.add(Turnout(poll_id=poll.id, ballots=0, mandates=0))
    return await _step(session, actor, poll, Step.OPEN, **facts, closes_at=poll.closes_at)


async def close(
    session: AsyncSession,
    actor: Actor,
    poll_id: UUID,
    *,
    now: datetime,
    key: Ed25519PrivateKey,
    terms: SecretTerms | None = None,
) -> Poll:
    """
    End the voting and count; the congress signs with ``key`` which ballots there were.

    The barrier keeps every later ballot out; what was acknowledged before is in the count.

    Raises :class:`TwoPersonsNeeded` if the poll asks for two and one is missing.
    """
    await barrier.hold_alone(session, poll_id)
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.CLOSE):
        return poll
    after(poll.state, Step.CLOSE)
    await two_persons.check(session, actor, poll, Step.CLOSE)
    poll.closed_at = now
    facts: dict[str, Any] = {}
    if poll.secrecy is Secrecy.SECRET:
        facts = await secrecy.close_urn(session, poll, _held(terms))
    counted, leaves = await taken_out(session, poll)
    result = await result_of(session, poll, counted)
    poll.result = msgspec.to_builtins(result, str_keys=True)
    poll.checkpoint = await _stated(session, poll, leaves, key)
    facts |= {
        "ballots": result.tally.ballots,
        "mandates": result.tally.mandates,
        "electorate": result.electorate,
        "checkpoint": poll.checkpoint,
    }
    return await _step(session, actor, poll, Step.CLOSE, **facts)


async def publish(session: AsyncSession, actor: Actor, poll_id: UUID, *, now: datetime) -> Poll:
    """
    Show tally and outcome to everybody.

    Raises:
        HandCountMissing: printed papers are not counted.
        TwoPersonsNeeded: the poll asks for two and one is missing.
    """
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.PUBLISH):
        return poll
    after(poll.state, Step.PUBLISH)
    await two_persons.check(session, actor, poll, Step.PUBLISH)
    if (given := (await papers.counts(session, poll_id)).hand) and (poll.result or {}).get("hand") is None:
        raise HandCountMissing(papers=given)
    poll.published_at = now
    # More may come; fewer than were told with the result may never be shown.
    facts = {"voids": await voids.count(session, poll_id)} if poll.secrecy is Secrecy.SECRET else {}
    return await _step(session, actor, poll, Step.PUBLISH, result=poll.result, **facts)


async def confirm(
    session: AsyncSession,
    actor: Actor,
    poll_id: UUID,
    step: Step,
    *,
    now: datetime,
    key: Ed25519PrivateKey,
    terms: SecretTerms | None = None,
) -> Poll:
    """
    One side's word that a poll shall be closed or published; with the other side's it is.

    Raises :class:`OnePersonIsEnough`, and what the step itself raises.
    """
    await barrier.hold_alone(session, poll_id)
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, step) or not await two_persons.confirm(session, actor, poll, step, now):
        return poll
    if step is Step.CLOSE:
        return await close(session, actor, poll_id, now=now, key=key, terms=terms)
    return await publish(session, actor, poll_id, now=now)


async def annul(
    session: AsyncSession, actor: Actor, poll_id: UUID, *, reason: str, terms: SecretTerms | None = None
) -> Poll:
    """Declare the poll void. It is kept, with ballots and reason. Raises :class:`ReasonNeeded`."""
    if not reason.strip():
        raise ReasonNeeded
    await barrier.hold_alone(session, poll_id)
    poll = await poll_of(session, poll_id, lock=True)
    if already(poll.state, Step.ANNUL):
        return poll
    after(poll.state, Step.ANNUL)
    poll.annulled_because = reason
    if poll.secrecy is Secrecy.SECRET:
        await secrecy.close_urn(session, poll, _held(terms))
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
            Poll.secrecy == Secrecy.RECORDED,
            Poll.sitting_id == sitting_id,
            Poll.electorate_kind == ElectorateKind.PRESENT,
        )
        .order_by(Poll.id)
        .with_for_update()
    )
    for poll in polls:
        joined = await electorate.admit(session, poll, delegate_ids, now)
        if joined.people:
            poll.present = (poll.present or 0) + joined.mandates
            await touch(session, *topics(poll), "floor", "screen/*")
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
    await tell(session, poll)
    return poll


def _held(terms: SecretTerms | None) -> SecretTerms:
    """The terms of secret polls. Raises :class:`KindNotHeld` if such polls are not held."""
    if terms is None:
        raise KindNotHeld(kind=Secrecy.SECRET)
    return terms


async def _freeze(session: AsyncSession, poll: Poll, now: datetime) -> dict[str, Any]:
    """Take down who votes and the wholes that shares are taken of; what the journal says of it."""
    sitting = await session.scalar(select(Sitting).where(Sitting.progress == Progress.CURRENT))
    if sitting is None and poll.electorate_kind is ElectorateKind.PRESENT:
        raise NoSittingUnderWay
    poll.sitting_id = sitting.id if sitting else None
    frozen = await electorate.freeze(session, poll, now)
    if frozen.people == 0:
        raise NobodyEntitled
    summoned, present = await electorate.summoned(session, poll), await electorate.present(session, poll)
    carried = await represented.carried_in(session, poll.id)
    # Whoever is represented counts as present for a share, or more could be in favour than there are; not for the
    # quorum, which is of people who came.
    poll.entitled, poll.present = summoned.mandates, present.mandates + sum(one.mandates for one in carried)
    congress = await session.scalar(select(Congress))
    if congress is not None:
        poll.had_quorum = profile(congress.rules_profile).quorum.is_met(present.people, summoned.people)
    if poll.is_for_some:  # phones cannot know by themselves whether it is for them
        await touch(session, *(f"me/{delegate_id}" for delegate_id in await electorate.members(session, poll)))
    await touch(session, *(f"me/{holder_id}" for holder_id in await represented.holders(session)))
    return {
        "electorate": frozen.people,
        "mandates": frozen.mandates,
        "present": poll.present,
        "entitled": poll.entitled,
        "had_quorum": poll.had_quorum,
        **represented.facts_of(carried),
    }


async def _stated(session: AsyncSession, poll: Poll, leaves: list[bytes], key: Ed25519PrivateKey) -> str:
    """The congress's word on the ballots that are in."""
    signer = congress_signer(await session.scalar(select(Congress.slug)) or "", key)
    checkpoint = Checkpoint(origin=origin_of(signer.name, poll.id), size=len(leaves), root=root(leaves))
    return sign_checkpoint(checkpoint, signer)

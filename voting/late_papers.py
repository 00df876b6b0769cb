"""
Late papers of an attended poll: asked for while it is open, and released ten people at a time.

Whoever gets a paper on the tap can be told by the clock from what falls into the urn next, with late-comers more often
than not (``field/secret-voting.md`` §1.5). So requests wait until ten people do; all get theirs in one transaction. Ten
are never had by fewer: the last few vote on printed papers.
"""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import SYSTEM
from realtime.touch import touch
from voting.issuer import Issuer
from voting.life import PollState, Secrecy, SecretMode
from voting.models import Poll, Voter
from voting.secret_errors import PaperAlreadyGiven
from voting.secret_models import IssuedPaper, LateRequest, PaperKind, SecretPoll

BATCH = 10  # people, not papers: who carries five mandates is one face in the crowd


def are_given(poll: Poll) -> bool:
    """Whether the poll gives out late papers now."""
    return poll.state is PollState.OPEN and poll.secret_mode is SecretMode.ATTENDED


async def ask(session: AsyncSession, issuer: Issuer, poll: Poll, voter: Voter, mandate: int, blinded: bytes) -> None:
    """
    Put a request of a phone into the line; the paper is there at once if it completes a batch, or was released before.

    Until then the newest request of a mandate counts: no signature has left the house.

    Raises:
        NoMorePapers: the key has been destroyed.
        InvalidBlindedPaper: nothing that the key could sign; it would spoil the batch of nine others.
    """
    await issuer.check(poll.id, blinded)
    await _hold(session, poll)
    theirs = await _papers_of(session, voter)
    if mandate in theirs:  # released while we waited for the hold
        return
    # Whoever has one paper gets those of their other mandates at once: the ballots will be the same person's.
    if await _is_released(session, voter, mandate) or PaperKind.PHONE in theirs.values():
        await _issue(session, issuer, voter.poll_id, voter.delegate_id, mandate, blinded)
        await touch(session, *_topics(poll), f"me/{voter.delegate_id}")
        return
    await _line_up(session, voter, {mandate: blinded})
    await _release(session, issuer, poll)


async def take_place(session: AsyncSession, issuer: Issuer, poll: Poll, voter: Voter) -> bool:
    """
    Put somebody without a phone into the line; whether they may come and take their papers now.

    A place is released with its batch as a request is; the paper is made and signed when they come back to vote.

    Raises :class:`PaperAlreadyGiven`.
    """
    await _hold(session, poll)
    if await _papers_of(session, voter):
        raise PaperAlreadyGiven
    if not await _is_released(session, voter, 1):
        await _line_up(session, voter, dict.fromkeys(range(1, voter.mandates + 1)))
        await _release(session, issuer, poll)
    return await _is_released(session, voter, 1)


async def withdraw(session: AsyncSession, poll_id: UUID, voter_id: UUID) -> None:
    """Take somebody out of the line: they got a printed paper."""
    await session.execute(delete(LateRequest).where(LateRequest.poll_id == poll_id, LateRequest.voter_id == voter_id))


async def end(session: AsyncSession, poll: Poll) -> None:
    """Nobody waits any longer: the poll is over."""
    await session.execute(delete(LateRequest).where(LateRequest.poll_id == poll.id))


async def waiting(session: AsyncSession, poll: Poll) -> int | None:
    """How many people wait for a batch; ``None`` where there are no late papers."""
    if poll.secrecy is not Secrecy.SECRET or not are_given(poll):
        return None
    people = select(func.count(LateRequest.voter_id.distinct()))
    return await session.scalar(people.where(LateRequest.poll_id == poll.id, ~LateRequest.is_released)) or 0


async def _hold(session: AsyncSession, poll: Poll) -> None:
    """One request at a time, so that the tenth is the tenth. The poll's own row stays free for the urn."""
    await session.get_one(SecretPoll, poll.id, with_for_update=True)


async def _line_up(session: AsyncSession, voter: Voter, wanted: dict[int, bytes] | dict[int, None]) -> None:
    rows = [
        {"poll_id": voter.poll_id, "voter_id": voter.delegate_id, "mandate": mandate, "blinded": blinded}
        for mandate, blinded in wanted.items()
    ]
    added = postgresql.insert(LateRequest).values(rows)
    newest = {"blinded": added.excluded.blinded}
    await session.execute(added.on_conflict_do_update(index_elements=["poll_id", "voter_id", "mandate"], set_=newest))
    await touch(session, f"tally/{voter.poll_id}")


async def _release(session: AsyncSession, issuer: Issuer, poll: Poll) -> None:
    """Give everybody who waits what they wait for, if they are enough."""
    line = select(LateRequest).where(LateRequest.poll_id == poll.id, ~LateRequest.is_released)
    rows = (await session.scalars(line.order_by(LateRequest.voter_id, LateRequest.mandate))).all()
    people = sorted({row.voter_id for row in rows})
    if len(people) < BATCH:
        return
    for row in rows:
        if row.blinded is None:
            row.is_released = True
        else:
            await _issue(session, issuer, row.poll_id, row.voter_id, row.mandate, row.blinded)
    await session.flush()
    facts = {"people": len(people), "papers": len(rows)}
    await journal.record(session, SYSTEM, "poll.late_papers", subject=f"poll/{poll.id}", after=facts)
    await touch(session, *_topics(poll), *(f"me/{voter_id}" for voter_id in people))


async def _issue(
    session: AsyncSession, issuer: Issuer, poll_id: UUID, voter_id: UUID, mandate: int, blinded: bytes
) -> None:
    """Sign a mandate's paper; the table's primary key sees to it that it is the only one."""
    signed = await issuer.sign(poll_id, blinded)
    paper = {"poll_id": poll_id, "voter_id": voter_id, "mandate": mandate, "kind": PaperKind.PHONE}
    session.add(IssuedPaper(**paper, blinded=blinded, signed=signed))
    await session.flush()
    mine = (LateRequest.poll_id == poll_id, LateRequest.voter_id == voter_id, LateRequest.mandate == mandate)
    await session.execute(delete(LateRequest).where(*mine))


async def _is_released(session: AsyncSession, voter: Voter, mandate: int) -> bool:
    query = select(LateRequest.is_released).where(
        LateRequest.poll_id == voter.poll_id, LateRequest.voter_id == voter.delegate_id, LateRequest.mandate == mandate
    )
    return bool(await session.scalar(query))


async def _papers_of(session: AsyncSession, voter: Voter) -> dict[int, PaperKind]:
    """What kind of paper each mandate has, of those that have one."""
    mine = (IssuedPaper.poll_id == voter.poll_id) & (IssuedPaper.voter_id == voter.delegate_id)
    return {
        row.mandate: row.kind
        for row in await session.execute(select(IssuedPaper.mandate, IssuedPaper.kind).where(mine))
    }


def _topics(poll: Poll) -> tuple[str, ...]:
    return (*(f"{topic}/{poll.id}" for topic in ("tally", "missing", "poll", "desk-poll")), "screen/*")

"""Counting: everything that was cast in a poll, and what the rules make of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import Actor
from voting import hand_count, papers, queries, secrecy
from voting.errors import NotAllowedInState
from voting.hand_count import HandCount
from voting.kinds import decide
from voting.life import PollState, Secrecy
from voting.models import Poll
from voting.news import tell
from voting.outcome import Bases
from voting.queries import PollResult, paper_in, poll_of
from voting.secret_errors import PollIsNotSecret
from voting.tally import Counted, count, merge


async def taken_out(session: AsyncSession, poll: Poll) -> tuple[Iterable[Counted], list[bytes]]:
    """All ballots that are in, as counting wants them, and the leaves of their tree."""
    if poll.secrecy is Secrecy.SECRET:
        urn = await secrecy.ballots_in(session, poll)
        return secrecy.answers_on(urn), [ballot.leaf for ballot in urn]
    ballots = [ballot async for ballot in queries.ballots_of(session, poll.id)]
    return ballots, await queries.leaves_of(session, poll.id)


async def result_of(
    session: AsyncSession, poll: Poll, ballots: Iterable[Counted], hand: HandCount | None = None
) -> PollResult:
    """Tally and outcome of what was taken out, together with what the tellers counted by hand."""
    paper = paper_in(poll)
    tally = count(paper, ballots)
    if hand is not None:
        tally = merge(tally, hand.tally(paper))
    bases = Bases(present=poll.present or 0, entitled=poll.entitled or 0)
    outcomes = tuple(
        decide(question, counted, bases) for question, counted in zip(paper.questions, tally.questions, strict=True)
    )
    electorate = await queries.electorate_size(session, poll.id)
    return PollResult(tally=tally.without_orders(), outcomes=outcomes, electorate=electorate, hand=hand)


async def enter_hand_count(
    session: AsyncSession, teller: Actor, poll_id: UUID, counted: HandCount, *, now: datetime
) -> Poll:
    """
    Put down what a teller counted on the printed papers of a closed poll; counted with the urn once two say the same.

    Raises:
        PollIsNotSecret: there are no printed papers in a recorded poll.
        NotAllowedInState: it is open, or published.
        InvalidHandCount: so many papers cannot come to that.
    """
    poll = await poll_of(session, poll_id, lock=True)
    if poll.secrecy is not Secrecy.SECRET:
        raise PollIsNotSecret
    if poll.state is not PollState.CLOSED:
        raise NotAllowedInState(step="enter a hand count", state=poll.state)
    hand_count.check(counted, paper_in(poll), given=(await papers.counts(session, poll_id)).hand)
    agreed = await hand_count.enter(session, poll_id, teller, counted, now)
    ballots, _ = await taken_out(session, poll)
    poll.result = msgspec.to_builtins(await result_of(session, poll, ballots, agreed), str_keys=True)
    # Not what was counted: nobody sees that before publishing, and the second teller must not see the first one's.
    facts = {"papers": counted.papers, "agreed": agreed is not None}
    await journal.record(session, teller, "poll.hand_counted", subject=f"poll/{poll_id}", after=facts)
    await tell(session, poll)
    return poll

"""
Casting: one function for ballots that come over the socket and by ``POST``.

The paper is checked here, before the intake: an invalid paper cannot be sent.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from voting import queries
from voting.changing import Changes
from voting.errors import PollNotOpen
from voting.intake import Cast, Intake, Receipt
from voting.life import PollState, Secrecy
from voting.paper import Answer, Paper, canonical_json, check_answers
from voting.remembering import Remembered
from voting.secret_errors import PollIsSecret

_REMEMBERED = 256  # papers; one is some kilobytes


class CastBallot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One voter's paper. ``ballot_id`` is made by the phone, once for each ballot, and makes repeats harmless.

    ``replaces`` names the voter's earlier ballot, in polls where it can be changed.
    """

    ballot_id: UUID
    poll_id: UUID
    answers: Annotated[list[Answer], Meta(max_length=50)]
    replaces: UUID | None = None


class Casting:
    """Checks papers against their definition, which is frozen from announcing on; hands them to the intake."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], intake: Intake) -> None:
        self._sessions, self._intake = sessions, intake
        self._changes = Changes(sessions)
        self._papers = Remembered(self._read, most=_REMEMBERED)

    async def cast(self, ballot: CastBallot, voter_id: UUID) -> Receipt:
        """
        Put ``ballot`` in for ``voter_id``. Returns when it is durable.

        Raises :class:`~voting.errors.VotingError`: the paper is not valid, or why the ballot was refused.
        """
        paper = await self._papers.of(ballot.poll_id)
        answers = check_answers(paper, ballot.answers)
        cast = Cast(ballot.ballot_id, ballot.poll_id, voter_id, canonical_json(answers).decode())
        if ballot.replaces is not None:
            return await self._changes.change(cast, ballot.replaces)
        return await self._intake.cast(cast)

    async def _read(self, poll_id: UUID) -> Paper:
        async with self._sessions() as session:
            poll = await queries.poll_of(session, poll_id)
            state, paper = poll.state, queries.paper_in(poll)
        if poll.secrecy is not Secrecy.RECORDED:
            raise PollIsSecret
        if state is PollState.DRAFT:  # may still change, and nobody may vote yet
            raise PollNotOpen(state=state)
        return paper

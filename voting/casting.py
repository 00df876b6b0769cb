"""
Casting: one function for ballots that come over the socket and by ``POST``.

The paper is checked here, before the intake: an invalid paper cannot be sent.
"""

import asyncio
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from voting import queries
from voting.errors import PollNotOpen
from voting.intake import Cast, Intake, Receipt
from voting.life import PollState
from voting.paper import Answer, Paper, canonical_json, check_answers

_REMEMBERED = 256  # papers; one is some kilobytes


class CastBallot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One voter's paper. ``ballot_id`` is made by the phone, once for each ballot, and makes repeats harmless."""

    ballot_id: UUID
    poll_id: UUID
    answers: Annotated[list[Answer], Meta(max_length=50)]


class Casting:
    """Checks papers against their definition, which is frozen from announcing on, and hands them to the intake."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], intake: Intake) -> None:
        self._sessions, self._intake = sessions, intake
        self._papers: dict[UUID, Paper] = {}
        self._readings: dict[UUID, asyncio.Task[Paper]] = {}

    async def cast(self, ballot: CastBallot, voter_id: UUID) -> Receipt:
        """
        Put ``ballot`` in for ``voter_id``. Returns when it is durable.

        Raises :class:`~voting.errors.VotingError`: the paper is not valid, or why the ballot was refused.
        """
        paper = self._papers.get(ballot.poll_id) or await self._paper(ballot.poll_id)
        answers = check_answers(paper, ballot.answers)
        return await self._intake.cast(
            Cast(ballot.ballot_id, ballot.poll_id, voter_id, canonical_json(answers).decode())
        )

    async def _paper(self, poll_id: UUID) -> Paper:
        """The paper, read once for all who ask at the same moment: a whole hall does, and connections are few."""
        reading = self._readings.get(poll_id)
        if reading is None:
            reading = self._readings[poll_id] = asyncio.create_task(self._read(poll_id), name=f"paper {poll_id}")
            reading.add_done_callback(lambda _: self._readings.pop(poll_id))
        return await asyncio.shield(reading)  # whoever hangs up does not end it for the others

    async def _read(self, poll_id: UUID) -> Paper:
        async with self._sessions() as session:
            state, paper = await queries.paper_of(session, poll_id)
        if state is PollState.DRAFT:  # may still change, and nobody may vote yet
            raise PollNotOpen(state=state)
        if len(self._papers) >= _REMEMBERED:
            self._papers.pop(next(iter(self._papers)))
        self._papers[poll_id] = paper
        return paper

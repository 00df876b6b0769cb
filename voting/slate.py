"""The slate: a draft's candidates made of those who were nominated."""

from uuid import UUID

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.journal import Actor
from voting import barrier, nomination_queries, service
from voting.definition import command_of
from voting.models import Poll
from voting.nominations import CandidateOrder, with_candidates
from voting.queries import paper_in, poll_of


async def make_candidates(session: AsyncSession, actor: Actor, poll_id: UUID, order: CandidateOrder) -> Poll:
    """
    Put everybody who is on the list, and neither withdrew nor was left out, on the paper; what was typed in stays.

    Raises :class:`NoSingleElection`, :class:`TooManyNominees`, and what :func:`voting.service.prepare` does.
    """
    await barrier.hold_alone(session, poll_id)  # as whoever saves the draft does
    poll = await poll_of(session, poll_id, lock=True)
    listed = [row.listed for row in await nomination_queries.nominees(session, poll_id)]
    paper = with_candidates(paper_in(poll), listed, order)
    return await service.prepare(session, actor, poll_id, structs.replace(command_of(poll), paper=paper))

"""Drafts that the server makes of what is there: the targets of the resolution, a poll that left something open."""

from uuid import UUID

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import programme
from agenda.models import Target
from voting import queries
from voting.commands import PreparePoll
from voting.definition import command_of
from voting.errors import NotPublished
from voting.kinds import motion
from voting.life import PollState
from voting.next_round import next_paper, next_title
from voting.paper import Paper
from voting.profile import profile
from voting.queries import paper_in, poll_of


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


async def next_round(session: AsyncSession, poll_id: UUID) -> PreparePoll:
    """
    A draft of the run-off, or of the second round, that a published poll asks for.

    Raises :class:`NotPublished` or :class:`NothingLeftOpen`.
    """
    poll = await poll_of(session, poll_id)
    result = queries.result_in(poll)
    if poll.state is not PollState.PUBLISHED or result is None:
        raise NotPublished
    return structs.replace(
        command_of(poll),
        title_vi=next_title(poll.title_vi),
        title_en=next_title(poll.title_en, "en"),
        paper=next_paper(paper_in(poll), tuple(result.outcomes)),
    )

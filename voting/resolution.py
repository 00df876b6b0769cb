"""The resolution's result table: each target of the draft, and what the congress decided on it."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.programme import congress
from agenda.targets import TargetLine, targets
from voting.life import PollState
from voting.models import Poll
from voting.outcome import Conclusion
from voting.queries import paper_in, result_in
from voting.result_scene import ResultLine, result_lines


class TargetResult(Struct, frozen=True, kw_only=True):
    """One target; ``result`` is ``None`` as long as no vote on it is published. Of several the newest counts."""

    target: TargetLine
    poll: int | None  # its number
    published_at: datetime | None
    result: ResultLine | None


class Resolution(Struct, frozen=True, kw_only=True):
    """All targets in their order, and how many of them are adopted."""

    congress: str
    term: str
    place: str
    adopted: int
    targets: list[TargetResult]


async def resolution(session: AsyncSession) -> Resolution:
    """As the published polls have it. Raises :class:`NoCongress`."""
    found = await congress(session)
    decided: dict[object, tuple[Poll, ResultLine]] = {}
    published = select(Poll).where(Poll.state == PollState.PUBLISHED).order_by(Poll.published_at, Poll.number)
    for poll in await session.scalars(published):
        result = result_in(poll)
        assert result is not None, "a poll is counted before it is published"
        questions = paper_in(poll).questions
        for question, line in zip(questions, result_lines(questions, result), strict=True):
            if question.target_id is not None:
                decided[question.target_id] = (poll, line)
    rows = [_row(target, decided.get(target.id)) for target in await targets(session)]
    return Resolution(
        congress=found.name_vi,
        term=found.term,
        place=found.place_vi,
        adopted=sum(row.result is not None and row.result.conclusion is Conclusion.ADOPTED for row in rows),
        targets=rows,
    )


def _row(target: TargetLine, decided: tuple[Poll, ResultLine] | None) -> TargetResult:
    if decided is None:
        return TargetResult(target=target, poll=None, published_at=None, result=None)
    poll, line = decided
    return TargetResult(target=target, poll=poll.number, published_at=poll.published_at, result=line)

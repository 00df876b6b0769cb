"""What a result can be held against, for everybody: where the papers of a secret poll have gone."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from realtime.states import Audience, State
from voting import papers, voids
from voting.errors import NoSuchPoll
from voting.life import PollState
from voting.models import Poll
from voting.queries import poll_of, result_in

_OVER = frozenset({PollState.CLOSED, PollState.PUBLISHED})


class Reckoning(State, frozen=True, kw_only=True):
    """
    Where the papers of a secret poll have gone, once it is over. All are ``None`` of a recorded poll.

    ``cast`` and ``unaccounted`` are told with the result. ``unaccounted`` are papers that were neither cast nor given
    back: phones that are off. Below zero it says that there are more ballots and voids than papers.
    """

    topic: ClassVar[str] = "reckoning/{poll_id}"
    audience: ClassVar[Audience] = Audience.EVERYONE
    every_ms: ClassVar[int] = 1000

    poll_id: UUID
    papers: int | None  # given out on phones
    cast: int | None
    void: int | None
    unaccounted: int | None


async def reckoning_of(session: AsyncSession, poll: Poll) -> Reckoning:
    """As it stands now."""
    given = await papers.on_phones(session, poll)
    if given is None or poll.state not in _OVER:
        return Reckoning(poll_id=poll.id, papers=given, cast=None, void=None, unaccounted=None)
    void, cast = await voids.count(session, poll.id), None
    if poll.state is PollState.PUBLISHED and (result := result_in(poll)) is not None:
        cast = result.tally.ballots - (result.hand.papers if result.hand else 0)
    left = None if cast is None else given - cast - void
    return Reckoning(poll_id=poll.id, papers=given, cast=cast, void=void, unaccounted=left)


async def render_reckoning(session: AsyncSession, poll_id: UUID) -> Reckoning:
    """The same, by id. Raises :class:`NoSuchPoll`, also for a draft."""
    poll = await poll_of(session, poll_id)
    if poll.state is PollState.DRAFT:
        raise NoSuchPoll(poll_id=poll_id)
    return await reckoning_of(session, poll)

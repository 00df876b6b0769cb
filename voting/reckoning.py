"""What a result can be held against, for everybody: phones that have verified it, and where secret papers have gone."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from realtime.states import Audience, State
from voting import papers, verifying, voids
from voting.errors import NoSuchPoll
from voting.life import PollState
from voting.models import Poll
from voting.outcome import number_text
from voting.queries import poll_of, result_in

_OVER = frozenset({PollState.CLOSED, PollState.PUBLISHED})


class Reckoning(State, frozen=True, kw_only=True):
    """
    How many phones have verified a result, and where the papers of a secret poll have gone, once it is over; the latter
    is ``None`` of a recorded poll.

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
    verified: int  # phones that have found the published root to hold, one a delegate


async def reckoning_of(session: AsyncSession, poll: Poll) -> Reckoning:
    """As it stands now."""
    given = await papers.on_phones(session, poll)
    void: int | None = None
    cast: int | None = None
    result = result_in(poll) if poll.state is PollState.PUBLISHED else None
    if given is not None and poll.state in _OVER:
        void = await voids.count(session, poll.id)
        if result is not None:
            cast = result.tally.ballots - (result.hand.papers if result.hand else 0)
    return Reckoning(
        poll_id=poll.id,
        papers=given,
        cast=cast,
        void=void,
        unaccounted=None if given is None or void is None or cast is None else given - cast - void,
        verified=await verifying.count(session, poll.id) if result else 0,
    )


def in_words(told: Reckoning) -> tuple[str, str]:
    """For the screen: ``(Vietnamese, English)``, empty as long as there is nothing to say."""
    vi, en = [], []
    if told.cast is not None:
        parts = [number_text(one or 0) for one in (told.papers, told.cast, told.void, told.unaccounted)]
        vi.append("phiếu kín phát {} · bỏ {} · trả lại {} · chưa rõ {}".format(*parts))
        en.append("secret papers {} · cast {} · void {} · unaccounted {}".format(*parts))
    if told.verified:
        vi.append(f"{number_text(told.verified)} máy đã tự kiểm")
        en.append(f"verified by {number_text(told.verified)} phones")
    return " · ".join(vi), " · ".join(en)


async def render_reckoning(session: AsyncSession, poll_id: UUID) -> Reckoning:
    """The same, by id. Raises :class:`NoSuchPoll`, also for a draft."""
    poll = await poll_of(session, poll_id)
    if poll.state is PollState.DRAFT:
        raise NoSuchPoll(poll_id=poll_id)
    return await reckoning_of(session, poll)

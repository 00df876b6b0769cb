"""What is read of nominations."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.folding import fold
from delegates.models import Delegate, Delegation
from voting import electorate
from voting.models import Poll
from voting.nomination_errors import NoSingleElection
from voting.nomination_models import Nomination, Nominee
from voting.nominations import Candidacy, Listed, election_of, names_on
from voting.paper import MOST_OPTIONS, Question
from voting.queries import paper_in

NAMED = 10  # of those who nominated somebody, the first ones; their number says how many there are


class NomineeRow(NamedTuple):
    """A nominee with who they are, in the order of the list."""

    nominee: Nominee
    number: str
    full_name: str
    birth_year: int | None
    position: str
    delegation: str

    @property
    def listed(self) -> Listed:
        """As a paper describes them."""
        is_on = self.nominee.candidacy is not Candidacy.WITHDRAWN and not self.nominee.is_left_out
        return Listed(self.full_name, self.birth_year, self.position, self.delegation, is_on)


class Nominators(NamedTuple):
    """Who nominated somebody: how many, the first of them by name, and whether they did so themselves."""

    times: int
    names: list[str]
    stands: bool


async def nominees(session: AsyncSession, poll_id: UUID) -> list[NomineeRow]:
    """Everybody on the list of a poll, as they were nominated."""
    rows = await session.execute(
        select(
            Nominee,
            Delegate.number,
            Delegate.full_name,
            Delegate.birth_year,
            Delegate.position,
            Delegation.name,
        )
        .join(Delegate, Delegate.id == Nominee.delegate_id)
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .where(Nominee.poll_id == poll_id)
        .order_by(Nominee.place)
        .limit(MOST_OPTIONS)
        .execution_options(populate_existing=True)
    )
    return [NomineeRow(*row) for row in rows]


async def nominators(session: AsyncSession, poll_id: UUID, nominee_id: UUID | None = None) -> dict[UUID, Nominators]:
    """By nominee who put them on the list of a poll; of one nominee alone, if asked."""
    place = func.row_number().over(partition_by=Nomination.nominee_id, order_by=Nomination.nominated_at)
    times = func.count().over(partition_by=Nomination.nominee_id)
    query = select(Nomination.nominee_id, Nomination.nominator_id, place.label("place"), times.label("times")).where(
        Nomination.poll_id == poll_id
    )
    if nominee_id is not None:
        query = query.where(Nomination.nominee_id == nominee_id)
    numbered = query.subquery()
    is_own = numbered.c.nominator_id == numbered.c.nominee_id
    rows = await session.execute(
        select(numbered.c.nominee_id, numbered.c.times, Delegate.full_name, is_own)
        .join(Delegate, Delegate.id == numbered.c.nominator_id)
        .where((numbered.c.place <= NAMED) | is_own)
        .order_by(numbered.c.place)
    )
    found: dict[UUID, list[tuple[int, str, bool]]] = defaultdict(list)
    for of, how_often, name, own in rows:
        found[of].append((how_often, name, own))
    return {
        of: Nominators(by[0][0], [name for _, name, own in by if not own], any(own for _, _, own in by))
        for of, by in found.items()
    }


def election_in(poll: Poll) -> Question | None:
    """The one election of a row; ``None`` if it has been edited away since people were nominated for it."""
    try:
        return election_of(paper_in(poll))
    except NoSingleElection:
        return None


async def withdrawn_on(session: AsyncSession, poll: Poll) -> list[str]:
    """The names on a poll's paper of people who have withdrawn."""
    rows = await nominees(session, poll.id)
    gone = [row.listed for row in rows if row.nominee.candidacy is Candidacy.WITHDRAWN]
    question = election_in(poll) if gone else None
    return names_on(question, gone) if question else []


class Nominable(NamedTuple):
    """Somebody who can be nominated."""

    delegate_id: UUID
    number: str
    full_name: str
    delegation: str


async def nominable(session: AsyncSession, search: str, *, limit: int) -> list[Nominable]:
    """Official delegates in whose name, number, unit or delegation every word occurs, without tone marks."""
    words = fold(search).split()[:8]
    if not words:
        return []
    query = (
        select(Delegate.id, Delegate.number, Delegate.full_name, Delegation.name)
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .where(*electorate.officials())
        .order_by(Delegate.sort_key, Delegate.number)
        .limit(limit)
    )
    for word in words:
        query = query.where(Delegate.folded.contains(f" {word}", autoescape=True))
    return [Nominable(*row) for row in await session.execute(query)]

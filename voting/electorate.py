"""
The electorate: who votes in a poll, frozen when it opens.

Always official delegates with recognised credentials whose place nobody has taken; of all delegations, of some, or of a
named list (a committee that elects its own). The wholes that shares are taken of are counted among the same people.
Whoever of them is absent and has given a proxy is represented: the holder's row carries their mandates as well.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Delegation, Presence, Proxy
from delegates.succession import is_replaced
from voting.commands import PreparePoll
from voting.errors import InvalidDefinition, UnknownVoters
from voting.models import ElectorateKind, Poll, Represented, Voter

_Giver = aliased(Delegate)  # of a proxy; made once, as in delegates.succession


class Group(NamedTuple):
    """So many people with so many mandates."""

    people: int
    mandates: int


async def check(session: AsyncSession, command: PreparePoll) -> None:
    """
    Whether there are such voters.

    Raises:
        InvalidDefinition: both delegations and delegates are named.
        UnknownVoters: a delegation does not exist, or a number is not that of an official delegate.
    """
    codes, numbers = set(command.delegation_codes), set(command.delegate_numbers)
    if codes and numbers:
        raise InvalidDefinition(question=0, reason="an electorate is of delegations or of a list, not of both")
    known_codes = await session.scalars(select(Delegation.code).where(Delegation.code.in_(codes)))
    known_numbers = await session.scalars(
        select(Delegate.number).where(Delegate.number.in_(numbers), Delegate.kind == DelegateKind.OFFICIAL)
    )
    unknown = sorted(codes - set(known_codes)) + sorted(numbers - set(known_numbers))
    if unknown:
        raise UnknownVoters(unknown=unknown)


async def freeze(session: AsyncSession, poll: Poll, now: datetime) -> Group:
    """Put everybody who may vote into the electorate."""
    added = await _add(session, poll, _in_the_hall_if_asked(poll), now)
    return Group(len(added), sum(added))


async def admit(session: AsyncSession, poll: Poll, delegate_ids: list[UUID], now: datetime) -> Group:
    """Put late arrivals into it, if they may vote in this poll and are not in it."""
    added = await _add(session, poll, [Delegate.id.in_(delegate_ids)], now)
    return Group(len(added), sum(added))


async def admit_late(session: AsyncSession, poll: Poll, delegate_id: UUID, now: datetime) -> Group:
    """Put one delegate into it, if the poll would have them now: for whoever gets a printed paper."""
    added = await _add(session, poll, [Delegate.id == delegate_id, *_in_the_hall_if_asked(poll)], now)
    return Group(len(added), sum(added))


async def summoned(session: AsyncSession, poll: Poll) -> Group:
    """Everybody who could be in it, in the hall or not."""
    return await _counted(session, poll, [])


async def present(session: AsyncSession, poll: Poll) -> Group:
    """Who of them is in the hall."""
    return await _counted(session, poll, [_in_the_hall(poll.sitting_id)])


async def includes(session: AsyncSession, poll: Poll, delegate_id: UUID) -> bool:
    """Whether one delegate could be in it, in the hall or not."""
    found = await session.scalar(select(Delegate.id).where(Delegate.id == delegate_id, *_eligible(poll)))
    return found is not None


async def members(session: AsyncSession, poll: Poll) -> list[UUID]:
    """Everybody who could be in it; for a poll of some, who has to be told that it concerns them."""
    return list(await session.scalars(select(Delegate.id).where(*_eligible(poll)).order_by(Delegate.id)))


def officials(whom: type[Delegate] = Delegate) -> list[Any]:
    """Conditions on a delegate: official, recognised, the place not taken by another."""
    return [whom.kind == DelegateKind.OFFICIAL, whom.credentials == Credentials.RECOGNISED, ~is_replaced(whom)]


def _eligible(poll: Poll, whom: type[Delegate] = Delegate) -> list[Any]:
    """The same, and among those whom the poll is for."""
    conditions = officials(whom)
    if poll.delegation_codes:
        delegations = select(Delegation.id).where(Delegation.code.in_(poll.delegation_codes))
        conditions.append(whom.delegation_id.in_(delegations))
    if poll.delegate_numbers:
        conditions.append(whom.number.in_(poll.delegate_numbers))
    return conditions


def _in_the_hall(sitting_id: UUID | None, whom: type[Delegate] = Delegate) -> Any:
    return (
        select(Presence.delegate_id)
        .where(Presence.sitting_id == sitting_id, Presence.delegate_id == whom.id, Presence.is_present)
        .exists()
    )


def _in_the_hall_if_asked(poll: Poll) -> list[Any]:
    return [_in_the_hall(poll.sitting_id)] if poll.electorate_kind is ElectorateKind.PRESENT else []


def _accounted_for(poll: Poll, whom: type[Delegate] = Delegate) -> Any:
    """Votes in this poll already, or is carried by somebody who does."""
    votes = select(Voter.delegate_id).where(Voter.poll_id == poll.id, Voter.delegate_id == whom.id)
    carried = select(Represented.giver_id).where(Represented.poll_id == poll.id, Represented.giver_id == whom.id)
    return or_(votes.exists(), carried.exists())


async def _add(session: AsyncSession, poll: Poll, conditions: list[Any], now: datetime) -> list[int]:
    """
    Put eligible delegates that meet ``conditions`` into the electorate; the mandates of each newcomer.

    With them come the absent ones whose proxy they hold. All is one statement and so looks at one moment: somebody who
    walks in meanwhile cannot be both a voter and represented. Later ones wait for the lock of the poll's row.
    """
    giver = _Giver
    poll_id = literal(poll.id, type_=Voter.poll_id.type)
    chosen = (
        select(Delegate.id, Delegate.delegation_id, Delegate.mandates)
        .where(*_eligible(poll), *conditions, ~_accounted_for(poll))
        .cte("chosen")
    )
    carried = (
        select(giver.id.label("giver_id"), Proxy.holder_id, giver.mandates)
        .join(Proxy, Proxy.giver_id == giver.id)
        .join(chosen, chosen.c.id == Proxy.holder_id)
        .where(*_eligible(poll, giver), ~_in_the_hall(poll.sitting_id, giver), ~_accounted_for(poll, giver))
        .where(giver.id.not_in(select(chosen.c.id)))
        .cte("carried")
    )
    theirs = select(func.coalesce(func.sum(carried.c.mandates), 0)).where(carried.c.holder_id == chosen.c.id)
    voters = select(
        poll_id,
        chosen.c.id,
        chosen.c.delegation_id,
        chosen.c.mandates + theirs.scalar_subquery(),
        literal(now, type_=Voter.joined_at.type),
    )
    added = (
        insert(Voter)
        .from_select(["poll_id", "delegate_id", "delegation_id", "mandates", "joined_at"], voters)
        .returning(Voter.mandates)
        .cte("added")
    )
    represented = (
        insert(Represented)
        .from_select(
            ["poll_id", "giver_id", "holder_id", "mandates"],
            select(poll_id, carried.c.giver_id, carried.c.holder_id, carried.c.mandates),
        )
        .returning(Represented.giver_id)
        .cte("represented_now")
    )
    return list(await session.scalars(select(added.c.mandates).add_cte(represented)))


async def _counted(session: AsyncSession, poll: Poll, conditions: list[Any]) -> Group:
    amounts = select(func.count(), func.coalesce(func.sum(Delegate.mandates), 0))
    people, mandates = (await session.execute(amounts.where(*_eligible(poll), *conditions))).one()
    return Group(people, mandates)

"""
The electorate: who votes in a poll, frozen when it opens.

Always official delegates with recognised credentials whose place nobody has taken; of all delegations, of some, or of a
named list (a committee that elects its own). The wholes that shares are taken of are counted among the same people.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Delegation, Presence
from voting.commands import PreparePoll
from voting.errors import InvalidDefinition, UnknownVoters
from voting.models import ElectorateKind, Poll, Voter


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


async def members(session: AsyncSession, poll: Poll) -> list[UUID]:
    """Everybody who could be in it; for a poll of some, who has to be told that it concerns them."""
    return list(await session.scalars(select(Delegate.id).where(*_eligible(poll)).order_by(Delegate.id)))


def _eligible(poll: Poll) -> list[Any]:
    """Conditions on Delegate: official, recognised, the place not taken by another, and among those whom it is for."""
    successor = aliased(Delegate)
    replaced = select(successor.id).where(successor.replaces_id == Delegate.id).exists()
    conditions = [Delegate.kind == DelegateKind.OFFICIAL, Delegate.credentials == Credentials.RECOGNISED, ~replaced]
    if poll.delegation_codes:
        delegations = select(Delegation.id).where(Delegation.code.in_(poll.delegation_codes))
        conditions.append(Delegate.delegation_id.in_(delegations))
    if poll.delegate_numbers:
        conditions.append(Delegate.number.in_(poll.delegate_numbers))
    return conditions


def _in_the_hall(sitting_id: UUID | None) -> Any:
    return (
        select(Presence.delegate_id)
        .where(Presence.sitting_id == sitting_id, Presence.delegate_id == Delegate.id, Presence.is_present)
        .exists()
    )


def _in_the_hall_if_asked(poll: Poll) -> list[Any]:
    return [_in_the_hall(poll.sitting_id)] if poll.electorate_kind is ElectorateKind.PRESENT else []


async def _add(session: AsyncSession, poll: Poll, conditions: list[Any], now: datetime) -> list[int]:
    """Put eligible delegates that meet ``conditions`` into the electorate; the mandates of each newcomer."""
    chosen = select(
        literal(poll.id, type_=Voter.poll_id.type),
        Delegate.id,
        Delegate.delegation_id,
        Delegate.mandates,
        literal(now, type_=Voter.joined_at.type),
    ).where(*_eligible(poll), *conditions)
    columns = ["poll_id", "delegate_id", "delegation_id", "mandates", "joined_at"]
    added = await session.scalars(
        postgresql.insert(Voter).from_select(columns, chosen).on_conflict_do_nothing().returning(Voter.mandates)
    )
    return list(added)


async def _counted(session: AsyncSession, poll: Poll, conditions: list[Any]) -> Group:
    amounts = select(func.count(), func.coalesce(func.sum(Delegate.mandates), 0))
    people, mandates = (await session.execute(amounts.where(*_eligible(poll), *conditions))).one()
    return Group(people, mandates)

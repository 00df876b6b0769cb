"""What the delegates' package reads."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.folding import fold
from delegates.commands import DelegateLine
from delegates.kinds import DelegateKind
from delegates.models import Badge, Delegate, Delegation, Presence
from delegates.succession import successor_id


class Name(NamedTuple):
    """Who a delegate id is, for lists."""

    number: str
    full_name: str
    delegation: str


class DelegationLine(Struct, frozen=True, kw_only=True):
    """A delegation and how many of its people are on the roster."""

    id: UUID
    code: str
    name: str
    officials: int
    others: int


class BadgeCount(Struct, frozen=True, kw_only=True):
    """How many are on the roster, and how many of them hold a badge that works."""

    people: int
    badges: int


async def names_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Name]:
    """Number, name and delegation of each id."""
    rows = await session.execute(
        select(Delegate.id, Delegate.number, Delegate.full_name, Delegation.name)
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .where(Delegate.id.in_(ids))
    )
    return {row[0]: Name(*row[1:]) for row in rows}


_HAS_BADGE = select(Badge.id).where(Badge.delegate_id == Delegate.id, Badge.revoked_at.is_(None)).exists()


def _lines(sitting_id: UUID | None) -> Select[Delegate, Delegation, bool, bool, UUID | None]:
    return (
        select(Delegate, Delegation, func.coalesce(Presence.is_present, False), _HAS_BADGE, successor_id())
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .outerjoin(
            Presence,
            (Presence.delegate_id == Delegate.id) & (Presence.sitting_id == (sitting_id or UUID(int=0))),
        )
    )


async def delegates(
    session: AsyncSession,
    *,
    sitting_id: UUID | None,
    search: str = "",
    delegation: str | None = None,
    kind: DelegateKind | None = None,
    is_present: bool | None = None,
    has_badge: bool | None = None,
    after: tuple[str, str] | None = None,
    limit: int,
) -> list[DelegateLine]:
    """
    Delegates in name order, beginning behind ``after`` (sort key, number).

    ``search`` needs no tone marks: every word must occur in name, number, unit or delegation.
    """
    query = _lines(sitting_id).order_by(Delegate.sort_key, Delegate.number).limit(limit)
    for word in fold(search).split()[:8]:
        query = query.where(Delegate.folded.contains(f" {word}", autoescape=True))
    if delegation is not None:
        query = query.where(Delegation.code == delegation)
    if kind is not None:
        query = query.where(Delegate.kind == kind)
    if is_present is not None:
        query = query.where(func.coalesce(Presence.is_present, False) == is_present)
    if has_badge is not None:
        query = query.where(_HAS_BADGE.is_(has_badge))
    if after is not None:
        query = query.where(tuple_(Delegate.sort_key, Delegate.number) > after)
    return [_line(*row) for row in await session.execute(query)]


async def delegate_line(session: AsyncSession, delegate_id: UUID, *, sitting_id: UUID | None) -> DelegateLine | None:
    """One delegate."""
    row = (await session.execute(_lines(sitting_id).where(Delegate.id == delegate_id))).first()
    return _line(*row) if row else None


async def sort_key_of(session: AsyncSession, delegate_id: UUID) -> str:
    """Where a delegate stands in name order; cursors hold it."""
    return await session.scalar(select(Delegate.sort_key).where(Delegate.id == delegate_id)) or ""


async def badge_count(session: AsyncSession) -> BadgeCount:
    """How far the badges have come."""
    held = func.count().filter(_HAS_BADGE)
    people, badges = (await session.execute(select(func.count(), held).select_from(Delegate))).one()
    return BadgeCount(people=people, badges=badges)


async def delegations(session: AsyncSession) -> list[DelegationLine]:
    """All delegations in the order of their codes (the limit is 1,000)."""
    official = func.count(Delegate.id).filter(Delegate.kind == DelegateKind.OFFICIAL)
    rows = await session.execute(
        select(Delegation.id, Delegation.code, Delegation.name, official, func.count(Delegate.id))
        .outerjoin(Delegate, Delegate.delegation_id == Delegation.id)
        .group_by(Delegation.id)
        .order_by(Delegation.code)
        .limit(1000)
    )
    return [
        DelegationLine(id=row[0], code=row[1], name=row[2], officials=row[3], others=row[4] - row[3]) for row in rows
    ]


def _line(
    delegate: Delegate, delegation: Delegation, is_present: bool, has_badge: bool, replaced_by_id: UUID | None
) -> DelegateLine:
    return DelegateLine(
        id=delegate.id,
        number=delegate.number,
        full_name=delegate.full_name,
        kind=delegate.kind,
        basis=delegate.basis,
        delegation_code=delegation.code,
        delegation=delegation.name,
        unit=delegate.unit,
        position=delegate.position,
        seat=delegate.seat,
        mandates=delegate.mandates,
        credentials=delegate.credentials,
        replaces_id=delegate.replaces_id,
        replaced_by_id=replaced_by_id,
        is_present=is_present,
        has_badge=has_badge,
        has_pin=delegate.pin_hash is not None,
    )

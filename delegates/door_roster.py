"""The roster that a door takes along: everything it needs to answer a scan when the server cannot be reached."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from delegates.commands import DelegateCard
from delegates.kinds import Credentials
from delegates.models import Badge, Delegate, Delegation, Presence
from delegates.succession import is_replaced


class DoorDelegate(Struct, frozen=True, kw_only=True):
    """Somebody whom a door may meet, and where they were at the sitting when the roster was taken."""

    card: DelegateCard
    credentials: Credentials
    is_replaced: bool
    is_present: bool
    first_at: datetime | None
    first_door: str


class DoorBadge(Struct, frozen=True, kw_only=True):
    """A badge as a door knows it. ``hash`` is the hex SHA-256 of its code; the code itself is known to nobody."""

    hash: str
    delegate_id: UUID
    revoked: bool


class DoorRoster(Struct, frozen=True, kw_only=True):
    """The whole roster. Without a sitting under way (``sitting_id`` is null) a door lets nobody in."""

    sitting_id: UUID | None
    delegates: Sequence[DoorDelegate]
    badges: Sequence[DoorBadge]


async def door_roster(session: AsyncSession, *, sitting_id: UUID | None) -> DoorRoster:
    """Some 400 bytes for each person: 300 kB for a congress of 750."""
    people = await session.execute(
        select(Delegate, Delegation, Presence.is_present, Presence.first_at, Presence.first_door, is_replaced())
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .outerjoin(Presence, (Presence.delegate_id == Delegate.id) & (Presence.sitting_id == sitting_id))
        .order_by(Delegate.sort_key, Delegate.number)
    )
    badges = await session.execute(
        select(Badge.code_hash, Badge.delegate_id, Badge.revoked_at.isnot(None)).order_by(Badge.code_hash)
    )
    return DoorRoster(
        sitting_id=sitting_id,
        delegates=[
            DoorDelegate(
                card=card_of(delegate, delegation),
                credentials=delegate.credentials,
                is_replaced=replaced,
                is_present=bool(is_present),  # no row: never scanned at this sitting
                first_at=first_at,
                first_door=first_door or "",
            )
            for delegate, delegation, is_present, first_at, first_door, replaced in people
        ],
        badges=[
            DoorBadge(hash=code_hash.hex(), delegate_id=delegate_id, revoked=revoked)
            for code_hash, delegate_id, revoked in badges
        ],
    )


def card_of(delegate: Delegate, delegation: Delegation) -> DelegateCard:
    """What the door's staff compare with the person in front of them."""
    return DelegateCard(
        id=delegate.id,
        number=delegate.number,
        full_name=delegate.full_name,
        kind=delegate.kind,
        delegation_code=delegation.code,
        delegation=delegation.name,
        unit=delegate.unit,
        position=delegate.position,
        seat=delegate.seat,
    )

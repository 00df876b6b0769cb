"""
Badges and PINs: issuing, reissuing, revoking.

Codes and PINs are returned once, to be printed; the database keeps hashes only. A sheet that is lost is not printed
again but issued anew.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import Actor
from delegates.badge import code_hash, new_code
from delegates.errors import NoBadge, NoSuchDelegate
from delegates.kinds import DelegateKind
from delegates.models import Badge, Delegate, Delegation
from realtime.touch import touch

HashPin = Callable[[UUID, str], str]
RandomBytes = Callable[[int], bytes]
_LOCK = 0x4449_454E_4241_4447  # "DIENBADG": one at a time makes all badges that are missing


class Issued(NamedTuple):
    """A badge that was just made, with everything that is printed on it. ``pin`` goes on a slip of its own."""

    delegate_id: UUID
    number: str
    full_name: str
    kind: DelegateKind
    delegation_code: str
    delegation: str
    unit: str
    position: str
    seat: str
    code: str
    pin: str | None


async def issue_missing(
    session: AsyncSession, actor: Actor, *, hash_pin: HashPin, random_bytes: RandomBytes, now: datetime
) -> list[Issued]:
    """
    A badge for everybody who has none, and a PIN with it for official delegates and alternates.

    Two who print at the same moment come one after the other: the second finds nobody left.
    """
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    has_badge = select(Badge.id).where(Badge.delegate_id == Delegate.id, Badge.revoked_at.is_(None)).exists()
    rows = await session.execute(
        select(Delegate, Delegation)
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .where(~has_badge)
        .order_by(Delegation.code, Delegate.number)
        .with_for_update(of=Delegate)
    )
    issued = [_fresh(delegate, delegation, random_bytes) for delegate, delegation in rows]
    await _keep(session, issued, hash_pin, now)
    if issued:
        await journal.record(session, actor, "badges.issued", subject="badges", after={"badges": len(issued)})
    return issued


async def reissue(
    session: AsyncSession,
    actor: Actor,
    delegate_id: UUID,
    *,
    reason: str,
    hash_pin: HashPin,
    random_bytes: RandomBytes,
    now: datetime,
) -> Issued:
    """Revoke the badge and make another, with a new PIN. Raises :class:`NoSuchDelegate`."""
    row = (
        await session.execute(
            select(Delegate, Delegation)
            .join(Delegation, Delegation.id == Delegate.delegation_id)
            .where(Delegate.id == delegate_id)
            .with_for_update(of=Delegate)
        )
    ).first()
    if row is None:
        raise NoSuchDelegate(delegate_id=delegate_id)
    await _revoke(session, delegate_id, reason, now)
    issued = _fresh(*row, random_bytes)
    await _keep(session, [issued], hash_pin, now)
    await journal.record(session, actor, "badge.reissued", subject=f"delegate/{delegate_id}", after={"reason": reason})
    return issued


async def revoke(session: AsyncSession, actor: Actor, delegate_id: UUID, *, reason: str, now: datetime) -> None:
    """Make the badge worthless. Raises :class:`NoBadge`. Scans of it are answered "revoked" from now on."""
    if not await _revoke(session, delegate_id, reason, now):
        raise NoBadge(delegate_id=delegate_id)
    await journal.record(session, actor, "badge.revoked", subject=f"delegate/{delegate_id}", after={"reason": reason})


async def _revoke(session: AsyncSession, delegate_id: UUID, reason: str, now: datetime) -> bool:
    revoked = await session.execute(
        update(Badge)
        .where(Badge.delegate_id == delegate_id, Badge.revoked_at.is_(None))
        .values(revoked_at=now, revoked_because=reason)
        .returning(Badge.id)
    )
    await touch(session, "stations")
    return revoked.first() is not None


def _fresh(delegate: Delegate, delegation: Delegation, random_bytes: RandomBytes) -> Issued:
    signs_in = delegate.kind in (DelegateKind.OFFICIAL, DelegateKind.ALTERNATE)
    return Issued(
        delegate_id=delegate.id,
        number=delegate.number,
        full_name=delegate.full_name,
        kind=delegate.kind,
        delegation_code=delegation.code,
        delegation=delegation.name,
        unit=delegate.unit,
        position=delegate.position,
        seat=delegate.seat,
        code=new_code(random_bytes),
        pin=new_pin(random_bytes) if signs_in else None,
    )


async def _keep(session: AsyncSession, issued: list[Issued], hash_pin: HashPin, now: datetime) -> None:
    if not issued:
        return
    await session.execute(
        insert(Badge),
        [
            {
                "id": uuid4(),
                "delegate_id": one.delegate_id,
                "code_hash": code_hash(one.code),
                "issued_at": now,
                "revoked_because": "",
            }
            for one in issued
        ],
    )
    pins = [{"id": one.delegate_id, "pin_hash": hash_pin(one.delegate_id, one.pin)} for one in issued if one.pin]
    if pins:
        await session.execute(update(Delegate), pins)


def new_pin(random_bytes: RandomBytes) -> str:
    """
    Six digits; not all alike and no plain run, which are what people try first.

    >>> new_pin(lambda n: (123456).to_bytes(n, "big")) != "123456"
    True
    """
    number = int.from_bytes(random_bytes(8), "big") % 1_000_000
    pin = f"{number:06}"
    if len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210":
        return f"{(number + 271_828) % 1_000_000:06}"
    return pin

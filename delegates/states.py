"""What the delegates' package publishes: presence and quorum, and what doors see."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from agenda.programme import current_sitting
from delegates.kinds import Credentials, DelegateKind, Direction, Verdict
from delegates.models import AbsenceNotice, Delegate, Delegation, Presence, Scan
from delegates.quorum import TWO_THIRDS_OF_SUMMONED
from delegates.succession import is_replaced
from realtime.states import Audience, State


class DelegationPresence(Struct, frozen=True, kw_only=True):
    """Official delegates of one delegation."""

    code: str
    name: str
    summoned: int
    present: int


class PresenceReading(State, frozen=True, kw_only=True):
    """
    Who is in the hall, in people. ``summoned`` are the official delegates whom the credentials board has not rejected
    and nobody has replaced; ``needed`` of them make a quorum.
    """

    topic: ClassVar[str] = "presence"
    audience: ClassVar[Audience] = Audience.EVERYONE
    every_ms: ClassVar[int] = 300

    sitting_vi: str
    sitting_en: str
    summoned: int
    present: int
    needed: int
    has_quorum: bool
    rule_vi: str
    rule_en: str
    excused: int  # summoned, absent, and with a notice
    alternates: int  # present
    guests: int  # present, press included
    delegations: list[DelegationPresence]


class DoorCount(Struct, frozen=True, kw_only=True):
    """One door at this sitting."""

    door: str
    entries: int
    exits: int
    refused: int
    conflicts: int


class ScanLine(Struct, frozen=True, kw_only=True):
    """One of the last scans. What was ``undone`` stays in the list."""

    id: int
    at: datetime
    door: str
    direction: Direction
    verdict: Verdict
    conflict: bool
    undone: bool
    name: str


class Stations(State, frozen=True, kw_only=True):
    """The doors: their counters at the current sitting and the last scans."""

    topic: ClassVar[str] = "stations"
    audience: ClassVar[Audience] = Audience.DOOR
    every_ms: ClassVar[int] = 500

    doors: list[DoorCount]
    last: list[ScanLine]


async def render_presence(session: AsyncSession) -> PresenceReading:
    """Presence at the current sitting; without one nobody is present."""
    sitting = await current_sitting(session)
    sitting_id = sitting.id if sitting else UUID(int=0)
    is_summoned = (
        (Delegate.kind == DelegateKind.OFFICIAL) & (Delegate.credentials == Credentials.RECOGNISED) & ~is_replaced()
    )
    is_present = func.coalesce(Presence.is_present, False)
    rows = (
        await session.execute(
            select(
                Delegation.code,
                Delegation.name,
                _count(is_summoned),
                _count(is_summoned & is_present),
                _count((Delegate.kind == DelegateKind.ALTERNATE) & is_present),
                _count(Delegate.kind.in_([DelegateKind.GUEST, DelegateKind.PRESS]) & is_present),
            )
            .join(Delegation, Delegation.id == Delegate.delegation_id)
            .outerjoin(Presence, (Presence.delegate_id == Delegate.id) & (Presence.sitting_id == sitting_id))
            .group_by(Delegation.code, Delegation.name)
            .order_by(Delegation.code)
        )
    ).all()
    excused = await session.scalar(
        select(func.count())
        .select_from(AbsenceNotice)
        .join(Delegate, Delegate.id == AbsenceNotice.delegate_id)
        .outerjoin(Presence, (Presence.delegate_id == Delegate.id) & (Presence.sitting_id == sitting_id))
        .where(AbsenceNotice.sitting_id == sitting_id, is_summoned, ~is_present)
    )
    summoned, present = sum(row[2] for row in rows), sum(row[3] for row in rows)
    rule = TWO_THIRDS_OF_SUMMONED
    return PresenceReading(
        sitting_vi=sitting.title_vi if sitting else "",
        sitting_en=sitting.title_en if sitting else "",
        summoned=summoned,
        present=present,
        needed=rule.needed(summoned),
        has_quorum=rule.is_met(present, summoned),
        rule_vi=rule.text_vi,
        rule_en=rule.text_en,
        excused=excused or 0,
        alternates=sum(row[4] for row in rows),
        guests=sum(row[5] for row in rows),
        delegations=[
            DelegationPresence(code=row[0], name=row[1], summoned=row[2], present=row[3]) for row in rows if row[2]
        ],
    )


async def render_stations(session: AsyncSession) -> Stations:
    """Counters a door, and the last twenty scans."""
    sitting = await current_sitting(session)
    at_sitting = Scan.sitting_id == (sitting.id if sitting else None)
    accepted = (Scan.verdict == Verdict.OK) & Scan.undone_at.is_(None)
    counts = await session.execute(
        select(
            Scan.door,
            _count(accepted & (Scan.direction == Direction.ENTRY)),
            _count(accepted & (Scan.direction == Direction.EXIT)),
            _count(Scan.verdict.not_in([Verdict.OK, Verdict.ALREADY_PRESENT])),
            _count(Scan.conflict),
        )
        .where(at_sitting)
        .group_by(Scan.door)
        .order_by(Scan.door)
    )
    last = await session.execute(
        select(Scan, Delegate.full_name)
        .outerjoin(Delegate, Delegate.id == Scan.delegate_id)
        .order_by(Scan.id.desc())
        .limit(20)
    )
    return Stations(
        doors=[
            DoorCount(door=row[0], entries=row[1], exits=row[2], refused=row[3], conflicts=row[4]) for row in counts
        ],
        last=[
            ScanLine(
                id=scan.id,
                at=scan.occurred_at,
                door=scan.door,
                direction=scan.direction,
                verdict=scan.verdict,
                conflict=scan.conflict,
                undone=scan.undone_at is not None,
                name=name or "",
            )
            for scan, name in last
        ],
    )


def _count(condition: ColumnElement[bool] | InstrumentedAttribute[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))

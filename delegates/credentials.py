"""
Credentials: what the board decides about delegates, alternates who take a place, excused absences, and the report.

The report's sensitive parts (ethnicity, religion, party membership) are sums only, and no cell is under three.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from agenda import journal
from agenda.errors import NoSuchSitting
from agenda.journal import Actor
from agenda.models import Sitting
from delegates.commands import DecideCredentials, NoticeAbsence, PromoteAlternate
from delegates.errors import CannotBeReplaced, NoSuchDelegate, NotAnAlternate
from delegates.kinds import Credentials, DelegateKind
from delegates.models import AbsenceNotice, Delegate, SensitiveFacts
from realtime.touch import touch

LEAST_CELL = 3
_AGES = ((0, 29, "< 30"), (30, 39, "30–39"), (40, 49, "40–49"), (50, 59, "50–59"), (60, 200, "≥ 60"))


class Report(Struct, frozen=True, kw_only=True):
    """Official delegates who are recognised, counted. ``sensitive`` only for whoever may see it, from three up."""

    delegates: int
    by_basis: dict[str, int]
    by_gender: dict[str, int]
    by_age: dict[str, int]
    by_officer_kind: dict[str, int]
    by_sector: dict[str, int]
    by_education: dict[str, int]
    youngest: int | None  # age in years
    oldest: int | None
    sensitive: dict[str, dict[str, int]] | None = None


def hide_small(cells: Mapping[str, int]) -> dict[str, int]:
    """
    Cells under three are left out, and with them the next smallest until subtracting from the sum of all tells nothing:
    at least two cells are hidden, and at least three people in them.

    >>> hide_small({"Kinh": 629, "Hoa": 15, "Khmer": 4, "Chăm": 2})
    {'Kinh': 629, 'Hoa': 15}
    """
    shown = dict(cells)
    hidden: list[int] = []
    for name, number in sorted(cells.items(), key=lambda cell: cell[1]):
        if number >= LEAST_CELL and (not hidden or (len(hidden) > 1 and sum(hidden) >= LEAST_CELL)):
            break
        hidden.append(shown.pop(name))
    return shown


async def decide(session: AsyncSession, actor: Actor, delegate_id: UUID, command: DecideCredentials) -> None:
    """Recognise or reject. Who is rejected neither enters nor votes. A repeat is harmless."""
    delegate = await _locked(session, delegate_id)
    if delegate.credentials is command.credentials:
        return
    before = {"credentials": delegate.credentials}
    delegate.credentials = command.credentials
    await session.flush()
    after = {"credentials": command.credentials, "reason": command.reason}
    await _record(session, actor, "credentials.decided", delegate_id, before, after)


async def promote(session: AsyncSession, actor: Actor, alternate_id: UUID, command: PromoteAlternate) -> None:
    """
    Let an alternate take the place of an official delegate, who neither enters nor votes any more.

    Raises:
        NotAnAlternate: already took a place, is rejected, or is no alternate.
        CannotBeReplaced: not official, or replaced before.
    """
    first, second = sorted((alternate_id, command.replaces_id))
    await _locked(session, first)
    await _locked(session, second)
    alternate, replaced = await _locked(session, alternate_id), await _locked(session, command.replaces_id)
    if alternate.replaces_id == replaced.id:
        return
    if alternate.kind is not DelegateKind.ALTERNATE or alternate.credentials is Credentials.REJECTED:
        raise NotAnAlternate(delegate_id=alternate_id)
    taken = await session.scalar(select(Delegate.id).where(Delegate.replaces_id == replaced.id))
    if replaced.kind is not DelegateKind.OFFICIAL or taken is not None:
        raise CannotBeReplaced(delegate_id=replaced.id)
    alternate.kind, alternate.replaces_id = DelegateKind.OFFICIAL, replaced.id
    await session.flush()
    after = {"replaces": replaced.number, "reason": command.reason}
    await _record(session, actor, "alternate.promoted", alternate_id, {"kind": DelegateKind.ALTERNATE}, after)
    await touch(session, f"me/{replaced.id}")


async def excuse(session: AsyncSession, actor: Actor, delegate_id: UUID, command: NoticeAbsence) -> None:
    """
    Note that a delegate is excused from a sitting. The newest reason stands.

    Raises :class:`NoSuchDelegate`, :class:`~agenda.errors.NoSuchSitting`.
    """
    await _locked(session, delegate_id)
    if await session.get(Sitting, command.sitting_id) is None:
        raise NoSuchSitting(sitting_id=command.sitting_id)
    await session.execute(
        insert(AbsenceNotice)
        .values(sitting_id=command.sitting_id, delegate_id=delegate_id, reason=command.reason)
        .on_conflict_do_update(index_elements=["sitting_id", "delegate_id"], set_={"reason": command.reason})
    )
    after = {"sitting": str(command.sitting_id), "reason": command.reason}
    await _record(session, actor, "absence.excused", delegate_id, None, after)


async def report(session: AsyncSession, *, sensitive: bool, now: datetime) -> Report:
    """The credentials report's figures."""
    taken = select(Delegate.replaces_id).where(Delegate.replaces_id.isnot(None))
    counted = (
        Delegate.kind == DelegateKind.OFFICIAL,
        Delegate.credentials == Credentials.RECOGNISED,
        Delegate.id.not_in(taken),
    )

    async def by(column: InstrumentedAttribute[object]) -> dict[str, int]:
        rows = await session.execute(
            select(column, func.count()).where(*counted).group_by(column).order_by(func.count().desc(), column)
        )
        return {str(value) if value not in (None, "") else "": number for value, number in rows}

    years = [year for (year,) in await session.execute(select(Delegate.birth_year).where(*counted)) if year]
    ages = [now.year - year for year in years]
    found = Report(
        delegates=await session.scalar(select(func.count()).select_from(Delegate).where(*counted)) or 0,
        by_basis=await by(Delegate.basis),
        by_gender=await by(Delegate.gender),
        by_age={label: sum(least <= age <= most for age in ages) for least, most, label in _AGES},
        by_officer_kind=await by(Delegate.officer_kind),
        by_sector=await by(Delegate.sector),
        by_education=await by(Delegate.education),
        youngest=min(ages, default=None),
        oldest=max(ages, default=None),
    )
    if not sensitive:
        return found
    cells: dict[str, dict[str, int]] = {}
    for name in ("ethnicity", "religion", "party_member"):
        column = getattr(SensitiveFacts, name)
        rows = await session.execute(
            select(column, func.count())
            .join(Delegate, Delegate.id == SensitiveFacts.delegate_id)
            .where(*counted)
            .group_by(column)
            .order_by(func.count().desc(), column)
        )
        cells[name] = hide_small({str(value): number for value, number in rows})
    return structs.replace(found, sensitive=cells)


async def _locked(session: AsyncSession, delegate_id: UUID) -> Delegate:
    delegate = await session.get(Delegate, delegate_id, with_for_update=True)
    if delegate is None:
        raise NoSuchDelegate(delegate_id=delegate_id)
    return delegate


async def _record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    delegate_id: UUID,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
) -> None:
    await journal.record(session, actor, action, subject=f"delegate/{delegate_id}", before=before, after=after)
    await touch(session, "presence", "stations", "screen/*", f"me/{delegate_id}")

"""Targets: the numbered goals of the draft resolution."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.errors import CodeTaken
from agenda.journal import Actor
from agenda.models import Comparator, Target
from realtime.touch import touch

_SIGNS = {Comparator.REACH: "", Comparator.AT_LEAST: "≥ ", Comparator.MORE_THAN: "> "}
NBSP = "\u00a0"


class PutTarget(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A target as it shall be. ``value`` and ``baseline`` are decimal numbers as text: nothing is rounded."""

    code: Annotated[str, Meta(min_length=1, max_length=20, examples=["CT04"])]
    position: Annotated[int, Meta(ge=1, le=1000)]
    statement_vi: Annotated[str, Meta(min_length=1, max_length=500)]
    statement_en: Annotated[str, Meta(max_length=500)] = ""
    group_vi: Annotated[str, Meta(max_length=100)] = ""
    group_en: Annotated[str, Meta(max_length=100)] = ""
    comparator: Comparator = Comparator.REACH
    value: Annotated[str, Meta(pattern=r"^\d{1,12}(\.\d{1,6})?$", examples=["85"])]
    unit_vi: Annotated[str, Meta(max_length=60)] = ""
    unit_en: Annotated[str, Meta(max_length=60)] = ""
    period_vi: Annotated[str, Meta(max_length=60)] = ""
    period_en: Annotated[str, Meta(max_length=60)] = ""
    baseline: Annotated[str, Meta(pattern=r"^\d{1,12}(\.\d{1,6})?$")] | None = None
    baseline_year: Annotated[int, Meta(ge=1900, le=2200)] | None = None


class TargetLine(PutTarget, frozen=True, kw_only=True):
    """A target with its id and the value as people read it."""

    id: UUID
    goal_vi: str  # "≥ 85 %"
    goal_en: str


def goal_text(comparator: Comparator, value: str, unit: str, *, vietnamese: bool) -> str:
    """
    The value as people read it, in Vietnamese or English number form, units held by a no-break space.

    >>> goal_text(Comparator.AT_LEAST, "500000", "đoàn viên", vietnamese=True).replace(NBSP, " ")
    '≥ 500.000 đoàn viên'
    >>> goal_text(Comparator.REACH, "98.5", "%", vietnamese=True).replace(NBSP, " ")
    '98,5 %'
    """
    whole, dot, rest = value.partition(".")
    grouped = f"{int(whole):,}" + (f".{rest}" if dot else "")
    if vietnamese:
        grouped = grouped.translate(str.maketrans(",.", ".,"))
    return f"{_SIGNS[comparator]}{grouped}{NBSP}{unit}".strip().replace(" ", NBSP)


async def targets(session: AsyncSession) -> list[TargetLine]:
    """All targets in their order (a resolution has some dozens; the limit is 500)."""
    rows = await session.scalars(select(Target).order_by(Target.position, Target.code).limit(500))
    return [_line(row) for row in rows]


async def put_target(session: AsyncSession, actor: Actor, target_id: UUID, command: PutTarget) -> TargetLine:
    """Make or change a target. Raises :class:`CodeTaken`. A repeat is harmless and leaves no second entry."""
    row = await session.get(Target, target_id, with_for_update=True)
    before = _facts(row) if row else None
    if row is None:
        row = Target(id=target_id)
        session.add(row)
    for name in PutTarget.__struct_fields__:
        setattr(row, name, getattr(command, name))
    try:
        await session.flush()
    except IntegrityError:
        raise CodeTaken(taken=command.code) from None
    if before != _facts(row):
        await journal.record(
            session, actor, "target.saved", subject=f"target/{target_id}", before=before, after=_facts(row)
        )
        await touch(session, "targets")
    return _line(row)


def _facts(row: Target) -> dict[str, object]:
    return {name: getattr(row, name) for name in PutTarget.__struct_fields__}


def _line(row: Target) -> TargetLine:
    return TargetLine(
        id=row.id,
        goal_vi=goal_text(row.comparator, row.value, row.unit_vi, vietnamese=True),
        goal_en=goal_text(row.comparator, row.value, row.unit_en or row.unit_vi, vietnamese=False),
        **_facts(row),  # type: ignore[arg-type]
    )

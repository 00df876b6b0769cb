"""
Answers: what the secretaries make of opinions. They group them by theme, and accept them or explain why not.

The delegate hears at once (``me/{delegate_id}``). An answer may be bettered; each version is in the journal.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.errors import NoSuchOpinion
from agenda.journal import Actor
from agenda.models import AnswerKind, Opinion
from agenda.opinions import OpinionLine, line_of
from realtime.touch import touch

MOST_THEMES = 200


class AnswerOpinion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer as it shall be. Explaining needs words; accepting speaks for itself."""

    kind: AnswerKind
    text: Annotated[str, Meta(max_length=3000, examples=["Tiếp thu, sửa tại mục 3 của dự thảo Nghị quyết."])] = ""


class Theme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The group that an opinion belongs to in the summary; empty takes it out of any."""

    theme: Annotated[str, Meta(max_length=100, examples=["Nhà ở cho đoàn viên"])]


class ThemeLine(Struct, frozen=True, kw_only=True):
    """One group, with how many opinions are in it."""

    theme: str
    opinions: int


async def answer(
    session: AsyncSession, actor: Actor, opinion_id: UUID, command: AnswerOpinion, *, now: datetime
) -> OpinionLine:
    """Answer an opinion, or better the answer. The same again changes nothing. Raises :class:`NoSuchOpinion`."""
    row = await _locked(session, opinion_id)
    before = _facts(row)
    if before != {"kind": command.kind, "text": command.text}:
        row.answer_kind, row.answer_text = command.kind, command.text
        row.answered_at, row.answered_by = now, actor.name
        await session.flush()
        await journal.record(
            session, actor, "opinion.answered", subject=f"opinion/{opinion_id}", before=before, after=_facts(row)
        )
        await touch(session, f"me/{row.delegate_id}", "desk")
    return await line_of(session, opinion_id, desk=True)


async def put_in_theme(session: AsyncSession, actor: Actor, opinion_id: UUID, command: Theme) -> OpinionLine:
    """Group an opinion. The same again changes nothing. Raises :class:`NoSuchOpinion`."""
    row = await _locked(session, opinion_id)
    theme = " ".join(command.theme.split())
    if row.theme != theme:
        before, row.theme = {"theme": row.theme}, theme
        await session.flush()
        await journal.record(
            session, actor, "opinion.grouped", subject=f"opinion/{opinion_id}", before=before, after={"theme": theme}
        )
        await touch(session, "desk")
    return await line_of(session, opinion_id, desk=True)


async def themes(session: AsyncSession) -> list[ThemeLine]:
    """The groups, the fullest first (at most two hundred)."""
    rows = await session.execute(
        select(Opinion.theme, func.count())
        .where(Opinion.theme != "")
        .group_by(Opinion.theme)
        .order_by(func.count().desc(), Opinion.theme)
        .limit(MOST_THEMES)
    )
    return [ThemeLine(theme=theme, opinions=count) for theme, count in rows]


async def _locked(session: AsyncSession, opinion_id: UUID) -> Opinion:
    row = await session.get(Opinion, opinion_id, with_for_update=True)
    if row is None:
        raise NoSuchOpinion(opinion_id=opinion_id)
    return row


def _facts(row: Opinion) -> dict[str, Any] | None:
    return None if row.answer_kind is None else {"kind": row.answer_kind, "text": row.answer_text}

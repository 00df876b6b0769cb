"""
The programme: sittings and items, which of them is current, and what is announced.

At most one sitting and one item is current; a partial unique index keeps that, and making one current ends the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.errors import NoCongress, NoSuchItem, NoSuchSitting, SittingNumberTaken
from agenda.journal import Actor
from agenda.models import AgendaItem, Congress, Progress, Sitting
from realtime.touch import touch

TOPICS = ("programme", "floor", "screen/*")


class PutItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agenda item as it shall be."""

    sitting_id: UUID
    position: Annotated[int, Meta(ge=1, le=1000)]
    title_vi: Annotated[str, Meta(min_length=1, max_length=300, examples=["Báo cáo thẩm tra tư cách đại biểu"])]
    title_en: Annotated[str, Meta(max_length=300)] = ""
    presenter: Annotated[str, Meta(max_length=200)] = ""
    kind: Annotated[str, Meta(max_length=40)] = "item"
    starts_at: datetime
    minutes: Annotated[int, Meta(ge=0, le=1440)]


class PutSitting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sitting as it shall be."""

    number: Annotated[int, Meta(ge=1, le=100)]
    title_vi: Annotated[str, Meta(min_length=1, max_length=300, examples=["Phiên trọng thể"])]
    title_en: Annotated[str, Meta(max_length=300)] = ""
    starts_at: datetime
    ends_at: datetime


class Announce(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short text that everybody sees until it is replaced by another or by nothing."""

    text_vi: Annotated[str, Meta(max_length=500, examples=["Mời đại biểu vào hội trường"])]
    text_en: Annotated[str, Meta(max_length=500)] = ""


async def congress(session: AsyncSession) -> Congress:
    """The congress. Raises :class:`NoCongress`."""
    found: Congress | None = await session.scalar(select(Congress))
    if found is None:
        raise NoCongress
    return found


async def current_sitting(session: AsyncSession) -> Sitting | None:
    """The sitting under way."""
    return (await session.scalars(select(Sitting).where(Sitting.progress == Progress.CURRENT))).one_or_none()


async def current_item(session: AsyncSession) -> AgendaItem | None:
    """The item being dealt with."""
    return (await session.scalars(select(AgendaItem).where(AgendaItem.progress == Progress.CURRENT))).one_or_none()


async def put_sitting(session: AsyncSession, actor: Actor, sitting_id: UUID, command: PutSitting) -> Sitting:
    """Make or change a sitting. Raises :class:`SittingNumberTaken`. A repeat is harmless."""
    await _lock(session)
    sitting = await session.get(Sitting, sitting_id)
    before = _sitting_facts(sitting) if sitting else None
    if sitting is None:
        sitting = Sitting(id=sitting_id)
        session.add(sitting)
    sitting.number, sitting.title_vi, sitting.title_en = command.number, command.title_vi, command.title_en
    sitting.starts_at, sitting.ends_at = command.starts_at, command.ends_at
    try:
        await session.flush()
    except IntegrityError:
        raise SittingNumberTaken(number=command.number) from None
    await _record(session, actor, "sitting.saved", f"sitting/{sitting_id}", before, _sitting_facts(sitting))
    return sitting


async def put_item(session: AsyncSession, actor: Actor, item_id: UUID, command: PutItem) -> AgendaItem:
    """Make or change an item. Raises :class:`NoSuchSitting`."""
    await _lock(session)
    if await session.get(Sitting, command.sitting_id) is None:
        raise NoSuchSitting(sitting_id=command.sitting_id)
    item = await session.get(AgendaItem, item_id)
    before = _item_facts(item) if item else None
    if item is None or (item.sitting_id, item.position) != (command.sitting_id, command.position):
        await _make_room(session, command)
    if item is None:
        item = AgendaItem(id=item_id)
        session.add(item)
    item.sitting_id, item.position = command.sitting_id, command.position
    item.title_vi, item.title_en, item.presenter = command.title_vi, command.title_en, command.presenter
    item.kind, item.starts_at, item.minutes = command.kind, command.starts_at, command.minutes
    await session.flush()
    await _record(session, actor, "item.saved", f"item/{item_id}", before, _item_facts(item))
    return item


async def set_current_sitting(session: AsyncSession, actor: Actor, sitting_id: UUID | None) -> Sitting | None:
    """Begin a sitting (ending the one under way), or with ``None`` only end it. A repeat is harmless."""
    await _lock(session)
    now_current = await current_sitting(session)
    chosen = await session.get(Sitting, sitting_id) if sitting_id else None
    if sitting_id is not None and chosen is None:
        raise NoSuchSitting(sitting_id=sitting_id)
    if now_current is chosen:  # one row, one object; or nothing is current, and nothing shall be
        return chosen
    if now_current is not None:
        now_current.progress = Progress.DONE
        await session.flush()
    if chosen is not None:
        chosen.progress = Progress.CURRENT
        await session.flush()
    await touch(session, "presence", "stations")
    await _record(
        session,
        actor,
        "sitting.current",
        f"sitting/{sitting_id}" if sitting_id else "sitting",
        {"sitting": now_current.title_vi} if now_current else None,
        {"sitting": chosen.title_vi} if chosen else None,
    )
    return chosen


async def set_current_item(
    session: AsyncSession, actor: Actor, item_id: UUID | None, *, now: datetime
) -> AgendaItem | None:
    """Turn to an item (the one before is done), or with ``None`` only end it. A repeat is harmless."""
    await _lock(session)
    now_current = await current_item(session)
    chosen = await session.get(AgendaItem, item_id) if item_id else None
    if item_id is not None and chosen is None:
        raise NoSuchItem(item_id=item_id)
    if now_current is chosen:  # one row, one object; or nothing is current, and nothing shall be
        return chosen
    if now_current is not None:
        now_current.progress, now_current.ended_at = Progress.DONE, now
        await session.flush()
    if chosen is not None:
        chosen.progress, chosen.began_at, chosen.ended_at = Progress.CURRENT, now, None
        await session.flush()
    await _record(
        session,
        actor,
        "item.current",
        f"item/{item_id}" if item_id else "item",
        {"item": now_current.title_vi} if now_current else None,
        {"item": chosen.title_vi} if chosen else None,
    )
    return chosen


async def announce(session: AsyncSession, actor: Actor, command: Announce) -> None:
    """Show a text to everybody; an empty one takes it away."""
    found = await congress(session)
    before = {"text": found.announcement_vi}
    found.announcement_vi, found.announcement_en = command.text_vi, command.text_en
    await session.flush()
    await _record(session, actor, "announcement.made", "congress", before, {"text": command.text_vi})


async def _lock(session: AsyncSession) -> None:
    """Changes of the programme come one after the other: the congress's row stands for it."""
    await session.execute(select(Congress.id).with_for_update(key_share=True))


async def _make_room(session: AsyncSession, command: PutItem) -> None:
    """Move the items from this position on; the unique constraint looks at commit only."""
    await session.execute(
        update(AgendaItem)
        .where(AgendaItem.sitting_id == command.sitting_id, AgendaItem.position >= command.position)
        .values(position=AgendaItem.position + 1)
        .execution_options(synchronize_session=False)
    )


async def _record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    subject: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    await journal.record(session, actor, action, subject=subject, before=before, after=after)
    await touch(session, *TOPICS)


def _sitting_facts(sitting: Sitting) -> dict[str, object]:
    return {
        "number": sitting.number,
        "title": sitting.title_vi,
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
    }


def _item_facts(item: AgendaItem) -> dict[str, object]:
    return {
        "title": item.title_vi,
        "position": item.position,
        "starts_at": item.starts_at,
        "minutes": item.minutes,
        "presenter": item.presenter,
    }

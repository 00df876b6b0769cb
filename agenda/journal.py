"""
The journal: an append-only, hash-chained record of every control action.

Each entry's hash covers its columns and the hash before, so that changing, dropping or inserting one breaks the chain
from there on; a trigger in the database refuses UPDATE, DELETE and TRUNCATE. Never recorded: ballot contents, PINs,
badge codes, passwords.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.models import JournalEntry
from realtime.touch import touch

GENESIS = "0" * 64
_LOCK = 0x4449_454E_4A4F_5552  # "DIENJOUR": one writer at a time, held until the transaction ends


class Actor(Struct, frozen=True, kw_only=True):
    """Who acted: the role (or ``system``), the id of the account, and the name as it was then."""

    kind: str
    id: UUID | None
    name: str


SYSTEM = Actor(kind="system", id=None, name="dienhong")
"""The server itself, for instance when a deadline closes a poll."""


class Fault(NamedTuple):
    """Where the chain breaks and how."""

    number: int
    what: str


def entry_hash(
    previous: str,
    number: int,
    at: datetime,
    actor: Actor,
    action: str,
    subject: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> str:
    """SHA-256 (hex) over the hash before and the canonical JSON of all columns: sorted keys, UTC to the microsecond."""
    columns = [
        number,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor.kind,
        str(actor.id) if actor.id else None,
        actor.name,
        action,
        subject,
        before,
        after,
    ]
    return hashlib.sha256(previous.encode() + msgspec.json.encode(columns, order="sorted")).hexdigest()


def faults(entries: list[JournalEntry], previous: str = GENESIS, number: int = 0) -> list[Fault]:
    """
    What is wrong with a run of entries that follows hash ``previous`` and entry ``number``. Pure.

    Every break is named: a gap in the numbers, a wrong link, an altered entry.
    """
    found = []
    for entry in entries:
        if entry.number != number + 1:
            found.append(Fault(entry.number, f"follows number {number}"))
        if entry.previous != previous:
            found.append(Fault(entry.number, "does not link to the entry before"))
        actor = Actor(kind=entry.actor_kind, id=entry.actor_id, name=entry.actor_name)
        expected = entry_hash(
            entry.previous, entry.number, entry.at, actor, entry.action, entry.subject, entry.before, entry.after
        )
        if entry.hash != expected:
            found.append(Fault(entry.number, "its content does not match its hash"))
        previous, number = entry.hash, entry.number
    return found


async def record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    *,
    subject: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> JournalEntry:
    """
    Append one entry in the caller's transaction. ``before`` and ``after`` hold the facts that changed, JSON-able.

    Writers wait for each other until commit, so that numbers have no gap; keep the rest of the transaction short.
    """
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = (
        await session.execute(
            select(JournalEntry.number, JournalEntry.hash).order_by(JournalEntry.number.desc()).limit(1)
        )
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    # The clock is read under the lock: entries are in the order of their times.
    at = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    before, after = msgspec.to_builtins(before), msgspec.to_builtins(after)
    entry = JournalEntry(
        number=number,
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=subject,
        before=before,
        after=after,
        previous=previous,
        hash=entry_hash(previous, number, at, actor, action, subject, before, after),
    )
    session.add(entry)
    await session.flush()
    await touch(session, "desk")
    return entry


async def verify(session: AsyncSession, *, batch: int = 1000) -> AsyncIterator[tuple[int, list[Fault]]]:
    """Walk the whole chain; yields the number reached and the faults of each batch."""
    number, previous = 0, GENESIS
    while True:
        entries = list(
            await session.scalars(
                select(JournalEntry).where(JournalEntry.number > number).order_by(JournalEntry.number).limit(batch)
            )
        )
        if not entries:
            return
        found = faults(entries, previous, number)
        number, previous = entries[-1].number, entries[-1].hash
        session.expunge_all()
        yield number, found

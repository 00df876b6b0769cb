"""
Scanning: recording a scan and what follows from it, in one transaction.

The delegate's row is locked, so that two doors at the same instant come one after the other. Presence is projected
anew from the delegate's scans, which are few: an offline door that reports late cannot put it out of order. A scan
happened when it reached the server; only what was kept offline brings a time of its own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct, structs
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from delegates.badge import code_hash, read_code
from delegates.check_in import PLACING, Event, Facts, Standing, decide, project
from delegates.commands import DelegateCard, ScanAnswer, ScanBadge, ScanBatch
from delegates.door_roster import card_of
from delegates.errors import NoSuchScan, ScanNamesNobody
from delegates.kinds import Direction, Verdict
from delegates.models import Badge, Delegate, Delegation, Presence, Scan
from delegates.succession import is_replaced
from realtime.touch import touch


class Door(Struct, frozen=True, kw_only=True):
    """Where a scan is made: the device's id and name, and who operates it."""

    device_id: UUID
    name: str
    operator: str = ""


class Recorded(NamedTuple):
    """A scan's answer, and the delegate who is in the hall now and was not before it."""

    answer: ScanAnswer
    arrived: UUID | None
    by_hand: bool = False  # a person decided, not a badge; recorded now, not a repeat
    reason: str = ""


class _Found(NamedTuple):
    card: DelegateCard | None
    facts: Facts
    badge_id: UUID | None


async def scan(
    session: AsyncSession, command: ScanBadge, door: Door, *, sitting_id: UUID | None, now: datetime
) -> Recorded:
    """
    Record one scan and answer it. The same nonce from the same device again gets the same answer.

    ``sitting_id`` is the current sitting; without one nobody is let in. Raises :class:`ScanNamesNobody`.
    """
    recorded = await _record(session, command, door, sitting_id, now, now, offline=False)
    await _tell(session, [recorded])
    return recorded


async def scan_offline(
    session: AsyncSession, batch: ScanBatch, door: Door, *, sitting_id: UUID | None, now: datetime
) -> list[Recorded]:
    """
    Record what a door scanned without network, in the order in which it happened.

    The error of the device's clock is taken out by comparing ``sent_at`` with the server's time. An entry that
    another door let in before, with no exit between, is kept, flagged as a conflict, and counted once.
    """
    error = now - batch.sent_at

    def happened(command: ScanBadge) -> datetime:
        return min((command.occurred_at or batch.sent_at) + error, now)

    await _lock_all(session, batch.scans)
    recorded: dict[int, Recorded] = {}
    for place, command in sorted(enumerate(batch.scans), key=lambda one: happened(one[1])):
        recorded[place] = await _record(session, command, door, sitting_id, happened(command), now, offline=True)
    in_order = [recorded[place] for place in range(len(batch.scans))]
    await _tell(session, in_order)
    return in_order


async def undo(session: AsyncSession, scan_id: int, *, reason: str, now: datetime) -> ScanAnswer:
    """
    Take back a scan that says where somebody is; it stays on record with the reason. A repeat is harmless.

    Raises :class:`NoSuchScan`.
    """
    row = await session.get(Scan, scan_id)
    if row is None or row.verdict not in PLACING or row.delegate_id is None or row.sitting_id is None:
        raise NoSuchScan(scan_id=scan_id)
    await _lock(session, row.delegate_id)
    await session.refresh(row)
    if row.undone_at is None:
        row.undone_at, row.undone_because, row.conflict = now, reason, False
        await session.flush()
        await _project(session, row.sitting_id, row.delegate_id, now)
        await _tell_presence(session, [row.delegate_id])
    return await _answer(session, row)


async def _record(
    session: AsyncSession,
    command: ScanBadge,
    door: Door,
    sitting_id: UUID | None,
    occurred_at: datetime,
    now: datetime,
    *,
    offline: bool,
) -> Recorded:
    known = await session.scalar(select(Scan).where(Scan.device_id == door.device_id, Scan.nonce == command.nonce))
    if known is not None:
        return Recorded(await _answer(session, known), None)
    hashed = _hash_of(command)
    found = await _find(session, command.delegate_id, hashed, sitting_is_open=sitting_id is not None)
    before, at_the_time, events = Standing(), Standing(), []
    if found.card is not None and sitting_id is not None:
        await _lock(session, found.card.id)
        events = await _events(session, sitting_id, found.card.id)
        if events and not offline:
            # Doors are answered in the order in which they got the delegate's row, however their clocks stand.
            occurred_at = max(occurred_at, events[-1][1].occurred_at)
        before = project([event for _, event in events])
        # Decided by what was the case when it happened, which matters for doors that report late.
        at_the_time = project([event for _, event in events if event.occurred_at <= occurred_at])
    verdict = decide(structs.replace(found.facts, is_present=at_the_time.is_present), command.direction)
    row = (
        await session.execute(
            insert(Scan)
            .values(
                sitting_id=sitting_id,
                delegate_id=found.card.id if found.card else None,
                badge_id=found.badge_id,
                code_hash=hashed,
                direction=command.direction,
                verdict=verdict,
                conflict=False,
                undone_because="",
                occurred_at=occurred_at,
                received_at=now,
                device_id=door.device_id,
                door=door.name,
                operator=door.operator,
                nonce=command.nonce,
                source=command.source,
                offline=offline,
                reason=command.reason,
            )
            .on_conflict_do_nothing(index_elements=["device_id", "nonce"])
            .returning(Scan)
        )
    ).scalar_one_or_none()
    if row is None:  # the same scan came twice at the same instant
        row = (
            await session.scalars(select(Scan).where(Scan.device_id == door.device_id, Scan.nonce == command.nonce))
        ).one()
        return Recorded(await _answer(session, row), None)
    arrived = None
    if verdict in PLACING and found.card is not None and sitting_id is not None:
        after = await _project(session, sitting_id, found.card.id, now)
        arrived = found.card.id if after.is_present and not before.is_present else None
    by_hand = command.delegate_id is not None
    return Recorded(await _answer(session, row, found.card), arrived, by_hand, command.reason)


def _hash_of(command: ScanBadge) -> bytes | None:
    given = [command.code, command.code_hash, command.delegate_id]
    if sum(one is not None for one in given) != 1 or (command.delegate_id is not None and not command.reason.strip()):
        raise ScanNamesNobody
    if command.code is not None:
        return code_hash(read_code(command.code) or command.code)
    return bytes.fromhex(command.code_hash) if command.code_hash is not None else None


async def _find(
    session: AsyncSession, delegate_id: UUID | None, hashed: bytes | None, *, sitting_is_open: bool
) -> _Found:
    query = select(Delegate, Delegation, Badge.id, Badge.revoked_at.isnot(None), is_replaced()).join(
        Delegation, Delegation.id == Delegate.delegation_id
    )
    if delegate_id is not None:
        query = query.outerjoin(Badge, (Badge.delegate_id == Delegate.id) & Badge.revoked_at.is_(None))
        query = query.where(Delegate.id == delegate_id)
    else:
        query = query.join(Badge, Badge.delegate_id == Delegate.id).where(Badge.code_hash == hashed)
    row = (await session.execute(query)).first()
    if row is None:
        return _Found(None, Facts(sitting_is_open=sitting_is_open, delegate_is_known=False), None)
    delegate, delegation, badge_id, is_revoked, replaced = row
    facts = Facts(
        sitting_is_open=sitting_is_open,
        delegate_is_known=True,
        badge_is_revoked=is_revoked,
        kind=delegate.kind,
        credentials=delegate.credentials,
        is_replaced=replaced,
    )
    return _Found(card_of(delegate, delegation), facts, badge_id)


async def _lock(session: AsyncSession, delegate_id: UUID) -> None:
    await session.execute(select(Delegate.id).where(Delegate.id == delegate_id).with_for_update(key_share=True))


async def _lock_all(session: AsyncSession, commands: Sequence[ScanBadge]) -> None:
    """In the order of their ids: two doors that come back at the same moment must not wait for each other."""
    hashes = [_hash_of(command) for command in commands]
    ids = [command.delegate_id for command in commands if command.delegate_id is not None]
    by_badge = select(Badge.delegate_id).where(Badge.code_hash.in_([hashed for hashed in hashes if hashed is not None]))
    await session.execute(
        select(Delegate.id)
        .where(Delegate.id.in_(ids) | Delegate.id.in_(by_badge))
        .order_by(Delegate.id)
        .with_for_update(key_share=True)
    )


async def _events(session: AsyncSession, sitting_id: UUID, delegate_id: UUID) -> list[tuple[Scan, Event]]:
    """The scans that say where the delegate is and were not undone, in the order in which they happened."""
    rows = await session.scalars(
        select(Scan)
        .where(
            Scan.sitting_id == sitting_id,
            Scan.delegate_id == delegate_id,
            Scan.verdict.in_(PLACING),
            Scan.undone_at.is_(None),
        )
        .order_by(Scan.occurred_at, Scan.id)
        .execution_options(populate_existing=True)
    )
    return [
        (row, Event(direction=row.direction, occurred_at=row.occurred_at, order=row.id, door=row.door)) for row in rows
    ]


async def _project(session: AsyncSession, sitting_id: UUID, delegate_id: UUID, now: datetime) -> Standing:
    """Bring the presence row, and the flags of conflict, to what the scans say."""
    events = await _events(session, sitting_id, delegate_id)
    inside: Scan | None = None
    for row, _ in events:
        if row.direction is Direction.EXIT:
            inside = None
            continue
        let_in = row.verdict is Verdict.OK or row.offline  # online, "already present" kept the door from letting in
        row.conflict = let_in and inside is not None and row.device_id != inside.device_id
        inside = inside or row
    standing = project([event for _, event in events])
    values = {
        "is_present": standing.is_present,
        "first_at": standing.first_at,
        "first_door": standing.first_door,
        "changed_at": now,
    }
    await session.flush()
    await session.execute(
        insert(Presence)
        .values(sitting_id=sitting_id, delegate_id=delegate_id, **values)
        .on_conflict_do_update(index_elements=["sitting_id", "delegate_id"], set_=values)
    )
    return standing


async def _answer(session: AsyncSession, row: Scan, card: DelegateCard | None = None) -> ScanAnswer:
    if card is None and row.delegate_id is not None:
        found = await _find(session, row.delegate_id, None, sitting_is_open=True)
        card = found.card
    first = None
    if row.delegate_id is not None and row.sitting_id is not None:
        first = await session.get(Presence, (row.sitting_id, row.delegate_id), populate_existing=True)
    return ScanAnswer(
        scan_id=row.id,
        nonce=row.nonce,
        verdict=row.verdict,
        direction=row.direction,
        occurred_at=row.occurred_at,
        conflict=row.conflict,
        delegate=card,
        first_at=first.first_at if first else None,
        first_door=first.first_door if first else "",
    )


async def _tell(session: AsyncSession, recorded: Sequence[Recorded]) -> None:
    moved = [
        one.answer.delegate.id for one in recorded if one.answer.verdict in PLACING and one.answer.delegate is not None
    ]
    await touch(session, "stations")
    if moved:
        await _tell_presence(session, moved)


async def _tell_presence(session: AsyncSession, delegate_ids: Sequence[UUID]) -> None:
    mine = [f"me/{delegate_id}" for delegate_id in delegate_ids]
    await touch(session, "presence", "stations", "screen/*", *mine)

"""Check-in: scans from doors, by hand, from offline queues, and undoing them."""

from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.programme import current_sitting
from api.auth.permissions import Permission, Role, needs
from api.auth.principal import Principal
from api.paging import UNCHANGED, etagged
from delegates import scanning
from delegates.commands import Reason, ScanAnswer, ScanBadge, ScanBatch
from delegates.door_roster import DoorRoster, door_roster
from delegates.scanning import Door, Recorded
from delegates.states import PresenceReading, render_presence
from voting.service import admit_late_arrivals


def _door(principal: Principal) -> Door:
    operator = "" if principal.role is Role.DOOR else principal.name
    return Door(device_id=principal.id, name=principal.name if principal.role is Role.DOOR else "", operator=operator)


async def _follow_up(
    session: AsyncSession, principal: Principal, sitting_id: UUID | None, recorded: list[Recorded], now: datetime
) -> None:
    """Late arrivals join open polls that take them; an admission by hand is a control action."""
    arrived = [one.arrived for one in recorded if one.arrived is not None]
    await admit_late_arrivals(session, arrived, sitting_id=sitting_id, now=now)
    for one in recorded:
        if one.by_hand and one.answer.delegate is not None:
            await journal.record(
                session,
                principal.actor,
                "check_in.by_hand",
                subject=f"delegate/{one.answer.delegate.id}",
                after={"verdict": one.answer.verdict, "direction": one.answer.direction, "reason": one.reason},
            )


@post("/scans", guards=[needs(Permission.CHECK_IN)], status_code=200, tags=["check-in"], summary="Scan a badge")
async def post_scan(
    data: JSONBody[ScanBadge],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> ScanAnswer:
    """
    Always answered with one verdict of a closed list, with name and delegation. The same nonce gets the same answer.
    """
    sitting = await current_sitting(db_session)
    sitting_id = sitting.id if sitting else None
    recorded = await scanning.scan(db_session, data, _door(principal), sitting_id=sitting_id, now=now)
    await _follow_up(db_session, principal, sitting_id, [recorded], now)
    return recorded.answer


@post("/scans/offline", guards=[needs(Permission.CHECK_IN)], status_code=200, tags=["check-in"], summary="Upload scans")
async def post_offline(
    data: JSONBody[ScanBatch],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> list[ScanAnswer]:
    """What a door scanned without network; repeats are harmless. Two doors that both let somebody in is a conflict."""
    sitting = await current_sitting(db_session)
    sitting_id = sitting.id if sitting else None
    recorded = await scanning.scan_offline(db_session, data, _door(principal), sitting_id=sitting_id, now=now)
    await _follow_up(db_session, principal, sitting_id, recorded, now)
    return [one.answer for one in recorded]


@post(
    "/scans/{id:int}/undo",
    guards=[needs(Permission.UNDO_CHECK_IN)],
    status_code=200,
    tags=["check-in"],
    summary="Undo a scan",
)
async def post_undo(
    id: FromPath[int],
    data: JSONBody[Reason],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> ScanAnswer:
    """The scan stays on record with the reason; presence follows."""
    answer = await scanning.undo(db_session, id, reason=data.reason, now=now)
    whose = f"delegate/{answer.delegate.id}" if answer.delegate else None
    before = {"scan_of": whose, "verdict": answer.verdict, "direction": answer.direction, "at": answer.occurred_at}
    await journal.record(
        db_session,
        principal.actor,
        "check_in.undone",
        subject=f"scan/{id}",
        before=before,
        after={"reason": data.reason},
    )
    return answer


@get(
    "/doors/roster",
    guards=[needs(Permission.CHECK_IN)],
    tags=["check-in"],
    summary="The roster for offline doors",
    responses=UNCHANGED,
)
async def get_door_roster(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> Response[DoorRoster]:
    """
    Everybody, the SHA-256 of every badge's code, and who is in the hall: what a door decides by when it is offline.

    One document, with ETag.
    """
    sitting = await current_sitting(db_session)
    return etagged(request, await door_roster(db_session, sitting_id=sitting.id if sitting else None))


@get("/presence", guards=[needs(Permission.SEE_CONSOLE)], tags=["check-in"], summary="Presence and quorum")
async def get_presence(db_session: NamedDependency[AsyncSession]) -> PresenceReading:
    """The same document as the topic ``presence``."""
    return await render_presence(db_session)


HANDLERS = (post_scan, post_offline, post_undo, get_door_roster, get_presence)

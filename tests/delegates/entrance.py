"""The entrance: doors, badges and people, on a real Postgres."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from delegates import scanning
from delegates.commands import ScanBadge, ScanBatch
from delegates.kinds import Direction
from delegates.models import Presence, Scan
from delegates.scanning import Door
from tests.delegates.people import EVERYBODY, a_table, begin_sitting, imports, issue_badges, minutes

ENTRY, EXIT = Direction.ENTRY, Direction.EXIT
A = Door(device_id=UUID(int=0xA), name="Cửa A")
B = Door(device_id=UUID(int=0xB), name="Cửa B")
NOON = minutes(180)


class Entrance:
    """The people of the roster with their badges, before two doors, at a sitting that is under way."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions
        self.sitting_id: UUID | None = None

    async def prepare(self) -> "Entrance":
        async with self.sessions() as session:
            await imports(session, a_table(*EVERYBODY))
            self.issued = await issue_badges(session)
            self.sitting_id = await begin_sitting(session)
        return self

    def scan_of(self, number, direction=ENTRY, *, at=None, **changes):
        """What a door sends for a badge."""
        values = {"nonce": uuid4(), "code": self.issued[number].code, "direction": direction, "occurred_at": at}
        return ScanBadge(**values | changes)

    async def scan(self, number, direction=ENTRY, *, door=A, at=0.0, **changes):
        """Scan a badge at a door that is online."""
        return await self.send(self.scan_of(number, direction, **changes), door=door, at=at)

    async def send(self, command, *, door=A, at=0.0):
        async with self.sessions.begin() as session:
            recorded = await scanning.scan(session, command, door, sitting_id=self.sitting_id, now=minutes(at))
        return recorded.answer

    async def uploads(self, door, *scans, at=180.0, clock_is_ahead=timedelta()):
        """A door that was offline sends what it kept."""
        batch = ScanBatch(sent_at=minutes(at) + clock_is_ahead, scans=list(scans))
        async with self.sessions.begin() as session:
            recorded = await scanning.scan_offline(session, batch, door, sitting_id=self.sitting_id, now=minutes(at))
        return [one.answer for one in recorded]

    async def undo(self, scan_id):
        async with self.sessions.begin() as session:
            return await scanning.undo(session, scan_id, reason="Quét nhầm thẻ", now=NOON)

    async def presence(self, number):
        async with self.sessions() as session:
            return await session.get(Presence, (self.sitting_id, self.issued[number].delegate_id))

    async def is_present(self, number):
        row = await self.presence(number)
        return row is not None and row.is_present

    async def scans(self):
        async with self.sessions() as session:
            return list(await session.scalars(select(Scan).order_by(Scan.id)))

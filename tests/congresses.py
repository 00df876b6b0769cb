"""A small congress for tests: made by the product's own services, with people who have names."""

import secrets
import shutil
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda import programme
from agenda.journal import SYSTEM
from agenda.models import Congress, Screen, Target
from agenda.programme import PutItem, PutSitting
from api.auth import accounts
from api.auth.permissions import Role
from api.auth.sign_ins import pin_hash
from api.settings import Settings
from api.simulation.actors import Console, Door, Phone, shared_client
from api.simulation.actors import Screen as ScreenActor
from delegates import badges
from delegates.badges import Issued
from delegates.importing import import_roster
from delegates.roster import read_roster
from tests.engines import engine_on, put_away
from tests.servers import Server

PASSWORD = "mat khau dai hoi"
HEADERS = ["Số đại biểu", "Họ và tên", "Loại đại biểu", "Mã đoàn", "Đoàn đại biểu", "Số phiếu"]
PEOPLE = [
    ["001", "Nguyễn Thị Hồng Ánh", "chính thức", "01", "Trung tâm", "1"],
    ["002", "Đỗ Văn Đạt", "chính thức", "01", "Trung tâm", "1"],
    ["003", "Trần Minh Khang", "chính thức", "02", "Thủ Đức", "1"],
    ["004", "Lê Thị Ngọc Hân", "chính thức", "02", "Thủ Đức", "1"],
    ["DK01", "Phạm Quốc Bình", "dự khuyết", "02", "Thủ Đức", "1"],
    ["KM01", "Võ Hữu Lộc", "khách mời", "KM", "Khách mời", "1"],
]
CANDIDATES = [
    ("Nguyễn Thị Hồng Ánh", 1980, "Chủ tịch Công đoàn cơ sở Bệnh viện Nhân dân Gia Định", "Trung tâm"),
    ("Đỗ Văn Đạt", 1975, "Phó Chủ tịch", "Thủ Đức"),
    ("Trần Minh Khang", 1990, "", "Thủ Đức"),
    ("Lê Thị Ngọc Hân", None, "", ""),
]
DAY = datetime(2025, 12, 24, 6, tzinfo=UTC)
ALL_FOR = [{"question": 1, "options": ["for"]}]


def a_motion(title: str = "Thông qua chương trình làm việc?", *, questions: int = 1, **changes: Any) -> dict[str, Any]:
    """A poll of motions, as the console sends it; it may be open beside others, as most tests are not about that."""
    options = [
        {"key": "for", "label_vi": "Tán thành"},
        {"key": "against", "label_vi": "Không tán thành"},
        {"key": "other", "label_vi": "Ý kiến khác"},
    ]
    rule = {"numerator": 1, "denominator": 2, "exactly_suffices": False, "base": "present"}
    paper = {
        "questions": [
            {"number": n, "kind": "motion", "title_vi": f"{title} ({n})", "options": options, "rule": rule}
            for n in range(1, questions + 1)
        ]
    }
    return {"title_vi": title, "paper": paper, "beside_others": True, **changes}


def an_election(seats: int, *, by_crossing_out: bool = False, people: int = 4, **changes: Any) -> dict[str, Any]:
    """A poll of one election, as the console sends it."""
    keys = [f"candidate-{n}" for n in range(1, people + 1)]
    question = {
        "number": 1,
        "kind": "election",
        "title_vi": "Bầu Ban Chấp hành",
        "options": [{"key": key, "label_vi": name} for key, (name, *_) in zip(keys, CANDIDATES, strict=False)],
        "candidates": [
            {
                "option": key,
                "birth_year": CANDIDATES[n][1],
                "position_vi": CANDIDATES[n][2],
                "delegation_vi": CANDIDATES[n][3],
            }
            for n, key in enumerate(keys)
        ],
        "max_marks": seats,
        "rule": {"numerator": 1, "denominator": 2, "exactly_suffices": False, "base": "cast"},
        "by_crossing_out": by_crossing_out,
    }
    return {"title_vi": "Bầu Ban Chấp hành", "paper": {"questions": [question]}, "beside_others": True, **changes}


class Founded(Struct, frozen=True, kw_only=True):
    """The congress in a database that others are copied from, and the keys that its PINs were hashed with."""

    issued: dict[str, Issued]
    sitting_id: UUID
    item_ids: list[UUID]
    keys_dir: Path


class Hall:
    """
    The congress with its people, and actors for them on one or several servers.

    ``url`` is an empty database, or a copy of the one where ``founded`` says who is there.
    """

    def __init__(self, url: str, data_dir: Path, founded: Founded | None = None) -> None:
        self.url, self.data_dir, self._copied = url, data_dir, founded
        self.issued: dict[str, Issued] = dict(founded.issued) if founded else {}
        self.sitting_id = founded.sitting_id if founded else uuid4()
        self.item_ids = list(founded.item_ids) if founded else [uuid4(), uuid4()]
        self._stack = AsyncExitStack()
        self._engine = engine_on(url)
        self.sessions = async_sessionmaker(self._engine, class_=AsyncSession, expire_on_commit=False)
        self.servers: list[Server] = []

    async def __aenter__(self) -> "Hall":
        self.http = await self._stack.enter_async_context(shared_client(30))
        if self._copied:
            keys_dir = Settings(data_dir=self.data_dir).keys_dir
            shutil.copytree(self._copied.keys_dir, keys_dir, dirs_exist_ok=True)
        await self.serve()
        if not self._copied:
            await self._found()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        await put_away(self._engine)

    @property
    def founded(self) -> Founded:
        """What somebody needs who copies the database, when nobody is connected to it any more."""
        return Founded(
            issued=self.issued,
            sitting_id=self.sitting_id,
            item_ids=self.item_ids,
            keys_dir=self.servers[0].settings.keys_dir,
        )

    async def serve(self, **changes: Any) -> Server:
        """One more server on the same database, its settings changed as said."""
        server = await self._stack.enter_async_context(Server(self.url, self.data_dir, **changes))
        self.servers.append(server)
        return server

    async def _found(self) -> None:
        """The congress, its people, staff, a sitting under way."""
        async with self.sessions.begin() as session:
            session.add(
                Congress(
                    slug="test",
                    name_vi="Đại hội thử",
                    name_en="Trial congress",
                    starts_on=date(2025, 12, 24),
                    ends_on=date(2025, 12, 25),
                    rules_profile="vgcl-2024",
                )
            )
            session.add(Screen(name="main"))
            session.add_all(
                Target(code=f"CT{n:02}", position=n, statement_vi=f"Chỉ tiêu số {n}", value="85", unit_vi="%")
                for n in (1, 2)
            )
            await session.flush()
            sitting = PutSitting(number=1, title_vi="Phiên thứ nhất", starts_at=DAY, ends_at=DAY + timedelta(hours=4))
            await programme.put_sitting(session, SYSTEM, self.sitting_id, sitting)
            for position, item_id in enumerate(self.item_ids, start=1):
                item = PutItem(
                    sitting_id=self.sitting_id,
                    position=position,
                    title_vi=f"Nội dung {position}",
                    starts_at=DAY,
                    minutes=15,
                )
                await programme.put_item(session, SYSTEM, item_id, item)
            await programme.set_current_sitting(session, SYSTEM, self.sitting_id)
            await self._summon(session, PEOPLE)
            await self._hire(session, Role.ORGANISER)

    async def _summon(self, session: AsyncSession, people: list[list[str]]) -> None:
        await import_roster(session, SYSTEM, read_roster([HEADERS, *people]), dry_run=False)
        issued = await badges.issue_missing(
            session,
            SYSTEM,
            hash_pin=partial(pin_hash, self.servers[0].pin_key),
            random_bytes=secrets.token_bytes,
            now=datetime.now(UTC),
        )
        self.issued |= {one.number: one for one in issued}

    async def summon(self, people: int) -> list[str]:
        """So many more official delegates, with badges; their numbers."""
        numbers = [f"1{n:02}" for n in range(people)]
        async with self.sessions.begin() as session:
            rows = [[number, f"Đại biểu {number}", "chính thức", "02", "Thủ Đức", "1"] for number in numbers]
            await self._summon(session, rows)
        return numbers

    async def _hire(self, session: AsyncSession, role: Role) -> None:
        await accounts.put_staff(
            session,
            SYSTEM,
            uuid4(),
            login=str(role),
            name=f"Người {role}",
            role=role,
            password=PASSWORD,
            disabled=False,
            now=datetime.now(UTC),
        )

    async def hire(self, role: Role) -> None:
        """An account for ``role``; its login is the role's name."""
        async with self.sessions.begin() as session:
            await self._hire(session, role)

    def delegate_id(self, number: str) -> UUID:
        """The id behind a delegate's number."""
        return self.issued[number].delegate_id

    async def console(self, role: Role = Role.ORGANISER, *, server: int = 0, topics: tuple[str, ...] = ()) -> Console:
        """A console, signed in; connected if topics are given."""
        actor = await self._stack.enter_async_context(Console(self.servers[server].address, self.http))
        await actor.sign_in(str(role), PASSWORD)
        return await actor.connect(*topics) if topics else actor

    async def phone(self, number: str, *, server: int = 0, topics: tuple[str, ...] = ("floor",)) -> Phone:
        """A delegate's phone, signed in and connected."""
        issued = self.issued[number]
        actor = await self._stack.enter_async_context(Phone(self.servers[server].address, self.http))
        await actor.sign_in(issued.code, issued.pin or "")
        return await actor.connect(*topics) if topics else actor

    async def door(self, name: str = "Cửa A", *, server: int = 0) -> Door:
        """A door station, enrolled."""
        actor = await self._stack.enter_async_context(Door(self.servers[server].address, self.http))
        return await actor.enrol(await self.enrolment(name, Role.DOOR))

    async def screen(self, *, server: int = 0) -> ScreenActor:
        """The main screen, enrolled and connected."""
        actor = await self._stack.enter_async_context(ScreenActor(self.servers[server].address, self.http))
        await actor.enrol(await self.enrolment("main", Role.SCREEN))
        return await actor.connect("screen/main")

    async def check_in(self, *numbers: str) -> Door:
        """Let delegates in at a door."""
        door = await self.door()
        for number in numbers:
            answer = await door.scans(self.issued[number].code)
            assert answer["verdict"] == "ok", answer
        return door

    async def enrolment(self, name: str, role: Role) -> str:
        """An enrolment code for a new device."""
        device_id = uuid4()
        async with self.sessions.begin() as session:
            await accounts.put_device(session, SYSTEM, device_id, name=name, role=role)
            _, code = await accounts.enrol(
                session, SYSTEM, device_id, now=datetime.now(UTC), random_bytes=secrets.token_bytes
            )
        return code

"""What the agenda's tests begin with."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda import documents
from agenda.documents import PutDocument, VersionLine
from agenda.drawing import Drawing
from agenda.files import FileStore
from agenda.journal import Actor
from agenda.models import Congress, DocumentPage, DocumentVersion

HA = Actor(kind="secretary", id=UUID(int=7), name="Lê Thu Hà")
DAY = datetime(2025, 12, 24, 1, tzinfo=UTC)


async def found_congress(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions.begin() as session:
        session.add(a_congress())


def a_congress() -> Congress:
    return Congress(
        slug="thu",
        name_vi="Đại hội thử",
        starts_on=date(2025, 12, 24),
        ends_on=date(2025, 12, 25),
        rules_profile="vgcl-2024",
    )


class Library:
    """Documents on a fresh database, with a folder of their own."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], folder: Path) -> None:
        self.sessions, self.folder = sessions, folder / "files"
        self.files = FileStore.in_folder(self.folder)
        self.drawing = Drawing(sessions, self.files)

    async def announces(self, title: str = "Dự thảo Nghị quyết", *, position: int = 1) -> UUID:
        """A document without pages."""
        document_id = uuid4()
        async with self.sessions.begin() as session:
            await documents.put_document(session, HA, document_id, PutDocument(title_vi=title, position=position))
        return document_id

    async def uploads(self, document_id: UUID, content: bytes, *, most_pages: int = 100) -> VersionLine:
        async with self.sessions.begin() as session:
            return await documents.upload_version(
                session,
                HA,
                document_id,
                content,
                "du-thao.pdf",
                files=self.files,
                drawing=self.drawing,
                most_pages=most_pages,
            )

    async def publishes(self, document_id: UUID) -> None:
        async with self.sessions.begin() as session:
            await documents.publish(session, HA, document_id, now=DAY)

    async def has(self, content: bytes, *, title: str = "Dự thảo Nghị quyết", published: bool = True) -> UUID:
        """A document that was uploaded and drawn."""
        document_id = await self.announces(title)
        await self.uploads(document_id, content)
        await self.drawing.draw_waiting()
        if published:
            await self.publishes(document_id)
        return document_id

    async def newest(self, document_id: UUID) -> DocumentVersion:
        async with self.sessions() as session:
            found = await session.scalar(
                select(DocumentVersion)
                .where(DocumentVersion.document_id == document_id)
                .order_by(DocumentVersion.number.desc())
                .limit(1)
            )
        assert found is not None
        return found

    async def drawn_pages(self) -> int:
        async with self.sessions() as session:
            return await session.scalar(select(func.count()).select_from(DocumentPage)) or 0

    async def until_drawn(self, pages: int) -> None:
        """Pages come through the database, which tells only those who listen: ask it."""
        async with asyncio.timeout(30):
            while await self.drawn_pages() < pages:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def stored(self) -> int:
        """How many files there are."""
        return sum(path.is_file() for path in self.folder.rglob("*"))

"""
Drawing: a background job that draws the pages of uploaded documents.

A version counts as readable only when all of its pages are there. Several app processes may draw side by side: a
version is claimed by an advisory lock that its connection holds, so that a killed process gives it free. Pages that
were drawn before stay drawn.
"""

import asyncio
import contextlib
import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda.files import FileStore
from agenda.folding import fold
from agenda.models import DocumentPage, DocumentState, DocumentVersion
from agenda.pages import Drawn, Fault, Look, draw, look
from agenda.worker import Worker
from realtime.touch import touch

PAGE_S = 60.0  # a page that takes longer is given up
LOOK_S = 30.0  # an upload that takes longer to open is taken for broken
_AGAIN_S = 60.0  # how often it looks for what a killed process has left
_TOUCH_EVERY = 5  # pages
_LOCK_SPACE = 0x4452  # "DR": first key of the two-key advisory locks

_log = structlog.get_logger("agenda.drawing")


class Drawing:
    """The job. ``wake`` it after an upload; it also looks by itself when it starts."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], files: FileStore) -> None:
        self._sessions, self._files = sessions, files
        self._due = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        # Two: an upload that kills the one which looks at it must not fail the document that is being drawn.
        self._looker, self._drawer = Worker(), Worker()

    def start(self) -> None:
        """Begin with what was left undone."""
        self._due.set()
        self._task = asyncio.create_task(self._work(), name="drawing")

    async def stop(self) -> None:
        """End; what is undone is done by another process, or at the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._looker.close()
        self._drawer.close()

    def wake(self) -> None:
        """There may be something to draw."""
        self._due.set()

    async def look(self, content: bytes) -> Look:
        """A first look at an upload, in a process of its own: one that kills it is broken."""
        try:
            return await self._looker.run(look, content, within_s=LOOK_S)
        except (BrokenProcessPool, TimeoutError):
            return Look(0, Fault.BROKEN)

    async def _work(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), _AGAIN_S)
            self._due.clear()
            try:
                await self.draw_waiting()
            except Exception:
                _log.exception("drawing_failed")
                await asyncio.sleep(5)
                self._due.set()

    async def draw_waiting(self) -> None:
        """Draw everything that waits, version by version; what another process is drawing is left to it."""
        async with self._sessions() as session:
            waiting = list(
                await session.scalars(
                    select(DocumentVersion.id)
                    .where(DocumentVersion.state == DocumentState.RENDERING)
                    .order_by(DocumentVersion.created_at)
                )
            )
        for version_id in waiting:
            async with self._sessions() as claim:
                key = {"space": _LOCK_SPACE, "key": int.from_bytes(version_id.bytes[:4], "big", signed=True)}
                if await claim.scalar(text("SELECT pg_try_advisory_xact_lock(:space, :key)"), key):
                    await self._draw_version(version_id)

    async def _draw_version(self, version_id: UUID) -> None:
        async with self._sessions() as session:
            version = await session.get(DocumentVersion, version_id)
            if version is None or version.state is not DocumentState.RENDERING:
                return
            done = set(await session.scalars(select(DocumentPage.number).where(DocumentPage.version_id == version_id)))
        with tempfile.TemporaryDirectory(prefix="dienhong-") as folder:
            path = Path(folder) / version.sha256
            try:
                await asyncio.to_thread(path.write_bytes, await self._files.get(version.sha256))
            except FileNotFoundError:
                await self._give_up(version_id, "the original is not in the store")
                return
            for number in range(1, version.pages + 1):
                if number in done:
                    continue
                try:
                    drawn = await self._draw_page(str(path), number)
                except Exception as error:  # whatever pdfium says of a stranger's page
                    _log.warning("document_failed", version=str(version_id), page=number, error=type(error).__name__)
                    await self._give_up(version_id, f"page {number}: {type(error).__name__}: {error}"[:300])
                    return
                await self._keep(version_id, number, drawn, last=number == version.pages)
        await self._finish(version_id, DocumentState.READY)

    async def _draw_page(self, path: str, number: int) -> Drawn:
        try:
            return await self._drawer.run(draw, path, number, within_s=PAGE_S)
        except BrokenProcessPool:
            # It may have been killed for the memory that others took. A page that kills it twice is a bad one.
            return await self._drawer.run(draw, path, number, within_s=PAGE_S)

    async def _keep(self, version_id: UUID, number: int, drawn: Drawn, *, last: bool) -> None:
        small, large = await self._files.put(drawn.small), await self._files.put(drawn.large)
        async with self._sessions.begin() as session:
            await session.execute(
                insert(DocumentPage)
                .values(
                    version_id=version_id,
                    number=number,
                    width=drawn.width,
                    height=drawn.height,
                    small=small,
                    large=large,
                    text=drawn.text,
                    folded=fold(drawn.text),
                )
                .on_conflict_do_nothing()
            )
            version = await session.get_one(DocumentVersion, version_id, with_for_update=True)
            version.pages_ready = (
                await session.scalar(
                    select(func.count()).select_from(DocumentPage).where(DocumentPage.version_id == version_id)
                )
                or 0
            )
            if last or number % _TOUCH_EVERY == 0:
                await touch(session, "document-desk")

    async def _give_up(self, version_id: UUID, failure: str) -> None:
        """A version that failed holds no pages. Their pictures stay in the store: others may be the same."""
        async with self._sessions.begin() as session:
            await session.execute(delete(DocumentPage).where(DocumentPage.version_id == version_id))
        await self._finish(version_id, DocumentState.FAILED, failure)

    async def _finish(self, version_id: UUID, state: DocumentState, failure: str = "") -> None:
        async with self._sessions.begin() as session:
            version = await session.get_one(DocumentVersion, version_id, with_for_update=True)
            version.state, version.failure = state, failure
            if state is DocumentState.FAILED:
                version.pages_ready = 0
            await touch(session, "documents", "document-desk", "screen/*")

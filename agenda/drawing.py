"""
Drawing: a background job that draws the pages of uploaded documents.

A version counts as readable only when all of its pages are there. Several app processes may draw side by side: a
version is claimed by an advisory lock that its connection holds, so that a killed process gives it free. Pages that
were drawn before stay drawn.
"""

import asyncio
import contextlib
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, TypeVarTuple
from uuid import UUID

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda.files import FileStore
from agenda.folding import fold
from agenda.models import DocumentPage, DocumentState, DocumentVersion
from agenda.pages import Drawn, Look, draw, look
from realtime.touch import touch

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

PAGE_S = 60.0  # a page that takes longer is given up
_TOUCH_EVERY = 5  # pages
_LOCK_SPACE = 0x4452  # "DR": first key of the two-key advisory locks

_log = structlog.get_logger("agenda.drawing")


class Drawing:
    """The job. ``wake`` it after an upload; it also looks by itself when it starts."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], files: FileStore) -> None:
        self._sessions, self._files = sessions, files
        self._due = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._pool: ProcessPoolExecutor | None = None

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
        self._close_pool()

    def wake(self) -> None:
        """There may be something to draw."""
        self._due.set()

    async def look(self, content: bytes) -> Look:
        """A first look at an upload, in the drawing process."""
        return await self._run(look, content)

    async def _work(self) -> None:
        while True:
            await self._due.wait()
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
        content = await self._files.get(version.sha256)
        try:
            for number in range(1, version.pages + 1):
                if number not in done:
                    drawn = await asyncio.wait_for(self._run(draw, content, number), PAGE_S)
                    await self._keep(version_id, number, drawn, last=number == version.pages)
            await self._finish(version_id, DocumentState.READY, "")
        except (BrokenProcessPool, TimeoutError, RuntimeError, ValueError, OSError) as error:
            # pdfium's own error is a RuntimeError. The upload was looked at before, so this is one bad page.
            self._close_pool()
            _log.warning("document_failed", version=str(version_id), error=type(error).__name__)
            await self._finish(version_id, DocumentState.FAILED, f"{type(error).__name__}: {error}"[:300])

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

    async def _finish(self, version_id: UUID, state: DocumentState, failure: str) -> None:
        async with self._sessions.begin() as session:
            version = await session.get_one(DocumentVersion, version_id, with_for_update=True)
            version.state, version.failure = state, failure
            await touch(session, "documents", "document-desk", "screen/*")

    async def _run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        if self._pool is None:
            # spawn: a fork of a process with threads and an event loop may hang; one worker, renewed now and then,
            # bounds what pdfium can hold on to.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=200)
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def _close_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

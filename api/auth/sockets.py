"""Sockets of ended sign-ins: closed at the touch that tells of it, or as soon as touches are heard again."""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, Uuid, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.auth.models import SignIn
from api.auth.registry import TOPIC_PREFIX
from realtime.hub import Hub
from realtime.touch import EVERYTHING

RETRY_S = 1.0

log = structlog.get_logger(__name__)


class SignedOutSockets:
    """Listens to touches of ``sign-in/{sid}`` for one hub."""

    def __init__(self, hub: Hub, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._hub, self._sessions = hub, sessions
        self._review: asyncio.Task[None] | None = None

    def touched(self, topic: str) -> None:
        """Close what a touch names; after a time without hearing, look at every sign-in that has a socket here."""
        if topic != EVERYTHING:
            self._hub.close_sign_in(topic.removeprefix(TOPIC_PREFIX))
            return
        if self._review is not None:
            self._review.cancel()
        self._review = asyncio.create_task(self._look_at_all(), name="sign-ins after silence")

    async def stop(self) -> None:
        """End the work. A repeat is harmless."""
        if self._review is not None:
            self._review.cancel()
            await asyncio.wait([self._review])

    async def _look_at_all(self) -> None:
        while True:
            try:
                await self._close_ended()
            except Exception as error:  # the database may be coming back only now
                log.warning("sign_ins_not_looked_at", error=type(error).__name__, retry_in_s=RETRY_S)
                await asyncio.sleep(RETRY_S)
            else:
                return

    async def _close_ended(self) -> None:
        here = self._hub.sign_ins()
        asked = literal([UUID(sid) for sid in here], ARRAY(Uuid))
        live = select(SignIn.id).where(SignIn.id == any_(asked), SignIn.ended_at.is_(None))
        async with self._sessions() as session:
            ended = here - {str(sid) for sid in await session.scalars(live)}
        for sid in ended:
            self._hub.close_sign_in(sid)

"""
Deadlines: closing polls when their time is up, by the server's clock.

Nothing depends on being punctual here: the intake looks at the deadline itself, so that no ballot enters late even if
the process that should close sleeps. Every process watches; closing is idempotent, so that the first one does it.
"""

import asyncio
import contextlib
from datetime import UTC, datetime
from uuid import UUID

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda.journal import SYSTEM
from voting.errors import NotAllowedInState
from voting.life import PollState
from voting.models import Poll
from voting.secrecy import SecretTerms
from voting.service import close
from voting.watch import Watch

LONGEST_SLEEP_S = 30.0

_log = structlog.get_logger("voting.deadlines")


class Deadlines(Watch):
    """Sleeps until the next deadline; ``wake`` it when polls change."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], key: Ed25519PrivateKey, terms: SecretTerms | None = None
    ) -> None:
        """``key``: with which the congress signs what was counted; ``terms``: by what secret polls are held."""
        super().__init__("deadlines")
        self._sessions, self._key, self._terms = sessions, key, terms

    async def _watch(self) -> None:
        while True:
            self._changed.clear()
            try:
                sleep_s = await self._close_due()
            except Exception:
                _log.exception("deadlines_failed")
                sleep_s = 1.0
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), sleep_s)

    async def _close_due(self) -> float:
        """Close what is due; seconds until the next deadline."""
        async with self._sessions() as session:
            # The database's clock decides, as in the intake.
            now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
            rows = await session.execute(
                select(Poll.id, Poll.closes_at).where(Poll.state == PollState.OPEN, Poll.closes_at.isnot(None))
            )
            pending: list[tuple[UUID, datetime]] = [(row.id, row.closes_at) for row in rows]
        for poll_id, closes_at in pending:
            if closes_at <= now:
                async with self._sessions() as session:
                    with contextlib.suppress(NotAllowedInState):
                        at = datetime.now(UTC)
                        await close(session, SYSTEM, poll_id, now=at, key=self._key, terms=self._terms)
                        await session.commit()
        waits = [(closes_at - now).total_seconds() for _, closes_at in pending if closes_at > now]
        return min([LONGEST_SLEEP_S, *waits])

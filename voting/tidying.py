"""
Tidying: what is done behind a secret poll that is over, so that nothing is left of the order in which it was voted.

Closing has written the ballots anew in the order of their keys; here the table's file is written anew, without the rows
that were there before. It is done once a poll, by whichever process comes first, also after a crash.
"""

import asyncio
import contextlib

import structlog
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from voting.issuer import Issuer
from voting.life import PollState, SecretMode
from voting.models import Poll
from voting.secret_models import SecretPoll
from voting.watch import Watch

_OVER = (PollState.CLOSED, PollState.PUBLISHED, PollState.ANNULLED)
_log = structlog.get_logger("voting.tidying")


class Tidying(Watch):
    """Waits for secret polls that are over; ``wake`` it when polls change."""

    def __init__(self, engine: AsyncEngine, issuer: Issuer) -> None:
        super().__init__("tidying")
        self._engine, self._issuer = engine, issuer
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
        self.wake()  # what another process left is done first

    async def _watch(self) -> None:
        with contextlib.suppress(OSError):
            await self._forget_keys()
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._issuer.forget()
                await self._tidy()
            except Exception:
                _log.exception("tidying_failed")
                await asyncio.sleep(_PAUSE_S)
                self._changed.set()

    async def _tidy(self) -> None:
        async with self._sessions.begin() as session:
            over = select(SecretPoll.poll_id).join(Poll).where(Poll.state.in_(_OVER), ~SecretPoll.is_tidied)
            polls = (await session.scalars(over.with_for_update(of=SecretPoll, skip_locked=True))).all()
            if not polls:
                return
            async with self._engine.connect() as connection:  # writes the file anew; nobody waits for longer than that
                free = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await free.execute(text("CLUSTER urn USING pk_urn"))
            await session.execute(update(SecretPoll).where(SecretPoll.poll_id.in_(polls)).values(is_tidied=True))

    async def _forget_keys(self) -> None:
        """Destroy keys that a process which was killed left behind, but not those under which papers are still made."""
        is_late = (Poll.state == PollState.OPEN) & (Poll.secret_mode == SecretMode.ATTENDED)
        async with self._sessions() as session:
            given_out = (Poll.state == PollState.ANNOUNCED) | is_late
            wanted = set(await session.scalars(select(SecretPoll.poll_id).join(Poll).where(given_out)))
        await self._issuer.keep_only(wanted)


_PAUSE_S = 5.0  # before it tries again

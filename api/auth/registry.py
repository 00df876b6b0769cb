"""
The registry of live sign-ins in this process: who is behind a token, without asking the database each time.

An entry is trusted only while the relay hears touches, because ending a sign-in is told by touching
``sign-in/{sid}``. When the relay is deaf the database is asked; when it returns, everything is forgotten.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.auth.keys import TokenKeys
from api.auth.principal import Principal
from api.auth.sign_ins import principal_of
from api.auth.tokens import read
from realtime.touch import EVERYTHING

TOPIC_PREFIX = "sign-in/"
ACCESS_TOPIC = "access"  # a role, a name or a device changed: forget everybody
_BOUND = 50_000


class SignInRegistry:
    """Remembers principals by ``sid``. Reading happens on the event loop's thread only."""

    def __init__(
        self,
        keys: TokenKeys,
        sessions: async_sessionmaker[AsyncSession],
        hears: Callable[[], bool],
    ) -> None:
        """``hears`` says whether touches arrive at this moment."""
        self._keys, self._sessions, self._hears = keys, sessions, hears
        self._principals: OrderedDict[UUID, Principal] = OrderedDict()
        self._forgotten = 0

    async def principal(self, token: str) -> Principal | None:
        """Who signed in with this token; ``None`` when the token is no good or its sign-in has ended."""
        claims = read(self._keys, token)
        if claims is None:
            return None
        now = datetime.now(UTC)
        known = self._principals.get(claims.sid)
        if known is not None and self._hears() and known.expires_at > now:
            return known
        forgotten = self._forgotten
        async with self._sessions() as session:
            principal = await principal_of(session, claims.sid, now)
        # A sign-in that was ended while we asked must not be remembered as live.
        if principal is not None and forgotten == self._forgotten and self._hears():
            self._principals[claims.sid] = principal
            if len(self._principals) > _BOUND:
                self._principals.popitem(last=False)
        return principal

    def touched(self, topic: str) -> None:
        """Forget what a touch says may have changed."""
        if topic.startswith(TOPIC_PREFIX):
            self._forgotten += 1
            self._principals.pop(UUID(topic.removeprefix(TOPIC_PREFIX)), None)
        elif topic in (ACCESS_TOPIC, EVERYTHING):
            self._forgotten += 1
            self._principals.clear()

"""
Relay: carries touches from the transactions of all processes to the hub of this one.

A touch is a topic's name and nothing else; what it means stands in the database. So a relay may repeat touches and
merge them, but must not lose one: when it cannot be sure, it says ``*``.
"""

import asyncio
import random
from collections.abc import Callable
from typing import Any, Final, Protocol

import asyncpg
import structlog
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import make_url

from realtime.touch import CHANNEL, EVERYTHING

OnTouch = Callable[[str], None]

APPLICATION: Final = "dienhong-relay"  # as pg_stat_activity shows it
CHECK_S: Final = 15.0  # between two looks at a silent connection
ANSWER_S: Final = 5.0  # after which a connection that does not answer is dead
RETRY_FIRST_S: Final = 0.1  # doubles up to
RETRY_LONGEST_S: Final = 5.0

log = structlog.get_logger(__name__)


class Relay(Protocol):
    """
    The contract; ``tests/realtime/relay_contract.py`` holds every implementation to it.

    After a commit, each topic that was touched in it is heard once or more. After touches may have been missed, in
    particular after every new connection, ``*`` is heard. A lost connection is replaced without end.
    """

    async def start(self, on_touch: OnTouch) -> None:
        """
        Begin to call ``on_touch`` with what is touched. Returns after the first attempt to connect.

        Should that fail, the relay goes on trying, as it does later on.
        """

    async def stop(self) -> None:
        """End it. A repeat is harmless."""

    @property
    def healthy(self) -> bool:
        """Whether touches arrive now, as far as one can know."""


class PostgresRelay:
    """
    Touches by LISTEN on one connection of its own.

    The connection must lead to the server itself: poolers that share connections by transaction drop LISTEN. A
    connection can die without a word (a cable, a firewall that forgets), so it is asked every ``check_s``.

    Args:
        url: the database, as SQLAlchemy writes it (``postgresql+asyncpg://…``).
        jitter: a number from 0 to 1, so that many processes do not come back at the same moment.
    """

    def __init__(
        self,
        url: str,
        *,
        check_s: float = CHECK_S,
        answer_s: float = ANSWER_S,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._arguments = _arguments_of(url)
        self._check_s = check_s
        self._answer_s = answer_s
        self._jitter = jitter
        self._healthy = False
        self._task: asyncio.Task[None] | None = None

    @property
    def healthy(self) -> bool:
        """Whether the connection listens and has answered lately."""
        return self._healthy

    async def start(self, on_touch: OnTouch) -> None:
        """See :meth:`Relay.start`."""
        tried = asyncio.Event()
        self._task = asyncio.create_task(self._run(on_touch, tried), name="relay")
        await tried.wait()

    async def stop(self) -> None:
        """See :meth:`Relay.stop`."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _run(self, on_touch: OnTouch, tried: asyncio.Event) -> None:
        wait_s = RETRY_FIRST_S
        while True:
            try:
                async with asyncio.timeout(self._answer_s):
                    connection = await asyncpg.connect(**self._arguments)
            except Exception as error:  # refused, unknown host, starting up, too many connections, …
                log.warning("relay_unreachable", error=type(error).__name__, retry_in_s=wait_s)
            else:
                try:
                    await self._listen(connection, on_touch, tried)
                finally:
                    wait_s = RETRY_FIRST_S if self._healthy else wait_s
                    self._healthy = False
                    connection.terminate()
                log.warning("relay_lost", retry_in_s=wait_s)
            finally:
                tried.set()
            await asyncio.sleep(wait_s * (0.5 + self._jitter()))
            wait_s = min(2 * wait_s, RETRY_LONGEST_S)

    async def _listen(
        self, connection: "asyncpg.Connection[asyncpg.Record]", on_touch: OnTouch, tried: asyncio.Event
    ) -> None:
        """Hear touches until the connection is lost."""
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            async with asyncio.timeout(self._answer_s):
                await connection.add_listener(CHANNEL, lambda _connection, _pid, _channel, name: on_touch(name))
            # Only now, when nothing can be missed any more, is it worth reading everything anew.
            self._healthy = True
            on_touch(EVERYTHING)
            tried.set()
            while not await _happens(lost, within_s=self._check_s):
                async with asyncio.timeout(self._answer_s):
                    await connection.fetchval("SELECT 1")
        except Exception as error:  # whatever it is, a new connection is the answer
            log.warning("relay_dead", error=type(error).__name__)


def _arguments_of(url: str) -> dict[str, Any]:
    """What asyncpg needs to connect as the engine of this URL does."""
    dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
    _, arguments = dialect.create_connect_args(make_url(url))  # type: ignore[no-untyped-call]
    for name in ("prepared_statement_cache_size", "prepared_statement_name_func", "async_creator_fn"):
        arguments.pop(name, None)  # meant for SQLAlchemy's side of the connection
    settings = {"application_name": APPLICATION, **arguments.pop("server_settings", {})}
    return {**arguments, "server_settings": settings}


async def _happens(event: asyncio.Event, *, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            await event.wait()
    except TimeoutError:
        return False
    return True

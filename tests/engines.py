"""
Engines for tests, which take turns with databases.

An engine compiles each statement once, a tenth of a second for what a test asks, and nothing of it is of the database.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_spare: list[AsyncEngine] = []
_aims: dict[AsyncEngine, str] = {}


def aim(engine: AsyncEngine, url: Callable[[], str]) -> None:
    """From now on let ``engine`` connect to where ``url()`` says."""

    def connecting(dialect: Dialect, _: object, arguments: list[Any], parameters: dict[str, Any]) -> None:
        arguments[:], known = dialect.create_connect_args(make_url(url()))
        for name in ("host", "port", "user", "password", "database"):  # one that is not said is not the one before's
            parameters.pop(name, None)
        parameters.update(known)

    event.listen(engine.sync_engine, "do_connect", connecting)


def engine_on(url: str) -> AsyncEngine:
    """On the database at ``url``; one that was on another before, where there is one. :func:`put_away` afterwards."""
    if _spare:
        engine = _spare.pop()
    else:
        engine = create_async_engine(url, max_overflow=-1)  # as many sessions at once as a test likes
        aim(engine, lambda: _aims[engine])
    _aims[engine] = url
    return engine


async def put_away(engine: AsyncEngine) -> None:
    """Close its connections, and keep it for another database."""
    await engine.dispose()
    _spare.append(engine)

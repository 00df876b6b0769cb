"""
Engines for tests, which take turns with databases.

An engine compiles each statement once, a tenth of a second for what a test asks, and nothing of it is of the database.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_spare: list["Engine"] = []


def aim(engine: AsyncEngine, url: Callable[[], str]) -> None:
    """From now on let ``engine`` connect to where ``url()`` says."""

    def connecting(dialect: Dialect, _: object, arguments: list[Any], parameters: dict[str, Any]) -> None:
        arguments[:], known = dialect.create_connect_args(make_url(url()))
        for name in ("host", "port", "user", "password", "database"):  # one that is not said is not the one before's
            parameters.pop(name, None)
        parameters.update(known)

    event.listen(engine.sync_engine, "do_connect", connecting)


class Engine:
    """``engine`` on the database at ``url``: one that was on another before, where there is one."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_async_engine(url, max_overflow=-1)  # as many sessions at once as a test likes
        aim(self.engine, lambda: self.url)

    @classmethod
    def on(cls, url: str) -> "Engine":
        """It; :meth:`put_away` when it is not needed any more."""
        if not _spare:
            return cls(url)
        (found := _spare.pop()).url = url
        return found

    async def put_away(self) -> None:
        """Close its connections, and keep it for another database."""
        await self.engine.dispose()
        _spare.append(self)

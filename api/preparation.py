"""Preparation: what any command needs before it does its own work: the database, its schema, keys and folders."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.auth.keys import congress_key, pin_key, token_keys
from api.database import database_config, migrate
from api.embedded import AlreadyRunning, EmbeddedPostgres
from api.settings import Settings

Say = Callable[[str], None]


@contextlib.contextmanager
def database(settings: Settings, say: Say = lambda _: None, *, join: bool = False) -> Iterator[str]:
    """
    The database's address, for as long as it is needed: the one that is set, or the embedded one, started.

    With ``join`` the embedded one may be that of a server that is running.
    """
    if settings.database_url:
        yield settings.database_url
        return
    embedded = EmbeddedPostgres(settings.data_dir / "database")
    with contextlib.ExitStack() as stack:
        try:
            say(f"Starting the embedded PostgreSQL in {settings.data_dir / 'database'}")
            url = stack.enter_context(embedded)
        except AlreadyRunning:
            running = embedded.running_url() if join else None
            if running is None:
                raise
            say("It is running; joining it")
            url = running
        yield url


def prepare(settings: Settings, url: str, say: Say = lambda _: None) -> None:
    """Bring the schema up to date and make what workers share: keys and folders."""
    say("Bringing the database to the newest schema")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    token_keys(settings.keys_dir)
    pin_key(settings.keys_dir)
    congress_key(settings.keys_dir)
    settings.files_dir.mkdir(parents=True, exist_ok=True)

    async def run() -> None:
        config = database_config(url, settings)
        await migrate(config)
        await config.get_engine().dispose()

    asyncio.run(run())


@contextlib.asynccontextmanager
async def session_on(url: str, settings: Settings) -> AsyncIterator[AsyncSession]:
    """A session for a command of the CLI; committed when the block ends well."""
    engine = database_config(url, settings).get_engine()
    try:
        async with async_sessionmaker(engine, expire_on_commit=False).begin() as session:
            yield session
    finally:
        await engine.dispose()

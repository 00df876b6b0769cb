"""The database as the app uses it: configuration, engine, sessions, migrations."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
from advanced_alchemy.base import orm_registry
from advanced_alchemy.extensions.litestar import (
    AlembicAsyncConfig,
    AsyncSessionConfig,
    EngineConfig,
    SQLAlchemyAsyncConfig,
)
from sqlalchemy import text

# Importing the models fills the one metadata that alembic and the tests compare with.
from agenda import models as _agenda
from api.auth import models as _access
from api.settings import Settings
from delegates import models as _delegates
from voting import models as _voting
from voting import nomination_models as _nominations
from voting import secret_models as _secret

MODELS = (_agenda, _delegates, _voting, _nominations, _secret, _access)
METADATA = orm_registry.metadata
MIGRATIONS = Path(__file__).parent / "migrations"


CONNECT_S = 5.0  # a database that does not answer for longer is away


class DatabaseAway(ConnectionError):
    """The database cannot be reached at this moment."""


async def _connect(*arguments: Any, **options: Any) -> Any:
    try:
        return await asyncpg.connect(*arguments, **options)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseAway(f"{type(error).__name__}: {error}") from error


def database_config(url: str, settings: Settings) -> SQLAlchemyAsyncConfig:
    """
    How the app reaches Postgres at ``url`` (``postgresql+asyncpg://…``).

    The HTTP layer commits after the handler and before the answer leaves (``autocommit``): nothing is
    acknowledged before it is durable, and a refusal rolls everything back.
    """
    return SQLAlchemyAsyncConfig(
        connection_string=url,
        before_send_handler="autocommit",
        session_config=AsyncSessionConfig(expire_on_commit=False),
        engine_config=EngineConfig(
            pool_size=settings.database_connections,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=False,
            hide_parameters=True,  # what people marked or wrote must not reach a log with an error
            connect_args={
                "async_creator_fn": _connect,
                "timeout": CONNECT_S,
                "server_settings": {"application_name": "dienhong", "timezone": "UTC"},
            },
        ),
        alembic_config=AlembicAsyncConfig(
            script_location=str(MIGRATIONS),
            version_table_name="alembic_version",
            script_config=str(MIGRATIONS / "alembic.ini"),
        ),
        metadata=METADATA,
    )


async def migrate(config: SQLAlchemyAsyncConfig) -> None:
    """Bring the database to the newest schema. Several processes may call this at once: one does it."""
    from advanced_alchemy.alembic.commands import AlembicCommands

    engine = config.get_engine()
    async with engine.connect() as connection:
        await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATION_LOCK})
        try:
            await asyncio.to_thread(AlembicCommands(sqlalchemy_config=config).upgrade, "head")
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.commit()


_MIGRATION_LOCK = 0x4449_454E_4D49_4752  # "DIENMIGR"

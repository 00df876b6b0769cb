"""The database as the app uses it: configuration, engine, sessions, migrations."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
from advanced_alchemy.base import orm_registry
from advanced_alchemy.config import AlembicAsyncConfig, AsyncSessionConfig, EngineConfig, SQLAlchemyAsyncConfig
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

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
    """How app and commands reach Postgres at ``url`` (``postgresql+asyncpg://…``)."""
    return SQLAlchemyAsyncConfig(
        connection_string=url,
        session_config=AsyncSessionConfig(expire_on_commit=False),
        engine_config=EngineConfig(
            pool_size=settings.database_connections,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=False,
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
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
    engine = config.get_engine()
    async with engine.connect() as connection:
        if await _is_newest(connection):  # as nearly always: Alembic takes half a second to be loaded
            return
        from advanced_alchemy.alembic.commands import AlembicCommands

        await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATION_LOCK})
        try:
            await asyncio.to_thread(AlembicCommands(sqlalchemy_config=config).upgrade, "head")
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.commit()


async def _is_newest(connection: AsyncConnection) -> bool:
    """Migrations are files that begin with their number, one after another."""
    newest = max(file.name for file in (MIGRATIONS / "versions").glob("*.py")).partition("_")[0]
    if await connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return False
    return bool(await connection.scalar(text("SELECT version_num FROM alembic_version")) == newest)


_MIGRATION_LOCK = 0x4449_454E_4D49_4752  # "DIENMIGR"

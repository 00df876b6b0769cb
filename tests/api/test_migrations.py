"""Models and migrations agree, and the database keeps the journal append-only."""

import asyncio

import pytest
from advanced_alchemy.alembic.commands import AlembicCommands
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from api.database import METADATA, MIGRATIONS, database_config, migrate
from api.settings import Settings
from tests.voting.halls import Hall, a_cast, an_intake


async def test_the_migrations_lead_to_the_models(session: AsyncSession):
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))

    found = await (await session.connection()).run_sync(differences)

    assert found == []


async def test_the_migrations_make_every_check_of_the_models(session: AsyncSession):
    # Alembic does not compare checks.
    rows = await session.execute(
        text("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0")
    )

    in_models = {
        (table.name, f"ck_{table.name}_{check.name}" if not str(check.name).startswith("ck_") else str(check.name))
        for table in METADATA.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert {tuple(row) for row in rows} == in_models


def test_migrations_are_files_that_begin_with_their_number_one_after_another():
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    scripts = ScriptDirectory(str(MIGRATIONS))

    assert [file.name.partition("_")[0] for file in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    assert [one.revision for one in reversed(list(scripts.walk_revisions()))] == [file.name[:4] for file in files]


async def test_a_start_migrates_what_is_behind_and_does_not_ask_alembic_otherwise(database_url: str, monkeypatch):
    config = database_config(database_url, Settings(database_connections=4))
    commands = AlembicCommands(sqlalchemy_config=config)
    asked: list[str] = []
    upgrade = AlembicCommands.upgrade
    monkeypatch.setattr(AlembicCommands, "upgrade", lambda self, to: asked.append(to) or upgrade(self, to))
    await asyncio.to_thread(commands.downgrade, "0016")

    for _ in range(2):
        await migrate(config)

    assert asked == ["head"]
    async with config.get_engine().begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM nomination_call")) == 0
    await config.get_engine().dispose()


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET action = 'x'", "DELETE FROM journal_entry"])
async def test_the_database_refuses_to_change_the_journal(session: AsyncSession, statement: str):
    await journal.record(session, journal.SYSTEM, "test.done", subject="test/1", after={"a": 1})

    with pytest.raises(DBAPIError, match="append-only"):
        await session.execute(text(statement))


async def test_a_ballot_from_before_its_text_was_kept_still_gets_its_receipt(sessions, database_url):
    hall = Hall(sessions)
    [anh] = await hall.fill(1)
    ballot = a_cast(await hall.opens(), anh)
    commands = AlembicCommands(sqlalchemy_config=database_config(database_url, Settings(database_connections=4)))

    async with an_intake(database_url) as intake:
        first = await intake.cast(ballot)
    await asyncio.to_thread(commands.downgrade, "0003")
    await asyncio.to_thread(commands.upgrade, "head")
    async with an_intake(database_url) as intake:
        again = await intake.cast(ballot)

    assert again == first

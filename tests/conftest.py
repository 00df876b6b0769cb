"""A real Postgres for every test that wants one: embedded, or the server behind ``DIENHONG_DATABASE_URL``."""

import asyncio
import gc
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import hypothesis
import pytest
import structlog
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.auth.sign_ins import PASSWORDS
from api.database import database_config, migrate
from api.embedded import EmbeddedPostgres
from api.settings import Settings
from tests import paper_keys
from tests.congresses import Founded, Hall
from tests.engines import engine_on, put_away

# As the server logs: structlog's own default draws local variables with every traceback, which takes seconds, in the
# event loop.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ],
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),  # on standard output it would get into doctests
)

# How long an example takes says something of the machine and of what else runs on it, and nothing of the product.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")

# A password's hash takes 64 MB and a tenth of a second on purpose. Tests sign in a thousand times; that the product
# takes its time is one of them (tests/api/test_sign_in.py).
PASSWORDS.current_hasher = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)

paper_keys.share()

# A database that is thrown away need not outlive a power cut; those of tests that kill Postgres are their own.
_THROWN_AWAY = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET max_wal_size = '128MB'",
    "SELECT pg_reload_conf()",
)

# Processes that share out the tests may share a server too: each has templates of its own.
TEMPLATE = f"dienhong_template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
FOUNDED = f"{TEMPLATE}_founded"
_numbers = itertools.count(1)


def _quick_folder() -> str | None:
    """
    Where Postgres finds its files fastest: in memory, if this machine lends some; ``None`` for the usual place.

    Copying a database makes 440 files and dropping it deletes them. ext4 searches long for a place that was not freed
    a moment ago: 0.3 s a test instead of 0.02.
    """
    memory = "/dev/shm"
    if os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > 4 << 30:
        return memory
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """``script/test --long``: the full rounds of what is shortened otherwise."""
    parser.addoption("--long", action="store_true", help="full rounds of what is shortened otherwise")


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether all rounds are wanted."""
    return bool(pytestconfig.getoption("--long"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, then those of browsers, then the short ones: in the end no worker is left alone with much."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in slow, "web" not in item.path.parts))


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: nothing is gained by looking through them for garbage again and again."""
    gc.freeze()


async def _run(url: str, *statements: str) -> None:
    parts = make_url(url)
    host = parts.query.get("host") or parts.host
    connection = await asyncpg.connect(
        host=str(host), port=parts.port, user=parts.username, password=parts.password, database="postgres"
    )
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The server; its databases are ours."""
    given = os.environ.get("DIENHONG_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="dh-", dir=_quick_folder()) as folder:
        Path(folder).chmod(0o755)
        postgres = EmbeddedPostgres(Path(folder))
        url = postgres.start()
        asyncio.run(_run(url, *_THROWN_AWAY))
        yield url
        postgres.stop()


@pytest.fixture(scope="session")
def template_url(postgres_url: str) -> str:
    """A database that has been migrated, to be copied."""
    url = _named(postgres_url, TEMPLATE)

    async def make() -> None:
        await _run(postgres_url, f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)", f"CREATE DATABASE {TEMPLATE}")
        config = database_config(url, Settings(database_connections=4))
        await migrate(config)
        await config.get_engine().dispose()

    asyncio.run(make())
    return url


@pytest.fixture(scope="session")
async def founded(postgres_url: str, template_url: str, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The congress of :class:`Hall` in a database to be copied: founding it anew for each test takes half the time."""
    drop, create = f"DROP DATABASE IF EXISTS {FOUNDED} WITH (FORCE)", f"CREATE DATABASE {FOUNDED} TEMPLATE {TEMPLATE}"
    await _run(postgres_url, drop, create)
    async with Hall(_named(postgres_url, FOUNDED), tmp_path_factory.mktemp("founded")) as hall:
        return hall.founded


@asynccontextmanager
async def fresh_database(postgres_url: str, template: str = TEMPLATE) -> AsyncIterator[str]:
    """A copy of a template (``template0``: nothing in it), dropped in the end."""
    name = f"dienhong_test_{os.getpid()}_{next(_numbers)}"
    await _run(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield _named(postgres_url, name)
    await _run(postgres_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
async def database_url(request: pytest.FixtureRequest, postgres_url: str, template_url: str) -> AsyncIterator[str]:
    """A fresh, migrated database: empty, or with the congress in it for a test that has the ``hall``."""
    async with fresh_database(postgres_url, FOUNDED if "hall" in request.fixturenames else TEMPLATE) as url:
        yield url


@pytest.fixture
async def another_database_url(postgres_url: str, template_url: str) -> AsyncIterator[str]:
    """A second one."""
    async with fresh_database(postgres_url) as url:
        yield url


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that Postgres, who is not root, may enter."""
    with tempfile.TemporaryDirectory(prefix="dh-", dir=_quick_folder()) as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions on the fresh database."""
    engine = engine_on(database_url)
    yield async_sessionmaker(engine, expire_on_commit=False)
    await put_away(engine)


@pytest.fixture
async def session(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """One session."""
    async with sessions() as session:
        yield session


@pytest.fixture
async def hall(founded: Founded, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    """A congress under way on one server, over real sockets."""
    async with Hall(database_url, tmp_path, founded) as hall:
        yield hall

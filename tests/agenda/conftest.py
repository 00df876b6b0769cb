"""A congress with its programme and its library, without people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from tests.agenda.houses import Library, found_congress


@pytest.fixture
async def library(sessions: async_sessionmaker[AsyncSession], tmp_path: Path) -> AsyncIterator[Library]:
    """Empty; drawing works when it is told to."""
    library = Library(sessions, tmp_path)
    yield library
    await library.drawing.stop()


@pytest.fixture
async def congress(sessions: async_sessionmaker[AsyncSession]) -> async_sessionmaker[AsyncSession]:
    """Its sessions, when it has been founded."""
    await found_congress(sessions)
    return sessions

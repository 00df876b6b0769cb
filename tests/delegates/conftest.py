"""What the tests of the delegates' package begin with."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from tests.delegates.entrance import Entrance


@pytest.fixture
async def entrance(sessions: async_sessionmaker[AsyncSession]) -> Entrance:
    """The entrance, prepared."""
    return await Entrance(sessions).prepare()

"""A browser for all tests of the pages, and a stage for each."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.congresses import Hall
from tests.web.browsers import chromium
from tests.web.stage import Stage


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium."""
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def stage(hall: Hall, browser: Browser) -> AsyncIterator[Stage]:
    """Pages before the hall's server; afterwards nothing forbidden must have happened."""
    async with Stage(hall, browser) as stage:
        yield stage
    assert stage.faults == []

"""A browser for all tests of the pages, and a stage for each."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.congresses import Hall
from tests.web.browsers import chromium
from tests.web.stage import Stage

# How long a page may take until a test gives it up; no bound of the product: two cores serve browser and server.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium, as its shell."""
    async with chromium(shell=True) as browser:
        yield browser


@pytest.fixture
async def stage(request: pytest.FixtureRequest, hall: Hall, browser: Browser) -> AsyncIterator[Stage]:
    """Pages before the hall's server; afterwards nothing forbidden must have happened."""
    keeps = request.node.get_closest_marker("service_worker") is not None
    async with Stage(hall, browser, keeps_pages=keeps) as stage:
        yield stage
    assert stage.faults == []

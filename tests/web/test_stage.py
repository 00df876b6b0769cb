"""The stage itself: its watch works, and every face opens on it."""

import pytest
from playwright.async_api import Browser

from tests.congresses import Hall
from tests.web.axe import violations
from tests.web.stage import PHONE, Stage


@pytest.mark.parametrize("path", ["/", "/console", "/screen", "/door"])
async def test_every_face_opens_without_a_fault(stage: Stage, path: str):
    page = await stage.page(path, PHONE)

    assert "Diên Hồng" in await page.title()


async def test_the_watch_sees_foreign_requests_and_forbidden_scripts(hall: Hall, browser: Browser):
    async with Stage(hall, browser) as stage:
        page = await stage.page("/")
        await page.evaluate(
            """() => new Promise((resolve) => {
                const image = new Image();
                image.onerror = resolve;
                image.src = "https://elsewhere.example/pixel.png";
            })"""
        )

        assert any("CSP: img-src" in fault for fault in stage.faults), stage.faults


async def test_axe_finds_what_is_wrong(stage: Stage):
    page = await stage.page("/")
    await page.evaluate("document.body.innerHTML = '<main><button></button></main>'")

    assert any(found.startswith("button-name") for found in await violations(page))

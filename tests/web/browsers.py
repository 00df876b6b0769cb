"""The browser that pages are tested in: Debian's Chromium, else the one of Playwright."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error, async_playwright

SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The pop-ups of the address bar are pages, two renderers for each profile of a test, although nobody sees the bar.
    # The last list counts, so those of Playwright that matter here stand in it again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,PaintHolding,DestroyProfileOnBrowserClose,"
    "MediaRouter,OptimizationHints,LensOverlay,AvoidUnnecessaryBeforeUnloadCheckSync",
]


@asynccontextmanager
async def chromium(*switches: str) -> AsyncIterator[Browser]:
    """A browser; skips the test, saying so, when this machine has none."""
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=[*SWITCHES, *switches]
            )
        except Error as error:
            pytest.skip(f"no Chromium on this machine: {str(error).splitlines()[0]}")
        try:
            yield browser
        finally:
            await browser.close()


def fake_camera(video: Path) -> list[str]:
    """Switches for a camera that shows a film (``.y4m`` or ``.mjpeg``) and is always allowed."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]

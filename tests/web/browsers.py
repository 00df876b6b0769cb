"""
The browser that pages are tested in: Debian's Chromium, else the one of Playwright.

Most tests run in its *headless shell*: the same engine, of the same package's source, without the windows, tabs and
profiles of a browser that nobody looks at, for three quarters of the processor time. The story, cameras, pictures and
measurements have the whole browser.
"""

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
    "--font-render-hinting=none",  # the shell would put letters on whole pixels, a twelfth wider than the whole browser
    # The pop-ups of the address bar are pages, two renderers for each profile of a test, although nobody sees the bar.
    # The last list counts, so those of Playwright that matter here stand in it again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,PaintHolding,DestroyProfileOnBrowserClose,"
    "MediaRouter,OptimizationHints,LensOverlay,AvoidUnnecessaryBeforeUnloadCheckSync",
]


@asynccontextmanager
async def chromium(*switches: str, shell: bool = False) -> AsyncIterator[Browser]:
    """A browser, or its shell where there is one; skips the test, saying so, when this machine has none."""
    path = (shutil.which("chromium-headless-shell") if shell else None) or shutil.which("chromium")
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=path, args=[*SWITCHES, *switches])
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

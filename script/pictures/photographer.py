"""The photographer: pages of the faces, each in a profile of its own, and pictures of them when they stand still."""

import io
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, Page

Size = tuple[int, int]
Theme = Literal["light", "dark"]
SMALL_PHONE, PHONE, TABLET, LAPTOP = (320, 640), (360, 800), (1024, 768), (1280, 800)
FULL_HD, UHD = (1920, 1080), (3840, 2160)
THEMES: tuple[Theme, ...] = ("light", "dark")

# Typefaces and pictures are there, nothing loads, and whatever moves has arrived; what moves for ever may go on.
_STILL = """() => document.fonts.status === "loaded"
    && !document.querySelector(".loading, [aria-busy=true]")
    && [...document.images].every((one) => one.complete || one.getBoundingClientRect().top > innerHeight)
    && document.getAnimations().every((one) =>
        one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""

# What came into view is drawn with the next frame (content-visibility): a picture before it shows an empty question.
_DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


class Photographer:
    """
    Takes the pictures.

    Args:
        address: of the server.
        folder: where the pictures go.
        only: a pattern of names; the others are left as they are.
    """

    def __init__(self, address: str, browser: Browser, folder: Path, only: str = "*") -> None:
        self.address, self.browser, self.folder, self.only = address, browser, folder, only
        self.taken: list[str] = []

    async def opens(self, path: str, size: Size, *, address: str | None = None) -> Page:
        """A page in a browser profile of its own, perhaps at another address of the same server."""
        context = await self.browser.new_context(
            base_url=address or self.address,
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        page = await context.new_page()
        await page.goto(path)
        return page

    async def signs_in(
        self, face: str, kind: str, size: Size, data: dict[str, str], *, address: str | None = None
    ) -> Page:
        """A page of a face for somebody who has signed in. ``kind``: delegate, staff or device."""
        page = await self.opens("about:blank", size, address=address)
        headers = {"X-Face": face, "Origin": address or self.address}
        answer = await page.context.request.post(f"/api/v1/sign-in/{kind}", data=data, headers=headers)
        if not answer.ok:
            raise RuntimeError(f"{face}: {await answer.text()}")
        await page.goto("/" if face == "delegate" else f"/{face}")
        return page

    async def take(self, page: Page, name: str, *, quality: int = 80) -> None:
        """One picture, once nothing moves or loads any more."""
        if not fnmatch(name, self.only):
            return
        await page.wait_for_function(_STILL)
        await page.evaluate(_DRAWN)
        shot = await page.screenshot(animations="disabled", caret="hide")
        with Image.open(io.BytesIO(shot)) as picture:
            picture.save(self.folder / f"{name}.webp", quality=quality, method=4)
        self.taken.append(name)

    async def take_both(self, page: Page, name: str) -> None:
        """One picture in light and one in dark."""
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await self.take(page, f"{name}-{theme}")
        await page.emulate_media(color_scheme="light")


async def goes(page: Page, *parts: str) -> None:
    """To a view by its address; it is there when its heading is."""
    await page.evaluate("hash => { location.hash = hash }", "#/" + "/".join(parts))
    await page.locator("main h1").first.wait_for()

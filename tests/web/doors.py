"""A door station in a browser: scanning as its staff does, and reading what the screen says."""

import asyncio
import io
import time
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from playwright.async_api import Locator, Page, expect

from delegates.badge_sheet import qr_png
from tests.web.stage import Stage

WIDTH, HEIGHT = 1280, 720

# The next answer that covers the screen; what the page says instead, if none comes.
ANSWER = """() => new Promise((seen, missed) => {
    const look = () => {
        const one = document.querySelector("[data-verdict]");
        if (one) seen([one.dataset.verdict, one.classList[1], one.innerText]);
        return one !== null;
    };
    if (look()) return;
    const watch = new MutationObserver(() => look() && watch.disconnect());
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => missed(new Error("no answer on: " + document.body.innerText)), 20_000);
})"""


class Answer(NamedTuple):
    """What the whole screen says: the verdict, green or amber or red, and all the words."""

    verdict: str
    signal: str
    words: str


async def at_the_door(stage: Stage, name: str = "Cửa A", **options: Any) -> Page:
    """A door station, enrolled and level with the server."""
    page = await stage.door(name=name, **options)
    await is_online(page)
    return page


def film_of(path: Path, url: str) -> Path:
    """A camera's film (raw YUV) of the printed badge of ``url``, held still before a grey coat."""
    badge = Image.open(io.BytesIO(qr_png(url))).convert("L").resize((300, 300))
    picture = Image.new("L", (WIDTH, HEIGHT), 140)
    picture.paste(badge, ((WIDTH - 300) // 2, (HEIGHT - 300) // 2))
    grey = bytes([128]) * (WIDTH // 2 * HEIGHT // 2 * 2)
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F15:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + (b"FRAME\n" + picture.tobytes() + grey) * 2)
    return path


def answer_on(page: Page) -> Locator:
    """The answer that covers the screen, while it does."""
    return page.locator("[data-verdict]")


async def answered(page: Page) -> Answer:
    """Wait for the answer and read it."""
    return Answer(*await page.evaluate(ANSWER))


async def types_scan(page: Page, code: str) -> None:
    """A hand scanner reads a badge: fast keys and Enter, wherever the focus is."""
    await _clear(page)
    await _read_in(page, code)


async def scans(page: Page, code: str) -> Answer:
    """The same, and its answer."""
    await _clear(page)
    coming = asyncio.ensure_future(answered(page))  # looks from now on: an answer goes by itself after a while
    await _read_in(page, code)
    return await coming


async def _clear(page: Page) -> None:
    """Put the answer before this one away."""
    await page.keyboard.press("Escape")
    await expect(answer_on(page)).to_have_count(0)


async def _read_in(page: Page, code: str) -> None:
    """The scanner's keys carry its own times, 5 ms apart, however long a crowded machine takes to hand them on."""
    keys = await page.context.new_cdp_session(page)
    at = time.time()
    for i, char in enumerate([*code, "\r"]):
        key = "Enter" if char == "\r" else char
        down = {"type": "keyDown", "key": key, "text": char, "timestamp": at + i * 0.005}
        await keys.send("Input.dispatchKeyEvent", down)
        await keys.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "timestamp": at + i * 0.005 + 0.002})
    await keys.detach()


async def turns_to(page: Page, direction: str) -> None:
    """Switch to ``entry`` or ``exit``."""
    await page.keyboard.press("Escape")
    await page.locator(f"label.{direction}").click()


def last_scans(page: Page) -> Locator:
    """The lines of the list of the last scans, the newest first."""
    return page.locator("section", has=page.get_by_role("heading", name="Lượt quét gần đây")).get_by_role("listitem")


async def is_online(page: Page) -> None:
    """Wait until the door and the server are level."""
    await expect(page.get_by_text("Trực tuyến")).to_be_visible()
    await expect(page.get_by_text("Đồng bộ lúc")).to_be_visible()

"""
Pictures of the four faces: the example congress on a real server, a crowd that checked in and voted, a real browser.

Writes WebP to ``docs/screenshots``.
"""

import argparse
import asyncio
import io
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import httpx
from PIL import Image
from playwright.async_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from api.cli import wait_until_ready  # noqa: E402 - the repository's own packages, once they can be found
from api.demo import Credentials, read_credentials  # noqa: E402
from api.settings import Settings  # noqa: E402
from api.simulation.actors import Console  # noqa: E402
from api.simulation.run import simulate  # noqa: E402
from tests.web.browsers import chromium  # noqa: E402

OUT = ROOT / "docs" / "screenshots"
PHONE, LAPTOP, HALL = (360, 800), (1280, 800), (1920, 1080)
SECTIONS = ("programme", "polls", "presence", "screens", "documents", "opinions", "journal", "access")
SCENES = ("welcome", "agenda", "presence")
FIRST_START_S = 300.0


class Photographer:
    """Signs in to the faces and takes the pictures."""

    def __init__(self, address: str, credentials: Credentials, browser: Browser, console: Console) -> None:
        self.address, self.credentials, self.browser, self.console = address, credentials, browser, console

    async def sign_in(self, size: tuple[int, int], face: str, kind: str, theme: str = "light", **data: str) -> Page:
        """A page of a face, in a browser profile of its own."""
        context = await self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if theme == "dark" else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        headers = {"X-Face": face, "Origin": self.address}
        answer = await context.request.post(f"/api/v1/sign-in/{kind}", data=data, headers=headers)
        if not answer.ok:
            sys.exit(f"{face}: {await answer.text()}")
        page = await context.new_page()
        await page.goto("/" if face == "delegate" else f"/{face}")
        return page

    async def enrolment(self, name: str, role: str) -> str:
        """A code for a device; it is found again by its name."""
        known = [one for one in await self.console.get("/devices") if (one["name"], one["role"]) == (name, role)]
        device_id = known[0]["id"] if known else str(uuid4())
        if not known:
            await self.console.put(f"/devices/{device_id}", {"name": name, "role": role})
        code: str = (await self.console.post(f"/devices/{device_id}/enrolment"))["code"]
        return code

    async def take(self, page: Page, name: str, *hash_parts: str) -> None:
        """One picture, when the view has loaded and its typefaces are there."""
        if hash_parts:
            await page.evaluate("hash => { location.hash = hash }", "#/" + "/".join(hash_parts))
        await page.wait_for_timeout(1200)  # transitions and pictures of pages settle
        await page.evaluate("document.fonts.ready")
        with Image.open(io.BytesIO(await page.screenshot())) as picture:
            picture.save(OUT / f"{name}.webp", quality=80, method=4)

    async def everything(self) -> None:
        """All pictures; the poll on the targets is opened on the way."""
        paper = await self.console.get("/polls/targets-paper")
        poll = await self.console.prepares({"title_vi": "Biểu quyết các chỉ tiêu nhiệm kỳ", "paper": paper})
        organiser = self.credentials.organiser
        staff = {"login": organiser.login, "password": organiser.password}
        console = await self.sign_in(LAPTOP, "console", "staff", **staff)
        screen = await self.sign_in(HALL, "screen", "device", code=await self.enrolment("main", "screen"))
        card = next(one for one in self.credentials.cards if one.pin and one.number.isdigit())
        phone = await self.sign_in(PHONE, "delegate", "delegate", badge=card.code, pin=card.pin or "")
        door = await self.sign_in(PHONE, "door", "device", code=await self.enrolment("Cửa A", "door"))
        await self.take(phone, "delegate-now-light")
        for scene in (*SCENES, "auto"):
            await self.console.put("/screens/main/scene", {"scene": {"kind": scene}})
            await self.take(screen, f"screen-{'result' if scene == 'auto' else scene}")
        await self.console.takes(poll, "announce", "open")
        await self.take(phone, "delegate-paper-light")
        await self.take(console, "console-poll-light", "polls", poll)
        await self.take(screen, "screen-poll")
        for view in ("programme", "documents", "me"):
            await self.take(phone, f"delegate-{view}-light", view)
        for section in SECTIONS:
            await self.take(console, f"console-{section}-light", section)
        await self.take(door, "door-ready-light")
        entering = [one for one in self.credentials.cards if one.pin and one.number.isdigit()][-1]
        await door.keyboard.type(entering.code)
        await door.keyboard.press("Enter")
        await self.take(door, "door-green-light")


async def photograph(address: str, credentials: Credentials) -> None:
    """Everything there is to see at a server where the crowd has been."""
    OUT.mkdir(parents=True, exist_ok=True)
    async with httpx.AsyncClient(timeout=60) as http, chromium() as browser:
        organiser = credentials.organiser
        console = await Console(address, http).sign_in(organiser.login, organiser.password)
        await Photographer(address, credentials, browser, console).everything()


def main() -> None:
    """Open the congress, let the crowd in, take the pictures, close it."""
    parser = argparse.ArgumentParser(description="Pictures of the four faces")
    parser.add_argument("--delegates", type=int, default=500, help="how many check in and vote first")
    wanted = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # Postgres under root runs as somebody else
        command = [sys.executable, "-m", "api.cli", "demo", "--port", str(port)]
        environment = {**os.environ, "DIENHONG_DATA_DIR": folder}
        demo = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_ready(address, demo, within_s=FIRST_START_S)  # documents are drawn first
            credentials = read_credentials(Settings(data_dir=Path(folder) / "demo"))
            simulate(address, credentials, delegates=wanted.delegates, over_s=5, seed=2025)
            asyncio.run(photograph(address, credentials))
        finally:
            demo.terminate()
            demo.wait(30)


if __name__ == "__main__":
    main()

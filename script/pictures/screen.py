"""Pictures of the screen in the hall: every scene at full HD and at 4K. The projector has one theme."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from script.pictures.congress import CongressUnderWay
from script.pictures.photographer import FULL_HD, UHD, Photographer
from tests.web.cables import Cable

SPEAKER = "Trần Thị Mai Phương"
MESSAGE = {
    "text_vi": "Giải lao 15 phút. Mời các đồng chí trở lại hội trường lúc 10 giờ 15.",
    "text_en": "A break of 15 minutes. Please be back at 10:15.",
}
UHD_QUALITY = 70
PLATE_MS = 30_000  # the plate for whoever sets the screen up goes by itself


class ScreenPictures:
    """Puts the main screen through its scenes."""

    def __init__(self, photographer: Photographer, congress: CongressUnderWay) -> None:
        self.photographer, self.congress = photographer, congress

    async def opens(self, address: str | None = None) -> Page:
        """The main screen, perhaps behind a cable of its own."""
        device = await self.congress.device("main", "screen")
        page = await self.photographer.signs_in("screen", "device", FULL_HD, device, address=address)
        await expect(page.locator("main")).to_be_visible()
        await expect(page.locator(".plate")).to_be_hidden(timeout=PLATE_MS)
        return page

    async def shows(self, page: Page, kind: str, /, **told: object) -> None:
        """Have a scene shown and wait until it stands."""
        await self.congress.console.put("/screens/main/scene", {"scene": {"kind": kind, **told}})
        await stands(page, kind)

    async def at_rest(self, document_id: str) -> None:
        """Every scene that needs no poll."""
        page = await self.opens()
        for kind in ("welcome", "agenda", "presence", "black"):
            await self.shows(page, kind)
            await self.takes(page, f"screen-{kind}")
        speech = {"name": SPEAKER, "title_vi": "Đoàn đại biểu phường Bến Thành", "seconds": 300}
        await self.shows(page, "speaker", speech_id=str(uuid4()), **speech)
        await self.takes(page, "screen-speaker")
        await self.shows(page, "page", document_id=document_id, page=2)
        await self.takes(page, "screen-page")
        await self.shows(page, "message", **MESSAGE)
        await self.takes(page, "screen-message")
        await page.context.close()

    async def without_network(self) -> None:
        """A small mark, and what stood before."""
        async with Cable(self.photographer.address) as cable:
            page = await self.opens(cable.address)
            await self.shows(page, "welcome")
            cable.cut()
            await expect(page.locator("main[data-link=lost]")).to_be_visible()
            await self.takes(page, "screen-lost")
            await page.context.close()

    async def of_poll(self, poll_id: str) -> None:
        """A poll that is open."""
        page = await self.opens()
        await self.shows(page, "poll", poll_id=poll_id)
        await self.takes(page, "screen-poll")
        await page.context.close()

    async def of_result(self, poll_id: str, name: str) -> None:
        """A published result, each of its pages; the later ones are ``NAME-2`` and so on."""
        page = await self.opens()
        await self.congress.console.put("/screens/main/scene", {"scene": {"kind": "poll", "poll_id": poll_id}})
        await stands(page, "result")
        await self.takes(page, name)
        marks = page.locator("p.mark i")
        for number in range(1, await marks.count()):
            await expect(marks.nth(number)).to_have_class(re.compile(r"\bhere\b"), timeout=60_000)
            await self.takes(page, f"{name}-{number + 1}")
        await page.context.close()

    async def takes(self, page: Page, name: str) -> None:
        """The scene at full HD, and the same at 4K."""
        await self.photographer.take(page, name)
        await page.set_viewport_size({"width": UHD[0], "height": UHD[1]})
        await self.photographer.take(page, f"{name}-4k", quality=UHD_QUALITY)
        await page.set_viewport_size({"width": FULL_HD[0], "height": FULL_HD[1]})


async def stands(page: Page, kind: str) -> None:
    """Wait until a scene of this kind is drawn."""
    await expect(page.locator(f"main[data-scene={kind}]")).to_be_visible()

"""Pictures of a door station: ready, each colour of its answer, a name that is searched, no network."""

from playwright.async_api import Page, expect

from api.demo import Card
from script.pictures.congress import CongressUnderWay
from script.pictures.photographer import LAPTOP, PHONE, Photographer
from tests.web.cables import Cable
from tests.web.doors import answer_on, is_online, scans

UNKNOWN = "7" * 26


class DoorPictures:
    """A phone and a laptop at the door."""

    def __init__(self, photographer: Photographer, congress: CongressUnderWay) -> None:
        self.photographer, self.congress = photographer, congress

    async def everything(self) -> None:
        """The phone lets one person in, the laptop the next."""
        for size, suffix, entering in ((PHONE, "", -1), (LAPTOP, "-laptop", -2)):
            async with Cable(self.photographer.address) as cable:
                code = await self.congress.device(f"Cửa A{suffix}", "door")
                page = await self.photographer.signs_in("door", "device", size, code, address=cable.address)
                await self.answers(
                    page, suffix, self.congress.absent[entering], lost=self.congress.absent[entering - 8]
                )
                await self.search(page, suffix)
                cable.cut()
                await expect(page.get_by_text("Ngoại tuyến").first).to_be_visible()
                await scans(page, self.congress.absent[entering - 4].code)
                await page.keyboard.press("Escape")
                await expect(page.get_by_text("1 chờ gửi")).to_be_visible()
                await self.photographer.take_both(page, f"door-offline{suffix}")
                await page.context.close()

    async def answers(self, page: Page, suffix: str, entering: Card, *, lost: Card) -> None:
        """Ready, green, amber, red, and red for a badge that was revoked."""
        await is_online(page)
        await self.photographer.take_both(page, f"door-ready{suffix}")
        await self.congress.revokes(lost)
        answers = {"green": entering.code, "amber": self.congress.voters[0].code, "red": UNKNOWN, "revoked": lost.code}
        for name, code in answers.items():
            await scans(page, code)
            await expect(answer_on(page)).to_be_visible()
            await self.photographer.take_both(page, f"door-{name}{suffix}")
        await page.keyboard.press("Escape")
        await expect(answer_on(page)).to_have_count(0)

    async def search(self, page: Page, suffix: str) -> None:
        """By name, without tone marks."""
        await page.get_by_role("button", name="Tìm theo tên").click()
        await page.keyboard.insert_text("hong anh")
        await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
        await self.photographer.take_both(page, f"door-search{suffix}")
        await page.keyboard.press("Escape")

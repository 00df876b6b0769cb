"""Pictures of the organisers' console: every section, a poll from draft to result, a list with wrong cells."""

import re

from playwright.async_api import Page, expect

from script.pictures.congress import CongressUnderWay
from script.pictures.photographer import LAPTOP, TABLET, Photographer, Size, goes
from tests.web.consoles import dialog

SECTIONS: dict[str, tuple[str, ...]] = {
    "console-programme": ("programme",),
    "console-polls": ("polls",),
    "console-presence": ("presence",),
    "console-screens": ("screens",),
    "console-roster": ("roster",),
    "console-badges": ("roster", "badges"),
    "console-credentials": ("roster", "report"),
    "console-documents": ("documents",),
    "console-opinions": ("opinions",),
    "console-journal": ("journal",),
    "console-access": ("access",),
}
WRONG_LIST = """Số đại biểu,Họ và tên,Loại đại biểu,Mã đoàn,Đoàn đại biểu,Số phiếu
901,Nguyễn Thị Hồng Ánh,chính thức,01,Trung tâm,1
901,Trần Minh Khang,chính thức,01,Trung tâm,1
902,,khách quý,02,Thủ Đức,0
903,Phạm Quốc Bình,dự khuyết,02,Thủ Đức,một
"""


class ConsolePictures:
    """The organiser at a laptop, and at a tablet."""

    def __init__(self, photographer: Photographer, congress: CongressUnderWay) -> None:
        self.photographer, self.congress = photographer, congress

    async def opens(self, size: Size = LAPTOP) -> Page:
        """The console of the organiser."""
        organiser = self.congress.credentials.organiser
        data = {"login": organiser.login, "password": organiser.password}
        return await self.photographer.signs_in("console", "staff", size, data)

    async def sections(self, published: str) -> None:
        """Every section, a person, a result, and a list with wrong cells."""
        page = await self.opens()
        for name, parts in SECTIONS.items():
            await stands(page, parts)
            await self.photographer.take_both(page, name)
        await goes(page, "roster", "person", await self.congress.delegate_id(self.congress.voters[1]))
        await self.photographer.take_both(page, "console-person")
        await goes(page, "polls", published)
        await self.photographer.take_both(page, "console-result")
        await goes(page, "roster", "import")
        content = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": WRONG_LIST.encode()}
        await page.locator("input[type=file]").set_input_files(content)
        await expect(page.get_by_text(re.compile(r"\d+ ô cần sửa")).first).to_be_visible()
        await self.photographer.take_both(page, "console-import")
        await page.context.close()
        tablet = await self.opens(TABLET)
        for name, parts in SECTIONS.items():
            await stands(tablet, parts)
            await self.photographer.take(tablet, f"{name}-tablet-light")
        await tablet.context.close()

    async def of_poll(self, poll_id: str) -> None:
        """An open poll, and the question before it is closed; on a tablet too."""
        page = await self.opens()
        await goes(page, "polls", poll_id)
        await self.photographer.take_both(page, "console-poll")
        await page.get_by_role("button", name="Kết thúc biểu quyết").first.click()
        await expect(dialog(page)).to_be_visible()
        await self.photographer.take_both(page, "console-confirm")
        await page.context.close()
        tablet = await self.opens(TABLET)
        await goes(tablet, "polls", poll_id)
        await self.photographer.take(tablet, "console-poll-tablet-light")
        await tablet.context.close()


async def stands(page: Page, parts: tuple[str, ...]) -> None:
    """Go to a section and wait for what comes after its heading."""
    await goes(page, *parts)
    if parts == ("screens",):
        scene = page.frame_locator("iframe").first.locator("main:not([data-scene=none])")
        await expect(scene.get_by_role("heading").first).to_be_visible()
    if parts == ("polls",):
        await expect(page.locator("main button:disabled")).to_have_count(0)  # each waits for its poll

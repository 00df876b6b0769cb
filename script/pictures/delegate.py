"""Pictures of a delegate's phone, light and dark: reading, opinions, the paper from the first mark to its receipt."""

import re

from playwright.async_api import Page, expect

from api.demo import Card
from script.pictures.congress import CongressUnderWay
from script.pictures.photographer import PHONE, SMALL_PHONE, Photographer, Size, goes
from tests.web.cables import Cable
from tests.web.delegates import marks, presses, sees, selects

VIEWS: dict[str, tuple[str, ...]] = {
    "delegate-now": ("now",),
    "delegate-programme": ("programme",),
    "delegate-documents": ("documents",),
    "delegate-targets": ("targets",),
    "delegate-opinions": ("opinions",),
    "delegate-me": ("me",),
    "delegate-ballots": ("ballots",),
}


class DelegatePictures:
    """One delegate who is present, one who is not, and one with a small phone and large letters."""

    def __init__(self, photographer: Photographer, congress: CongressUnderWay) -> None:
        self.photographer, self.congress = photographer, congress

    async def opens(self, card: Card, size: Size = PHONE, address: str | None = None) -> Page:
        """The phone of a delegate who has signed in."""
        data = {"badge": card.code, "pin": card.pin or ""}
        return await self.photographer.signs_in("delegate", "delegate", size, data, address=address)

    async def at_rest(self, document_id: str, published: str) -> None:
        """Every view that needs no open poll."""
        signing_in = await self.photographer.opens(f"/B/{self.congress.voters[0].code}", PHONE)
        await expect(signing_in.locator("input")).to_be_visible()
        await self.photographer.take_both(signing_in, "delegate-sign-in")
        await signing_in.context.close()
        absent = await self.opens(self.congress.absent[0])
        await goes(absent, "now")
        await self.photographer.take_both(absent, "delegate-now-absent")
        await absent.context.close()
        page = await self.opens(self.congress.voters[0])
        for name, parts in VIEWS.items():
            await goes(page, *parts)
            if parts == ("now",):
                await expect(page.get_by_text("Đồng chí đã điểm danh")).to_be_visible()
            await self.photographer.take_both(page, name)
        await goes(page, "result", published)
        await self.photographer.take_both(page, "delegate-result")
        await self.reads(page, document_id)
        await goes(page, "targets")
        await page.get_by_role("button", name=re.compile("^Góp ý về chỉ tiêu")).first.click()
        await page.get_by_label("Nội dung ý kiến").fill("Đề nghị nêu rõ nguồn lực thực hiện từng năm.")
        await self.photographer.take_both(page, "delegate-opinion")
        await page.context.close()

    async def reads(self, page: Page, document_id: str) -> None:
        """A document as pages and as text."""
        await goes(page, "documents", document_id)
        await expect(page.get_by_role("img", name="Trang 1", exact=True)).to_have_js_property("complete", True)
        await self.photographer.take_both(page, "delegate-reader")
        await presses(page, "Chữ")
        await expect(page.locator("p.words").first).to_be_visible()
        await self.photographer.take_both(page, "delegate-reader-text")
        words = await page.locator("p.words").first.inner_text()
        await selects(page, next(line for line in words.splitlines() if len(line) > 20))
        await self.photographer.take_both(page, "delegate-passage")
        await presses(page, "Góp ý đoạn đã chọn")
        await page.get_by_label("Nội dung ý kiến").fill("Đề nghị diễn đạt gọn hơn.")
        await self.photographer.take_both(page, "delegate-passage-opinion")
        await page.keyboard.press("Escape")
        await presses(page, "Trang")

    async def small(self) -> None:
        """320 pixels, and the largest letters."""
        page = await self.opens(self.congress.voters[1], SMALL_PHONE)
        await goes(page, "now")
        await self.photographer.take(page, "delegate-now-320-light")
        await page.evaluate("localStorage.setItem('dienhong.text-size', 'largest')")
        await page.reload()
        await goes(page, "programme")
        await self.photographer.take(page, "delegate-programme-320-largest-light")
        await page.context.close()

    async def votes(self) -> None:
        """The paper: untouched, all for with two changed, looked over, without network, counted."""
        async with Cable(self.photographer.address) as cable:
            page = await self.opens(self.congress.voters[0], address=cable.address)
            await expect(page.locator("#question-1")).to_be_visible()
            await self.photographer.take_both(page, "delegate-paper")
            await presses(page, "Tán thành tất cả")
            await marks(page, 3, "Không tán thành")
            await marks(page, 9, "Ý kiến khác")
            await page.locator("#question-3").scroll_into_view_if_needed()
            await self.photographer.take_both(page, "delegate-paper-marked")
            await presses(page, "Xem lại và gửi")
            await expect(page.get_by_role("heading", name="Xem lại phiếu")).to_be_visible()
            await self.photographer.take_both(page, "delegate-review")
            cable.cut()
            await presses(page, "Gửi phiếu")
            await expect(page.get_by_text("Mất kết nối").first).to_be_visible()
            await self.photographer.take_both(page, "delegate-offline")
            cable.mend()
            await expect(page.get_by_text(re.compile("Mã phiếu")).first).to_be_visible(timeout=60_000)
            await expect(page.get_by_text("Mất kết nối")).to_have_count(0)  # a ballot is quicker than the line
            await self.photographer.take_both(page, "delegate-counted")
            await page.context.close()

    async def votes_elsewhere(self) -> None:
        """A ballot that was kept back by the network, and another one from a second phone that was counted first."""
        card = self.congress.voters[2]
        async with Cable(self.photographer.address) as cable:
            first = await self.opens(card, address=cable.address)
            await presses(first, "Tán thành tất cả", "Xem lại và gửi")
            cable.cut()
            await expect(first.get_by_text("Mất kết nối").first).to_be_visible()
            await presses(first, "Gửi phiếu")
            second = await self.opens(card)
            await presses(second, "Tán thành tất cả", "Xem lại và gửi", "Gửi phiếu")
            await sees(second, "Phiếu đã được ghi nhận")
            cable.mend()
            await sees(first, "Phiên đăng nhập trên máy này đã kết thúc")
            await self.photographer.take_both(first, "delegate-signed-out")
            await first.goto(f"/B/{card.code}")
            await first.get_by_label("Mã PIN").fill(card.pin or "")
            await presses(first, "Vào đại hội")
            await sees(first, "Phiếu chưa được ghi nhận")
            await self.photographer.take_both(first, "delegate-refused")
            for page in (first, second):
                await page.context.close()

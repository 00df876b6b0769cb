"""Proxies in the browser: the organiser allows and grants them, a phone votes for two, and everybody sees for whom."""

import re

from playwright.async_api import Page, expect
from sqlalchemy import func, select

from tests.congresses import Hall, a_motion
from tests.secret_votes import a_secret_vote
from tests.web.axe import violations
from tests.web.consoles import confirms, dialog, presses, tabs_to, visits
from tests.web.delegates import goes, marks, opens, present_phones, sees, sees_view
from tests.web.stage import Stage, fits_its_width
from tests.web.test_secret_polls import HAS_PAPER, HASTE
from voting.secret_models import IssuedPaper

SMALL = (320, 640)
REASON = "Theo giấy ủy quyền ngày 22-12-2025"


async def are_granted(hall: Hall, *pairs: tuple[str, str]) -> None:
    """The second of each pair holds the proxy of the first."""
    console = await hall.console()
    await console.put("/proxies", {"most": len(pairs)})
    for giver, holder in pairs:
        command = {"holder_id": str(hall.delegate_id(holder)), "reason": REASON}
        await console.post(f"/delegates/{hall.delegate_id(giver)}/proxy", command)


async def is_fine(page: Page) -> None:
    await page.evaluate("scrollTo(0, 0)")  # what lies half under the console's head is no target for anybody
    assert await fits_its_width(page)
    assert await violations(page) == []


async def test_the_organiser_allows_proxies_and_grants_one_by_keyboard_on_a_small_screen(stage: Stage, hall: Hall):
    page = await stage.console(size=SMALL, reduced_motion="reduce")
    await visits(page, "roster", "proxies")
    await expect(page.get_by_text("Đại hội này không cho phép ủy quyền.")).to_be_visible()
    await tabs_to(page, "Số ủy quyền mỗi đại biểu được nhận")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("1")
    await page.keyboard.press("Enter")
    await expect(dialog(page)).to_contain_text("Cho phép mỗi đại biểu nhận tối đa 1 ủy quyền?")
    await confirms(page, "Quy định")
    await expect(page.get_by_text("Mỗi đại biểu được nhận tối đa 1 ủy quyền.")).to_be_visible()
    await is_fine(page)

    await visits(page, "roster", "person", str(hall.delegate_id("004")))
    await page.get_by_role("button", name="Ủy quyền cho đại biểu khác").press("Enter")  # wherever the page has moved it
    await expect(dialog(page)).to_be_visible()  # its button has the same name
    await presses(page, "Ủy quyền cho đại biểu khác")  # nobody is chosen yet
    await expect(dialog(page).get_by_role("alert")).to_have_text(["Hãy chọn người nhận ủy quyền.", "Cần ghi rõ lý do."])
    await dialog(page).get_by_label("Tìm đại biểu chính thức").focus()
    await page.keyboard.type("hong anh")
    await expect(dialog(page).get_by_role("group")).to_contain_text("Nguyễn Thị Hồng Ánh")
    await tabs_to(page, "Nguyễn Thị Hồng Ánh")
    await page.keyboard.press("Space")
    await tabs_to(page, "Lý do")
    await page.keyboard.type(REASON)
    await expect(dialog(page)).to_contain_text("phiếu của Nguyễn Thị Hồng Ánh tính cả phần của Lê Thị Ngọc Hân")
    await is_fine(page)
    await presses(page, "Ủy quyền cho đại biểu khác")
    await expect(dialog(page)).to_have_count(0)

    card = page.get_by_role("region", name="Ủy quyền")
    await expect(card.get_by_role("link", name="Nguyễn Thị Hồng Ánh")).to_be_visible()
    await is_fine(page)
    await card.get_by_role("link").click()
    await expect(card).to_contain_text("Nhận ủy quyền của 1 đại biểu, được nhận tối đa 1:")
    await is_fine(page)
    await presses(page, "Thu hồi ủy quyền của Lê Thị Ngọc Hân")
    await expect(dialog(page)).to_contain_text("không biểu quyết thay Lê Thị Ngọc Hân nữa")
    await dialog(page).get_by_label("Lý do").fill("Đại biểu đã về họp")
    await confirms(page, "Thu hồi ủy quyền")
    await expect(card).to_contain_text("Chưa ủy quyền cho ai")


async def test_a_phone_votes_on_behalf_of_others_and_everybody_concerned_sees_for_whom(stage: Stage, hall: Hall):
    await are_granted(hall, ("003", "001"), ("004", "001"))
    [page] = await present_phones(stage, ["001"], size=SMALL)
    await goes(page, "me")
    await sees(page, "Trần Minh Khang, Lê Thị Ngọc Hân")

    poll_id = await opens(hall, a_motion("Thông qua nghị quyết"))
    await sees_view(page, "Thông qua nghị quyết")
    await sees(page, "Đồng chí biểu quyết thay mặt: Trần Minh Khang, Lê Thị Ngọc Hân.")
    await sees(page, "Phiếu của đồng chí có giá trị 3 phiếu.")
    await is_fine(page)
    await marks(page, 1, "Tán thành")
    await page.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    await sees(page, "Phiếu đã được ghi nhận")
    await page.get_by_role("link", name="Xem các phiếu của tôi").click()
    await sees(page, "Biểu quyết thay mặt: Trần Minh Khang, Lê Thị Ngọc Hân")

    await (await hall.console()).takes(poll_id, "close", "publish")
    console = await stage.console()
    await visits(console, "polls", poll_id)
    card = console.get_by_role("region", name="Biểu quyết thay")
    await expect(card).to_contain_text(
        re.compile(
            "001 Nguyễn Thị Hồng Ánh.*thay mặt 003 Trần Minh Khang, 004 Lê Thị Ngọc Hân: thêm 2 phiếu", re.DOTALL
        )
    )
    await is_fine(console)


async def test_a_phone_gets_a_secret_paper_for_each_mandate_that_it_carries(stage: Stage, hall: Hall):
    await are_granted(hall, ("003", "001"))
    [page] = await present_phones(stage, ["001"])
    await page.evaluate(HASTE)

    vote = await a_secret_vote(hall)
    await expect(page.get_by_text(HAS_PAPER)).to_be_visible(timeout=30_000)

    async with hall.sessions() as session:
        mine = (IssuedPaper.poll_id == vote.poll_id, IssuedPaper.voter_id == hall.delegate_id("001"))
        assert await session.scalar(select(func.count()).select_from(IssuedPaper).where(*mine)) == 2

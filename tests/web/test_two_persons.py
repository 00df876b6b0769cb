"""Two persons at the console: the chair and a teller close and publish together, the organiser looks on."""

from playwright.async_api import expect

from api.auth.permissions import Role
from tests.congresses import Hall, a_motion
from tests.web.consoles import confirms, visits
from tests.web.stage import Stage


async def test_the_chair_and_a_teller_close_and_publish_together(stage: Stage, hall: Hall):
    for role in (Role.CHAIR, Role.TELLER):
        await hall.hire(role)
    await hall.check_in("001", "002")
    host = await hall.console()
    poll_id = await host.prepares(a_motion(two_persons=True))
    await host.takes(poll_id, "announce", "open")
    organiser = await stage.console()
    chair, teller = await stage.console(Role.CHAIR), await stage.console(Role.TELLER)
    for page in (organiser, chair, teller):
        await visits(page, "polls", poll_id)

    await expect(organiser.get_by_text("Ban Kiểm phiếu: chưa xác nhận")).to_be_visible()
    await expect(organiser.get_by_role("button", name="Kết thúc biểu quyết")).to_have_count(0)
    await teller.get_by_role("button", name="Xác nhận kết thúc biểu quyết").click()
    await expect(teller.get_by_text("Chỉ có hiệu lực khi người kia cũng xác nhận")).to_be_visible()
    await confirms(teller, "Xác nhận kết thúc biểu quyết")
    for page in (organiser, chair, teller):
        await expect(page.get_by_text("Ban Kiểm phiếu: Người teller đã xác nhận")).to_be_visible()
    await expect(teller.get_by_role("button", name="Xác nhận kết thúc biểu quyết")).to_be_disabled()
    await chair.get_by_role("button", name="Xác nhận kết thúc biểu quyết").click()
    await expect(chair.get_by_text("2 người chưa bỏ phiếu sẽ không bỏ phiếu được nữa")).to_be_visible()
    await confirms(chair, "Xác nhận kết thúc biểu quyết")
    await expect(teller.get_by_text("Ban Kiểm phiếu: chưa xác nhận")).to_be_visible()  # for publishing, anew

    for page in (chair, teller):
        await page.get_by_role("button", name="Xác nhận công bố kết quả").click()
        await confirms(page, "Xác nhận công bố kết quả")
    await expect(organiser.get_by_text("Kết quả đã hiện cho mọi người.")).to_be_visible()
    await expect(organiser.get_by_text("Hai người cùng xác nhận")).to_be_visible()


async def test_whoever_prepares_a_poll_can_ask_for_two(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "polls", "new")
    await page.get_by_label("Tên cuộc biểu quyết").fill("Thông qua nghị quyết")
    await page.get_by_label("Nội dung câu hỏi").fill("Thông qua nghị quyết?")
    await page.get_by_label("Kết thúc và công bố cần hai người").check()
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_text("Hai người cùng xác nhận")).to_be_visible()

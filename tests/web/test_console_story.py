"""The story of the console, from signing in to the outcome, without touching a mouse."""

from playwright.async_api import expect

from tests.congresses import PASSWORD, Hall
from tests.web.consoles import dialog, presses, tabs_to
from tests.web.stage import LAPTOP, Stage


async def test_a_congress_is_run_by_keyboard_alone(stage: Stage, hall: Hall):
    await hall.check_in("001", "002", "003")
    anh, dat = await hall.phone("001"), await hall.phone("002")
    page = await stage.page("/console", LAPTOP)

    await expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    await page.keyboard.type("organiser")
    await tabs_to(page, "Mật khẩu")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Chương trình", exact=True)).to_be_focused()
    await presses(page, "Chuyển sang: Nội dung 1")
    await expect(page.get_by_label("Tình hình lúc này")).to_contain_text("Nội dung 1")

    await page.keyboard.press("g")
    await page.keyboard.press("b")
    await expect(page.get_by_role("heading", name="Biểu quyết", exact=True)).to_be_focused()
    await presses(page, "Biểu quyết toàn bộ chỉ tiêu")
    await expect(page.get_by_role("heading", name="Biểu quyết các chỉ tiêu nhiệm kỳ")).to_be_focused()

    await presses(page, "Công bố nội dung")
    await expect(dialog(page)).to_contain_text("từ đây không sửa được nữa")
    await presses(page, "Công bố nội dung")
    await expect(dialog(page)).to_have_count(0)

    # The one big button has become the next step, and still has the focus.
    await expect(page.get_by_role("button", name="Mở biểu quyết")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog(page)).to_contain_text("3 đại biểu có mặt sẽ biểu quyết; sau khi mở không sửa được nội dung.")
    await presses(page, "Mở biểu quyết")
    await expect(page.get_by_text("0 / 3 người")).to_be_visible()

    poll = (await anh.until("floor", lambda floor: bool(floor["polls"])))["polls"][0]
    answers = [{"question": question["number"], "options": ["for"]} for question in poll["paper"]["questions"]]
    await anh.cast(poll["id"], answers)
    await expect(page.get_by_text("1 / 3 người")).to_be_visible()
    await dat.cast(poll["id"], answers)
    await expect(page.get_by_label("Tình hình lúc này")).to_contain_text("2 / 3 phiếu")

    await expect(page.get_by_role("button", name="Kết thúc biểu quyết")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog(page)).to_contain_text("1 người chưa bỏ phiếu sẽ không bỏ phiếu được nữa")
    await presses(page, "Kết thúc biểu quyết")

    await expect(page.get_by_role("button", name="Công bố kết quả")).to_be_focused()
    assert await page.get_by_role("heading", name="Kết quả").count() == 0
    await page.keyboard.press("Enter")
    await presses(page, "Công bố kết quả")

    result = page.get_by_role("region", name="Kết quả")
    await expect(result.get_by_text("Thông qua", exact=True)).to_have_count(2)
    await expect(result).to_contain_text("cần 2 trên 3 đại biểu có mặt")
    await expect(result).to_contain_text("Thu về 2 phiếu trên 3 người được biểu quyết.")

"""Nominations in real browsers: a phone nominates, another answers, the console makes the paper's candidates of it."""

from playwright.async_api import expect

from api.auth.permissions import Role
from tests.congresses import Hall, an_election
from tests.web.axe import violations, violations_in_both_themes
from tests.web.consoles import confirms, dialog, forgives, visits
from tests.web.delegates import goes, present_phones, presses, sees, sees_view, too_wide
from tests.web.stage import Stage

NARROW = (320, 640)


async def an_open_call(hall: Hall, *, seats: int = 1, people: int = 0) -> str:
    """The draft of an election that people are nominated for; its id."""
    console = await hall.console()
    poll_id: str = await console.prepares(an_election(seats, people=people))
    await console.post(f"/polls/{poll_id}/nominations/open")
    return poll_id


async def test_delegates_nominate_stand_and_withdraw_and_the_console_makes_candidates_of_it(stage: Stage, hall: Hall):
    await hall.hire(Role.CHAIR)
    poll_id = await (await hall.console()).prepares(an_election(1, people=0))
    anh, khang = await present_phones(stage, ("001", "003"))
    chair = await stage.console(Role.CHAIR)
    await visits(chair, "polls", poll_id)

    await chair.get_by_role("button", name="Mở nhận đề cử").click()
    await expect(dialog(chair)).to_contain_text("mỗi đại biểu được đề cử nhiều nhất 1 người")
    await confirms(chair, "Mở nhận đề cử")
    await expect(chair.get_by_text("Chưa có ai được đề cử hay ứng cử.")).to_be_visible()

    await anh.get_by_role("link", name="Đề cử hoặc ứng cử").click()
    await sees(anh, "Đồng chí còn đề cử được 1 người.")
    await anh.get_by_label("Tìm đại biểu theo tên hoặc số").fill("minh khang")
    await presses(anh, "Đề cử Trần Minh Khang")
    await sees(anh, "Tên đồng chí được ghi là người đề cử")
    await dialog(anh).get_by_role("button", name="Đề cử").click()
    await sees(anh, "Đã đề cử Trần Minh Khang.")
    await sees(anh, "Đồng chí đã đề cử đủ số người cần bầu.")

    await sees(khang, "Đồng chí được đề cử")
    await sees(khang, "Người đề cử: Nguyễn Thị Hồng Ánh.")
    await presses(khang, "Nhận đề cử")
    await sees(khang, "Đồng chí đã nhận đề cử.")
    row = chair.get_by_role("row", name="Trần Minh Khang")
    await expect(row).to_contain_text("Nguyễn Thị Hồng Ánh")
    await expect(row).to_contain_text("Đã nhận")

    await presses(anh, "Tôi ứng cử")
    await dialog(anh).get_by_role("button", name="Tôi ứng cử").click()
    await sees(anh, "Đồng chí đã ứng cử.")
    await expect(chair.get_by_text("2 người trong danh sách, cần bầu 1; 0 người rút tên.")).to_be_visible()
    await chair.get_by_role("button", name="Đóng nhận đề cử").click()
    await confirms(chair, "Đóng nhận đề cử")
    await chair.get_by_role("button", name="Đưa danh sách vào phiếu, theo vần tên").click()
    await expect(chair.get_by_text("Phiếu có 2 ứng viên.")).to_be_visible()
    await expect(chair.get_by_text("Bầu 1 trong 2 người.")).to_be_visible()

    await presses(khang, "Rút tên")
    await sees(khang, "Chỉ vào lại được khi còn nhận đề cử, ứng cử.")
    await dialog(khang).get_by_role("button", name="Rút tên").click()
    await sees(khang, "Đồng chí đã rút tên.")
    await expect(chair.get_by_text("Đã rút tên nhưng còn trên phiếu: Trần Minh Khang.")).to_be_visible()
    await chair.get_by_role("button", name="Công bố nội dung").click()
    await dialog(chair).get_by_role("button", name="Công bố nội dung").click()
    await expect(dialog(chair).get_by_text("Trên phiếu còn tên người đã rút.")).to_be_visible()
    forgives(stage, "409")
    await chair.keyboard.press("Escape")
    await chair.get_by_role("button", name="Đưa danh sách vào phiếu, theo vần tên").click()
    await expect(chair.get_by_text("Bầu 1 trong 1 người.")).to_be_visible()
    await chair.get_by_role("button", name="Công bố nội dung").click()
    await confirms(chair, "Công bố nội dung")
    await sees(anh, "Đã đóng nhận đề cử, ứng cử")
    await chair.get_by_role("button", name="Mở biểu quyết").click()
    await confirms(chair, "Mở biểu quyết")
    await goes(anh, "now")
    await sees(anh, "Bầu nhiều nhất 1 trong 1 người")


async def test_the_desk_leaves_somebody_out_and_takes_them_back(stage: Stage, hall: Hall):
    await hall.hire(Role.SECRETARY)
    await hall.check_in("001", "002")
    poll_id = await an_open_call(hall, people=1)
    for number in ("001", "002"):
        phone = await hall.phone(number, topics=())
        await phone.put(f"/polls/{poll_id}/nominations/{phone.me['id']}")
    page = await stage.console(Role.SECRETARY)
    await visits(page, "polls", poll_id)
    await expect(page.get_by_role("button", name="Đóng nhận đề cử")).to_have_count(0)  # the chair does

    await page.get_by_role("button", name="Cho thôi Đỗ Văn Đạt").click()
    await page.get_by_role("button", name="Theo thứ tự đề cử").click()
    await expect(page.get_by_text("Phiếu có 1 ứng viên.")).to_be_visible()
    await page.get_by_role("button", name="Đưa vào danh sách: Đỗ Văn Đạt").click()
    await page.get_by_role("button", name="Theo thứ tự đề cử").click()

    await expect(page.get_by_text("Phiếu có 2 ứng viên.")).to_be_visible()
    assert await violations(page) == []


async def test_the_page_fits_a_narrow_phone_in_both_themes_and_is_accessible(stage: Stage, hall: Hall):
    await hall.check_in("001", "002", "003")
    poll_id = await an_open_call(hall, seats=3)
    phones = {number: await hall.phone(number, topics=()) for number in ("001", "002", "003")}
    for by, whom in (("001", "003"), ("002", "003"), ("003", "001")):
        await phones[by].put(f"/polls/{poll_id}/nominations/{phones[whom].me['id']}")
    page = await stage.delegate("003", size=NARROW)

    await sees(page, "Người đề cử: Nguyễn Thị Hồng Ánh, Đỗ Văn Đạt.")
    assert await too_wide(page) == []
    assert await violations_in_both_themes(page) == []
    await goes(page, "nominations", poll_id)
    await sees_view(page, "Bầu Ban Chấp hành")
    await page.get_by_label("Tìm đại biểu theo tên hoặc số").fill("0")
    await sees(page, "Đỗ Văn Đạt")
    await expect(page.get_by_role("button", name="Đề cử Trần Minh Khang")).to_have_count(0)  # oneself
    assert await too_wide(page) == []
    assert await violations_in_both_themes(page) == []


async def test_who_is_not_in_the_hall_reads_the_list_and_is_told_why_they_cannot_nominate(stage: Stage, hall: Hall):
    poll_id = await an_open_call(hall)
    outside, alternate = await stage.delegate("002"), await stage.delegate("DK01")

    for page, why in ((outside, "Đồng chí chưa điểm danh vào hội trường"), (alternate, "Chỉ đại biểu chính thức")):
        await goes(page, "nominations", poll_id)
        await sees(page, why)
        await sees(page, "Chưa có ai trong danh sách.")
        await expect(page.get_by_role("button", name="Tôi ứng cử")).to_have_count(0)

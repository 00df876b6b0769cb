"""The run of show at the console."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from agenda.models import AgendaItem
from api.auth.permissions import Role
from realtime.touch import touch
from tests.congresses import Hall
from tests.web.consoles import confirms, dialog, forgives
from tests.web.stage import Stage


async def began(hall: Hall, number: int, ago: timedelta) -> None:
    """Turn to the item of this number, as if that had been a while ago."""
    console = await hall.console()
    await console.put("/programme/current-item", {"id": str(hall.item_ids[number - 1])})
    async with hall.sessions.begin() as session:
        item = await session.get_one(AgendaItem, hall.item_ids[number - 1])
        item.began_at = datetime.now(UTC) - ago
        await touch(session, "programme")


async def test_the_next_item_is_one_press_away_and_both_consoles_agree(stage: Stage, hall: Hall):
    one, other = await stage.console(), await stage.console()

    await one.get_by_role("button", name="Chuyển sang: Nội dung 1").first.click()

    for page in (one, other):
        await expect(page.get_by_role("region", name="Đang tiến hành")).to_contain_text("Nội dung 1")
        await expect(page.get_by_role("button", name="Chuyển sang: Nội dung 2").first).to_be_visible()
    await expect(one.get_by_role("status")).to_contain_text(["Đã chuyển sang “Nội dung 1”."])


async def test_an_item_out_of_turn_is_asked_first(stage: Stage, hall: Hall):
    page = await stage.console()

    await page.get_by_role("row", name="Nội dung 2").get_by_role("button", name="Chuyển sang").click()
    await expect(dialog(page)).to_contain_text("Nội dung này không phải là nội dung kế tiếp.")
    await confirms(page, "Chuyển sang")

    await expect(page.get_by_role("region", name="Đang tiến hành")).to_contain_text("Nội dung 2")


async def test_an_item_says_how_long_it_runs_and_when_it_is_over_its_time(stage: Stage, hall: Hall):
    await began(hall, 1, timedelta(minutes=10))
    page = await stage.console()
    now = page.get_by_role("region", name="Đang tiến hành")
    await expect(now).to_contain_text("Đã chạy 10:")
    await expect(now).to_contain_text("Còn 4:")

    await began(hall, 2, timedelta(minutes=17))

    await expect(now).to_contain_text("Quá giờ 2:")
    await expect(page.get_by_role("row", name="Nội dung 1")).to_contain_text("10/15 phút")


async def test_beginning_a_sitting_says_that_presence_starts_anew(stage: Stage, hall: Hall):
    await hall.check_in("001", "002", "003")
    page = await stage.console()
    await page.get_by_role("button", name="Thêm phiên").click()
    await page.get_by_label("Tên gọi").fill("Phiên trọng thể")
    await page.get_by_label("Bắt đầu (giờ Việt Nam)").fill("2025-12-25T07:30")
    await page.get_by_label("Kết thúc (giờ Việt Nam)").fill("2025-12-25T11:30")
    await dialog(page).get_by_role("button", name="Lưu").click()
    await expect(dialog(page)).to_have_count(0)

    sitting = page.get_by_role("region", name="Phiên trọng thể")
    await expect(sitting).to_contain_text("25/12/2025, 07:30–11:30")
    await sitting.get_by_role("button", name="Bắt đầu phiên").click()
    await expect(dialog(page)).to_contain_text("3 đại biểu chính thức đang có mặt phải quét thẻ lại")
    await confirms(page, "Bắt đầu phiên")

    await expect(page.get_by_label("Tình hình lúc này")).to_contain_text("0 / cần 3")


async def test_an_item_is_put_where_it_belongs_and_edited(stage: Stage, hall: Hall):
    page = await stage.console()
    await page.get_by_role("button", name="Thêm nội dung").click()
    await page.get_by_label("Tên gọi").fill("Văn nghệ chào mừng")
    await page.get_by_label("Số phút").fill("20")
    await page.get_by_label("Vị trí").select_option("Sau: Nội dung 1")
    await dialog(page).get_by_role("button", name="Lưu").click()
    await expect(dialog(page)).to_have_count(0)

    items = page.get_by_role("region", name="Phiên thứ nhất").get_by_role("row").locator("b")
    await expect(items).to_have_text(["Nội dung 1", "Văn nghệ chào mừng", "Nội dung 2"])
    await page.get_by_role("button", name="Sửa nội dung “Văn nghệ chào mừng”").click()
    await page.get_by_label("Người trình bày").fill("Đội văn nghệ")
    await dialog(page).get_by_role("button", name="Lưu").click()

    await expect(page.get_by_role("row", name="Văn nghệ chào mừng")).to_contain_text("Đội văn nghệ")
    await expect(items).to_have_text(["Nội dung 1", "Văn nghệ chào mừng", "Nội dung 2"])


async def test_a_sitting_that_ends_before_it_begins_is_not_saved(stage: Stage):
    page = await stage.console()
    await page.get_by_role("button", name="Thêm phiên").click()
    await page.get_by_label("Bắt đầu (giờ Việt Nam)").fill("2025-12-25T11:30")
    await page.get_by_label("Kết thúc (giờ Việt Nam)").fill("2025-12-25T07:30")

    await dialog(page).get_by_role("button", name="Lưu").click()

    await expect(dialog(page).get_by_text("Hãy nhập tên gọi.")).to_be_visible()
    await expect(dialog(page).get_by_text("Giờ kết thúc phải sau giờ bắt đầu.")).to_be_visible()


async def test_an_announcement_reaches_the_phones_and_is_taken_down(stage: Stage, hall: Hall):
    anh = await hall.phone("001")
    page = await stage.console()

    await page.get_by_role("button", name="Hiện thông báo").click()
    await expect(page.get_by_text("Hãy nhập nội dung thông báo.")).to_be_visible()
    await page.get_by_label("Nội dung", exact=True).fill("Mời đại biểu vào hội trường")
    await page.get_by_role("button", name="Hiện thông báo").click()

    await anh.until("floor", lambda floor: floor["announcement_vi"] == "Mời đại biểu vào hội trường")
    await expect(page.get_by_text("Đang hiện:")).to_be_visible()
    await page.get_by_role("button", name="Gỡ xuống").click()
    await anh.until("floor", lambda floor: floor["announcement_vi"] == "")


async def test_whoever_only_watches_has_nothing_to_press(stage: Stage, hall: Hall):
    await hall.hire(Role.TELLER)

    page = await stage.console(Role.TELLER)

    await expect(page.get_by_role("row", name="Nội dung 2")).to_be_visible()
    await expect(page.locator("main").get_by_role("button")).to_have_count(0)


async def test_a_press_without_connection_can_be_tried_again(stage: Stage, hall: Hall):
    page = await stage.console()
    await expect(page.get_by_role("row", name="Nội dung 2")).to_be_visible()

    await page.context.set_offline(True)
    await page.get_by_role("button", name="Chuyển sang: Nội dung 1").first.click()
    await expect(page.get_by_role("alert")).to_contain_text("Không kết nối được máy chủ.")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Thử lại").click()

    await expect(page.get_by_role("region", name="Đang tiến hành")).to_contain_text("Nội dung 1")
    await expect(page.get_by_role("alert")).to_be_empty()
    forgives(stage, "ERR_INTERNET_DISCONNECTED", "WebSocket")

"""
The day of ``docs/organiser-guide.vi.md``, walked as somebody does who has nothing but the guide.

Whatever is pressed here is pressed under the name that the guide gives it, in the guide's order.
"""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.agenda.pdfs import typeset
from tests.congresses import HEADERS, PASSWORD, PEOPLE, Hall
from tests.web.consoles import confirms, dialog
from tests.web.delegates import marks
from tests.web.stage import LAPTOP, Stage

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "organiser-guide.vi.md").read_text()
NAMES = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", GUIDE, re.DOTALL)}


def named(words: str) -> str:
    """A name that the guide gives to something on a page."""
    assert words in NAMES, f"the guide does not speak of “{words}”"
    return words


def called(name: str) -> re.Pattern[str]:
    """A button by the name that is seen; to screen readers it may say whose it is as well: “Phát hành: Báo cáo”."""
    return re.compile(f"^{named(name)}( ?:|$)")


async def presses(where: Page | Locator, *names: str) -> None:
    """Press buttons or links, one after another."""
    for name in names:
        button, link = (where.get_by_role(role, name=called(name)) for role in ("button", "link"))
        await button.or_(link).first.click()


async def opens(page: Page, section: str) -> None:
    """Go to a section of the console."""
    await page.get_by_role("navigation").get_by_role("link", name=named(section), exact=True).click()
    await expect(page.locator("main h1")).to_be_focused()


async def takes(page: Page, step: str) -> None:
    """The big button of a poll, and yes to its question."""
    await page.get_by_role("button", name=called(step)).click()
    await confirms(page, step)


async def test_a_new_organiser_gets_through_the_day_with_the_guide_alone(stage: Stage, hall: Hall):
    await hall.check_in("002", "003")
    desk = await stage.page("/console", LAPTOP)
    await desk.get_by_label("Tên đăng nhập").fill("organiser")
    await desk.get_by_label("Mật khẩu").fill(PASSWORD)
    await desk.keyboard.press("Enter")

    # The evening before.
    await opens(desk, "Đại biểu")
    await presses(desk, "Nhập danh sách")
    await gives_the_list(desk, ["005", "Lý Thị Sen", "khách quý", "02", "Thủ Đức", "1"])
    await expect(desk.get_by_role("alert").filter(has_text=named("… ô cần sửa")[2:])).to_be_visible()
    await expect(desk.get_by_role("table")).to_contain_text("khách quý")
    await gives_the_list(desk, ["005", "Lý Thị Sen", "chính thức", "02", "Thủ Đức", "1"])
    await expect(desk.get_by_role("heading", name=named("Tệp đúng, sẵn sàng nhập"))).to_be_visible()
    await takes(desk, "Nhập danh sách")

    await opens(desk, "Tài khoản")
    await presses(desk, "Thêm thiết bị")
    await dialog(desk).get_by_text(named("Cửa điểm danh"), exact=True).click()
    await dialog(desk).get_by_label(named("Tên")).fill("Cửa Đông")
    await presses(dialog(desk), "Lưu")
    await presses(desk, "Cấp mã ghép nối")
    door = await stage.page("/door")
    await door.get_by_label("Mã ghép nối").fill(await dialog(desk).locator(".code").inner_text())
    await presses(door, "Ghép nối cửa này")
    await expect(door.get_by_text(named("Trực tuyến"))).to_be_visible()
    await dialog(desk).get_by_role("button", name="Đóng").click()

    await opens(desk, "Tài liệu")
    await presses(desk, "Thêm tài liệu")
    await dialog(desk).get_by_label("Tên tài liệu").fill("Báo cáo chính trị")
    await presses(dialog(desk), "Lưu")
    await expect(desk.get_by_role("button", name=named("Tải PDF lên"))).to_be_visible()
    report = {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": typeset("Mở đầu")}
    await desk.locator("input[type=file]").set_input_files(report)
    await takes(desk, "Phát hành")

    # The morning.
    await opens(desk, "Màn hình")
    await presses(desk, "Chào mừng", "Tự động")
    await presses(door, "Tìm theo tên")
    await door.keyboard.insert_text("hong anh")
    await door.get_by_role("button", name="Nguyễn Thị Hồng Ánh").click()
    await door.get_by_role("radio", name="Quên thẻ").check()
    await door.get_by_role("button", name="Cho vào").click()
    await opens(desk, "Điểm danh")
    await expect(desk.get_by_text(named("Đủ điều kiện tiến hành"))).to_be_visible()
    await opens(desk, "Chương trình")
    await desk.get_by_role("button", name=re.compile(named("Chuyển sang"))).first.click()

    # The vote.
    phone = await stage.delegate("001")
    await opens(desk, "Biểu quyết")
    await presses(desk, "Biểu quyết toàn bộ chỉ tiêu")
    await takes(desk, "Công bố nội dung")
    await takes(desk, "Mở biểu quyết")
    await marks(phone, 1, "Tán thành")
    await marks(phone, 2, "Tán thành")
    await presses(phone, "Xem lại và gửi", "Gửi phiếu")
    await expect(phone.get_by_text("Phiếu đã được ghi nhận").first).to_be_visible()
    await expect(desk.get_by_text("1 / 3 người")).to_be_visible()
    await takes(desk, "Kết thúc biểu quyết")
    await takes(desk, "Công bố kết quả")
    await expect(desk.get_by_role("region", name=named("Kết quả"))).to_be_visible()

    # When somebody has lost a badge.
    await opens(desk, "Đại biểu")
    await desk.get_by_label(named("Tìm đại biểu")).fill("hong anh")
    await desk.get_by_role("link", name="Nguyễn Thị Hồng Ánh").click()
    await presses(desk, "Cấp lại thẻ")
    await dialog(desk).get_by_label(named("Lý do")).fill("Mất thẻ ở bãi xe")
    await presses(dialog(desk), "Cấp lại thẻ")
    await expect(dialog(desk).get_by_role("button", name=named("In"), exact=True)).to_be_visible()
    await presses(dialog(desk), "Đã trao, đóng lại")

    # The evening.
    await opens(desk, "Nhật ký")
    await presses(desk, "Kiểm tra chuỗi")
    await expect(desk.get_by_text("Chuỗi nhật ký nguyên vẹn")).to_be_visible()
    await opens(desk, "Ý kiến")
    async with desk.expect_download():
        await presses(desk, "Xuất XLSX")


async def gives_the_list(desk: Page, newcomer: list[str]) -> None:
    """Choose a roster with one more person on it."""
    rows = "\n".join(",".join(row) for row in (HEADERS, *PEOPLE, newcomer))
    content = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    await desk.locator("input[type=file]").set_input_files(content)

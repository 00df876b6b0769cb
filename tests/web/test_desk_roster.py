"""The roster at the console: finding people, importing, badges, credentials."""

import pytest
from playwright.async_api import Page, expect

from api.auth.permissions import Role
from tests.congresses import HEADERS, PEOPLE, Hall
from tests.web.axe import violations
from tests.web.consoles import confirms, dialog, visits
from tests.web.stage import Stage, fits_its_width

NEW = ["005", "Huỳnh Ngọc Phương Thảo", "chính thức", "02", "Thủ Đức", "1"]


async def opens_delegate(page: Page, name: str) -> None:
    await page.get_by_role("row").filter(has_text=name).get_by_role("button").click()


async def chooses(page: Page, *rows: list[str]) -> None:
    content = "\n".join(",".join(row) for row in [HEADERS, *rows]).encode()
    file = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": content}
    await dialog(page).locator("input[type=file]").set_input_files(file)


async def test_people_are_found_without_tone_marks(stage: Stage):
    page = await stage.console()
    await visits(page, "roster")
    await expect(page.get_by_role("row")).to_have_count(len(PEOPLE) + 1)

    await page.get_by_label("Tìm theo tên hoặc số").fill("do van d")

    await expect(page.get_by_role("row")).to_have_count(2)
    await expect(page.get_by_role("row").last).to_contain_text("Đỗ Văn Đạt")


async def test_errors_are_shown_at_their_cells_and_a_good_file_is_imported(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster")
    await page.get_by_role("button", name="Nhập danh sách").click()

    await chooses(page, *PEOPLE, ["", "Người thiếu số", "chính thức", "02", "Thủ Đức", "nhiều"])
    rows = dialog(page).get_by_role("row")
    await expect(rows.filter(has_text="Số đại biểu")).to_contain_text("8")
    await expect(rows.filter(has_text="Số phiếu")).to_contain_text("không phải là số")
    await expect(dialog(page).get_by_role("button", name="Nhập 1 người")).to_have_count(0)

    await chooses(page, *PEOPLE, NEW)
    await expect(dialog(page)).to_contain_text("Thêm 1, sửa 0, giữ nguyên 6.")
    await dialog(page).get_by_role("button", name="Nhập 1 người").click()

    await expect(page.get_by_role("row").filter(has_text="Huỳnh Ngọc Phương Thảo")).to_contain_text("Chưa có thẻ")
    console = await hall.console()
    assert len((await console.get("/delegates"))["items"]) == len(PEOPLE) + 1


async def test_a_reissued_badge_is_shown_once_and_the_old_one_opens_no_door(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster")
    await opens_delegate(page, "Đỗ Văn Đạt")
    await dialog(page).get_by_role("button", name="Cấp lại thẻ").click()
    await expect(dialog(page)).to_contain_text("mất hiệu lực ngay")
    await dialog(page).get_by_label("Lý do").fill("Mất thẻ")
    await dialog(page).get_by_role("button", name="Cấp lại thẻ").click()

    await expect(dialog(page).get_by_role("img", name="Mã QR trên thẻ")).to_have_js_property("complete", True)
    await expect(dialog(page).locator(".pin")).to_contain_text("PIN")
    door = await hall.door()
    assert (await door.scans(hall.issued["002"].code))["verdict"] == "revoked"


async def test_who_is_rejected_is_marked_so_with_a_reason_in_the_journal(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster")
    await opens_delegate(page, "Trần Minh Khang")
    await dialog(page).get_by_role("button", name="Không công nhận tư cách").click()
    await dialog(page).get_by_label("Lý do").fill("Không đủ hồ sơ")
    await confirms(page, "Không công nhận tư cách")

    await expect(page.get_by_role("row").filter(has_text="Trần Minh Khang")).to_contain_text("Không công nhận")
    newest = (await (await hall.console()).get("/journal"))["items"]
    assert any(one["action"] == "credentials.decided" for one in newest)


async def test_an_alternate_takes_a_place(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster")
    await opens_delegate(page, "Phạm Quốc Bình")
    await dialog(page).get_by_role("button", name="Cho thay thế đại biểu").click()
    await dialog(page).get_by_label("Số của đại biểu được thay").fill("999")
    await dialog(page).get_by_label("Lý do").fill("Vắng cả đại hội")
    await dialog(page).get_by_role("button", name="Cho thay thế").click()
    await expect(dialog(page).get_by_role("alert")).to_contain_text("Không có đại biểu chính thức nào mang số này.")

    await dialog(page).get_by_label("Số của đại biểu được thay").fill("003")
    await dialog(page).get_by_role("button", name="Cho thay thế").click()

    await expect(page.get_by_role("row").filter(has_text="Phạm Quốc Bình")).to_contain_text("Chính thức")


async def test_an_absence_is_excused_and_the_report_adds_up(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster")
    await opens_delegate(page, "Lê Thị Ngọc Hân")
    await dialog(page).get_by_role("button", name="Ghi vắng có lý do").click()
    await dialog(page).get_by_label("Lý do").fill("Công tác đột xuất")
    await dialog(page).get_by_role("button", name="Ghi vắng có lý do").click()
    await expect(dialog(page)).to_have_count(0)
    assert (await (await hall.console()).get("/presence"))["excused"] == 1

    await page.get_by_role("button", name="Báo cáo thẩm tra").click()

    await expect(page.get_by_role("heading", level=1, name="Báo cáo thẩm tra")).to_be_focused()
    await expect(page.get_by_role("definition").first).to_have_text("4")
    assert await violations(page) == []


async def test_missing_badges_are_printed_as_one_file(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster")
    await page.get_by_role("button", name="In thẻ còn thiếu").click()

    async with page.expect_download(timeout=60_000) as download:
        await confirms(page, "In thẻ còn thiếu")

    assert (await download.value).suggested_filename == "the-dai-bieu.pdf"


async def test_a_teller_sees_the_list_and_changes_nothing(stage: Stage, hall: Hall):
    await hall.hire(Role.TELLER)
    page = await stage.console(Role.TELLER)
    await visits(page, "roster")
    await opens_delegate(page, "Đỗ Văn Đạt")

    await expect(dialog(page).get_by_role("button")).to_have_text(["Đóng"])
    await dialog(page).get_by_role("button", name="Đóng").click()
    await expect(page.get_by_role("button", name="Nhập danh sách")).to_have_count(0)


@pytest.mark.parametrize(("theme", "language"), [("light", "vi"), ("dark", "en")])
async def test_the_roster_is_accessible_and_fits(stage: Stage, theme: str, language: str):
    page = await stage.console(size=(768, 1024), theme=theme, language=language)
    await visits(page, "roster")
    await expect(page.get_by_role("row")).to_have_count(len(PEOPLE) + 1)

    assert await violations(page) == []
    for width in (768, 1024, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await fits_its_width(page), width

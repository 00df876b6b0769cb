"""The console's shell: signing in, the parts of each role, the strip, shortcuts, a lost connection."""

import re

import pytest
from playwright.async_api import Page, expect

from api.auth.permissions import Role
from tests.congresses import ALL_FOR, PASSWORD, Hall, a_motion
from tests.web.consoles import an_open_poll, dialog, forgives, visits
from tests.web.stage import LAPTOP, Stage

SECTIONS = {
    Role.ORGANISER: "Chương trình|Biểu quyết|Điểm danh|Màn hình|Đại biểu|Tài liệu|Ý kiến|Nhật ký|Tài khoản",
    Role.CHAIR: "Chương trình|Biểu quyết|Điểm danh|Màn hình|Đại biểu|Ý kiến|Nhật ký",
    Role.SECRETARY: "Chương trình|Biểu quyết|Điểm danh|Màn hình|Đại biểu|Tài liệu|Ý kiến",
    Role.TELLER: "Chương trình|Biểu quyết|Điểm danh|Đại biểu|Nhật ký",
    Role.CREDENTIALS: "Chương trình|Biểu quyết|Điểm danh|Đại biểu|Nhật ký",
}


async def signs_in(page: Page, login: str, password: str) -> None:
    await page.get_by_label("Tên đăng nhập").fill(login)
    await page.get_by_label("Mật khẩu").fill(password)
    await page.get_by_role("button", name="Đăng nhập").click()


async def test_a_wrong_password_is_said_and_can_be_corrected(stage: Stage):
    page = await stage.page("/console", LAPTOP)

    await signs_in(page, "organiser", "sai mat khau")
    await expect(page.get_by_role("alert")).to_contain_text("Thông tin đăng nhập không khớp")
    await signs_in(page, "organiser", PASSWORD)

    await expect(page.get_by_role("heading", name="Chương trình", exact=True)).to_be_visible()
    assert await page.title() == "Chương trình · Bàn điều hành Diên Hồng"
    forgives(stage, "401")


async def test_too_many_attempts_are_counted_down(stage: Stage):
    page = await stage.page("/console", LAPTOP)

    sign_in, waiting = page.get_by_role("button", name="Đăng nhập"), page.get_by_role("button", name="Đợi")
    for _ in range(30):
        await signs_in(page, "organiser", "sai mat khau")
        await expect(page.get_by_text("không khớp").or_(waiting)).to_be_visible()
        if await waiting.count():
            break

    await expect(waiting).to_have_count(0, timeout=60_000)
    await expect(sign_in).to_be_enabled()
    forgives(stage, "401", "429")


@pytest.mark.parametrize("role", SECTIONS)
async def test_each_role_sees_its_own_part(stage: Stage, hall: Hall, role: Role):
    if role is not Role.ORGANISER:
        await hall.hire(role)

    page = await stage.console(role)

    sections = page.get_by_role("navigation").get_by_role("link")
    await expect(sections).to_have_text(SECTIONS[role].split("|"))


async def test_a_section_of_another_role_is_not_there_by_address_either(stage: Stage, hall: Hall):
    await hall.hire(Role.TELLER)
    page = await stage.console(Role.TELLER)

    await visits(page, "screens")

    await expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()


async def test_the_strip_says_how_things_stand_wherever_one_is(stage: Stage, hall: Hall):
    await hall.check_in("001", "002")
    console = await hall.console()
    page = await stage.console()
    strip = page.get_by_label("Tình hình lúc này")
    await visits(page, "screens")

    await expect(strip).to_contain_text("2 / cần 3")
    await expect(strip).to_contain_text("Chưa đủ")
    await hall.check_in("003")
    await expect(strip).to_contain_text("Đủ điều kiện")
    await console.put("/programme/current-item", {"id": str(hall.item_ids[1])})
    await expect(strip).to_contain_text("Nội dung 2")
    poll = await console.prepares(a_motion(seconds=600))
    await console.takes(poll, "announce", "open")
    await expect(strip).to_contain_text(re.compile(r"9:\d\d"))
    await (await hall.phone("001")).cast(poll, ALL_FOR)
    await expect(strip).to_contain_text("1 / 3 phiếu")
    await console.takes(poll, "close")
    await expect(strip).to_contain_text("Không có cuộc nào đang mở")


async def test_shortcuts_are_listed_go_places_and_can_be_switched_off(stage: Stage):
    page = await stage.console()
    await expect(page.locator("main h1")).to_be_focused()

    await page.keyboard.press("?")
    await expect(dialog(page)).to_contain_text("Đến phần “Màn hình”")
    await page.keyboard.press("Escape")
    await page.keyboard.type("gm")
    await expect(page.get_by_role("heading", name="Màn hình", exact=True)).to_be_focused()

    await page.keyboard.press("?")
    await dialog(page).get_by_label("Dùng phím tắt trên máy này").uncheck()
    await dialog(page).get_by_role("button", name="Đóng").click()
    await page.keyboard.type("gd")
    await page.keyboard.press("?")
    await expect(page.get_by_role("heading", name="Màn hình", exact=True)).to_be_visible()
    await expect(dialog(page)).to_have_count(0)


async def test_letters_that_somebody_writes_are_no_shortcuts(stage: Stage):
    page = await stage.console()

    await page.get_by_label("Nội dung", exact=True).press_sequentially("gm?")

    await expect(page.get_by_role("heading", name="Chương trình", exact=True)).to_be_visible()
    await expect(dialog(page)).to_have_count(0)


async def test_the_skip_link_leads_past_the_navigation(stage: Stage):
    page = await stage.console()
    await expect(page.locator("main h1")).to_be_focused()
    await page.evaluate("document.activeElement.blur()")

    skip = page.get_by_role("button", name="Đến nội dung chính")
    await skip.focus()
    await page.keyboard.press("Enter")

    await expect(page.locator("main")).to_be_focused()


async def test_somebody_signs_out_and_is_out(stage: Stage):
    page = await stage.console()

    await page.get_by_text("Người organiser").click()
    await page.get_by_role("button", name="Đăng xuất").click()

    await expect(page.get_by_role("heading", name="Đăng nhập bàn điều hành")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Đăng nhập bàn điều hành")).to_be_visible()


async def test_language_and_theme_are_changed_and_remembered(stage: Stage):
    page = await stage.console()

    await page.get_by_text("Người organiser").click()
    await page.get_by_text("Tối", exact=True).click()
    await page.get_by_text("English", exact=True).click()

    await expect(page.get_by_role("heading", name="Run of show", exact=True)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    assert await page.title() == "Run of show · Diên Hồng console"


async def test_a_lost_connection_is_said_and_heals(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    page = await stage.console()
    await visits(page, "polls", poll)
    await expect(page.get_by_text("0 / 3 người")).to_be_visible()

    await page.context.set_offline(True)
    await page.evaluate("dispatchEvent(new Event('online'))")  # have the socket asked at once whether it still lives
    await expect(page.get_by_text("Mất kết nối")).to_be_visible(timeout=20_000)
    await (await hall.phone("001")).cast(poll, ALL_FOR)
    await page.context.set_offline(False)

    await expect(page.get_by_text("1 / 3 người")).to_be_visible(timeout=20_000)
    await expect(page.get_by_text("Mất kết nối")).to_have_count(0)
    forgives(stage, "ERR_INTERNET_DISCONNECTED", "WebSocket")

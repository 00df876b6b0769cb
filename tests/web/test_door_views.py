"""How the door station looks and is operated: sizes, languages, themes, keyboard, screen readers."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update

from delegates.models import Delegate, Delegation
from tests.congresses import Hall
from tests.web.axe import violations_in_both_themes
from tests.web.doors import answer_on, at_the_door, scans
from tests.web.stage import LAPTOP, Language, Stage, fits_its_width

SMALL = (320, 640)
Show = Callable[[Page, Hall], Awaitable[object]]


async def shows_home(page: Page, hall: Hall) -> None:
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def shows_welcome(page: Page, hall: Hall) -> None:
    await scans(page, hall.issued["001"].code)


async def shows_second_look(page: Page, hall: Hall) -> None:
    await scans(page, hall.issued["KM01"].code)


async def shows_refusal(page: Page, hall: Hall) -> None:
    await scans(page, "7" * 26)


async def shows_search(page: Page, hall: Hall) -> None:
    await page.get_by_role("button", name=re.compile("Tìm theo tên|Find by name")).click()
    await page.keyboard.insert_text("thi")
    await expect(page.get_by_role("listitem").first).to_be_visible()


async def shows_reasons(page: Page, hall: Hall) -> None:
    await shows_search(page, hall)
    await page.get_by_role("dialog").get_by_role("listitem").first.get_by_role("button").click()
    await expect(page.get_by_role("radio", name=re.compile("Quên thẻ|left at home"))).to_be_visible()


async def shows_settings(page: Page, hall: Hall) -> None:
    await page.get_by_role("button", name=re.compile("^(Cài đặt|Settings)$")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def shows_undo(page: Page, hall: Hall) -> None:
    await scans(page, hall.issued["001"].code)
    await answer_on(page).get_by_role("button", name=re.compile("Hoàn tác|Undo")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


VIEWS: dict[str, Show] = {
    "home": shows_home,
    "welcome": shows_welcome,
    "second look": shows_second_look,
    "refusal": shows_refusal,
    "search": shows_search,
    "reasons": shows_reasons,
    "settings": shows_settings,
    "undo": shows_undo,
}


@pytest.fixture
async def long_names(hall: Hall) -> None:
    """Everybody bears the longest real names, from the longest delegations."""
    async with hall.sessions.begin() as session:
        await session.execute(
            update(Delegate).values(
                full_name="Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên",
                unit="Công đoàn Tổng Công ty Cơ khí Giao thông Vận tải Sài Gòn – Trách nhiệm hữu hạn Một thành viên",
                position="Phó Chủ tịch Thường trực Ủy ban Kiểm tra Công đoàn cấp trên trực tiếp cơ sở",
                seat="KHU-A-112",
            )
        )
        await session.execute(
            update(Delegation).values(name="Đoàn đại biểu Công đoàn các Khu chế xuất và Công nghiệp Thành phố")
        )


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_view_is_accessible(stage: Stage, hall: Hall, language: Language):
    page = await stage.page("/door", language=language)
    await expect(page.get_by_role("textbox")).to_be_visible()
    found = {"sign-in": await violations_in_both_themes(page)}
    page = await stage.door(language=language)
    for view, show in VIEWS.items():
        await shows_home(page, hall)
        await show(page, hall)
        found[view] = await violations_in_both_themes(page)
        await page.reload()  # back to the beginning

    assert found == {view: [] for view in found}


@pytest.mark.parametrize("size", [SMALL, LAPTOP], ids=["320×640", "1280×800"])
@pytest.mark.usefixtures("long_names")
async def test_nothing_scrolls_sideways_with_the_longest_names(stage: Stage, hall: Hall, size: tuple[int, int]):
    page = await stage.page("/door", size)
    await expect(page.get_by_role("textbox")).to_be_visible()
    fitting = {"sign-in": await fits_its_width(page)}
    page = await at_the_door(stage, "Cửa Bắc – Sảnh lớn tầng trệt, phía đường Lê Duẩn", size=size)
    for view, show in VIEWS.items():
        await show(page, hall)
        fitting[view] = await fits_its_width(page)
        await page.reload()
        await shows_home(page, hall)

    assert fitting == dict.fromkeys(fitting, True)


@pytest.mark.usefixtures("long_names")
async def test_what_to_do_is_seen_without_scrolling_on_the_smallest_phone(stage: Stage, hall: Hall):
    page = await at_the_door(stage, size=SMALL)

    await scans(page, hall.issued["001"].code)

    await expect(answer_on(page).get_by_text("Mời đại biểu vào hội trường")).to_be_in_viewport(ratio=1)


async def test_targets_are_large_enough_for_a_thumb(stage: Stage, hall: Hall):
    page = await at_the_door(stage, size=SMALL)
    await scans(page, hall.issued["001"].code)

    small = await page.evaluate(
        """() => [...document.querySelectorAll("button, input")]
            .map((one) => [one.innerText || one.ariaLabel || one.value, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < 47.5 || box.height < 47.5))
            .map(([name, box]) => `${name} ${box.width}×${box.height}`)"""
    )

    assert small == []


async def test_the_answer_is_said_to_screen_readers_and_goes_by_itself_or_with_escape(stage: Stage, hall: Hall):
    page = await at_the_door(stage)

    await scans(page, hall.issued["001"].code)

    await expect(page.get_by_role("alert")).to_contain_text("Mời vào. Nguyễn Thị Hồng Ánh. Đã ghi nhận.")
    await expect(answer_on(page)).to_have_count(0)
    await scans(page, hall.issued["002"].code)
    await page.keyboard.press("Escape")
    await expect(answer_on(page)).to_have_count(0, timeout=1_000)


async def test_the_whole_door_works_by_keyboard(stage: Stage, hall: Hall):
    page = await at_the_door(stage, size=LAPTOP)
    await expect(page.get_by_role("heading", name="Cửa A")).to_be_focused()
    for _ in range(2):  # settings, direction
        await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="Ra")).to_be_checked()
    await page.keyboard.press("ArrowLeft")
    for _ in range(2):  # camera, code
        await page.keyboard.press("Tab")
    await expect(page.get_by_label("Mã thẻ")).to_be_focused()
    for _ in range(2):  # check, search
        await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.insert_text("khang")
    await expect(page.get_by_role("button", name="Trần Minh Khang")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.get_by_role("radio", name="Quên thẻ").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Cho vào").press("Space")

    await expect(answer_on(page)).to_contain_text("Trần Minh Khang")


async def test_language_theme_and_sound_are_chosen_in_the_settings_and_remembered(stage: Stage, hall: Hall):
    page = await at_the_door(stage)
    await shows_settings(page, hall)
    await page.get_by_role("radio", name="Tối").check()
    await page.get_by_role("group", name="Âm thanh").get_by_role("radio", name="Tắt").check()
    await page.get_by_role("button", name="Đóng").click()
    await page.reload()
    await shows_home(page, hall)
    await shows_settings(page, hall)

    await expect(page.get_by_role("radio", name="Tối")).to_be_checked()
    await expect(page.get_by_role("group", name="Âm thanh").get_by_role("radio", name="Tắt")).to_be_checked()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"
    await page.get_by_role("radio", name="English").check()
    await expect(page.get_by_role("heading", name="Settings of this door")).to_be_visible()
    await expect(page).to_have_title("Cửa A · Check-in · Diên Hồng")


async def test_without_a_camera_the_page_says_what_to_do(stage: Stage):
    page = await at_the_door(stage)
    await page.get_by_role("button", name="Bật camera").click()

    await expect(page.get_by_text(re.compile("cho phép Camera|Hãy cắm camera"))).to_be_visible()
    await expect(page.get_by_role("button", name="Thử lại")).to_be_visible()

"""Every view of the delegate's page: for all eyes, all thumbs, all languages."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update

from agenda.models import AgendaItem
from delegates.models import Delegate, Delegation
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.web.axe import violations_in_both_themes
from tests.web.delegates import goes, opens, publishes, sees_view, too_wide
from tests.web.stage import Language, Stage

LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Hoàng Phương Thảo Nguyên Bảo Trân Nghiêm"
LONG_DELEGATION = "Công đoàn Các khu chế xuất và công nghiệp Thành phố Hồ Chí Minh (Tăng Nhơn Phú)"
LONG_TITLE = (
    "Phấn đấu đến năm 2030, ít nhất 85% doanh nghiệp có tổ chức công đoàn thương lượng, ký kết thỏa ước tập thể"
)


@pytest.fixture
async def views(hall: Hall) -> list[tuple[Any, ...]]:
    """The addresses of all views of a congress in which something has happened, with the longest names."""
    document_id = await publishes(hall, LONG_TITLE, "Trang một", "Trang hai", item_ids=[hall.item_ids[0]])
    async with hall.sessions.begin() as session:
        await session.execute(update(Delegate).values(full_name=LONG_NAME, seat="A-01-23"))
        await session.execute(update(Delegation).values(name=LONG_DELEGATION))
        await session.execute(update(AgendaItem).values(title_vi=LONG_TITLE, presenter=LONG_NAME))
    await hall.check_in("001", "002")
    phone = await hall.phone("001")
    await phone.opines("amend", "Đề nghị làm rõ.", item_id=str(hall.item_ids[0]))
    poll_id = await opens(hall, a_motion(LONG_TITLE))
    await phone.cast(poll_id, ALL_FOR)
    console = await hall.console()
    await console.takes(poll_id, "close", "publish")
    await console.post(
        "/announcement", {"text_vi": "Mời các đồng chí ổn định chỗ ngồi.", "text_en": "Please be seated."}
    )
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})
    return [
        ("now",),
        ("programme",),
        ("programme", hall.item_ids[0]),
        ("documents",),
        ("documents", document_id),
        ("targets",),
        ("result", poll_id),
        ("me",),
        ("ballots",),
        ("opinions",),
    ]


async def shows(page: Page, view: tuple[Any, ...]) -> None:
    """Go to a view and wait until its content is there."""
    await goes(page, *view)
    await expect(page.locator("main h1")).to_be_visible()
    await expect(page.locator("main .loading")).to_have_count(0)
    await page.evaluate("document.fonts.ready")
    if view == ("now",):
        await expect(page.locator("main").get_by_text(re.compile("Kết quả mới nhất|Latest result"))).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_no_view_has_a_barrier(stage: Stage, views: list[tuple[Any, ...]], language: Language):
    page = await stage.delegate("001", language=language)

    for view in views:
        await shows(page, view)
        assert await violations_in_both_themes(page) == [], view


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_neither_signing_in_nor_the_paper_nor_an_opinion_has_a_barrier(
    stage: Stage, hall: Hall, language: Language
):
    page = await stage.page("/", language=language)
    await expect(page.locator("main h1")).to_be_visible()
    assert await violations_in_both_themes(page) == []
    await page.goto(f"/B/{hall.issued['001'].code}")
    await expect(page.locator("input")).to_be_visible()
    assert await violations_in_both_themes(page) == []

    await hall.check_in("001")
    page = await stage.delegate("001", language=language)
    await goes(page, "programme", hall.item_ids[0])
    await page.locator("main button").last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await violations_in_both_themes(page) == []
    await page.keyboard.press("Escape")

    poll_id = await opens(hall, a_motion(LONG_TITLE, questions=3))
    await sees_view(page, LONG_TITLE)
    assert await violations_in_both_themes(page) == []
    await page.get_by_role("button", name=re.compile("Tán thành tất cả|All for")).click()
    await page.get_by_role("button", name=re.compile("Xem lại|Review")).click()
    assert await violations_in_both_themes(page) == []
    await page.get_by_role("button", name=re.compile("^Gửi phiếu|^Send ballot")).click()
    await expect(page.get_by_text(re.compile("Mã phiếu|Ballot "))).to_be_visible()
    assert await violations_in_both_themes(page) == []
    await (await hall.console()).takes(poll_id, "close")


@pytest.mark.parametrize(("size", "text"), [((320, 640), "normal"), ((320, 640), "largest"), ((1280, 800), "normal")])
async def test_no_view_scrolls_sideways_with_the_longest_names(
    stage: Stage, hall: Hall, views: list[tuple[Any, ...]], size: tuple[int, int], text: str
):
    page = await stage.delegate("001", size)
    await page.evaluate("(size) => localStorage.setItem('dienhong.text-size', size)", text)
    await page.reload()

    for view in views:
        await shows(page, view)
        assert await too_wide(page) == [], view
    await opens(hall, a_motion(LONG_TITLE, questions=3))
    await sees_view(page, LONG_TITLE)
    assert await too_wide(page) == []


async def test_text_at_twice_its_size_fits_too(stage: Stage, hall: Hall, views: list[tuple[Any, ...]]):
    page = await stage.delegate("001", (320, 640))
    await page.evaluate("document.documentElement.style.fontSize = '200%'")

    for view in views:
        await shows(page, view)
        assert await too_wide(page) == [], view
    await opens(hall, a_motion(LONG_TITLE, questions=3))
    await sees_view(page, LONG_TITLE)
    assert await too_wide(page) == []


async def test_fingers_find_everything_on_the_paper(stage: Stage, hall: Hall):
    await hall.check_in("001")
    page = await stage.delegate("001", (320, 640))
    await opens(hall, a_motion(LONG_TITLE, questions=3))
    await sees_view(page, LONG_TITLE)

    targets = page.locator("main button:visible, main label:visible, nav a")
    for target in await targets.all():
        box = await target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48, await target.inner_text()


async def test_titles_and_focus_follow_the_view(stage: Stage):
    page = await stage.delegate("001")
    await sees_view(page, "Phiên thứ nhất")

    await page.get_by_role("link", name="Tài liệu").click()

    await expect(page.get_by_role("heading", level=1, name="Tài liệu")).to_be_focused()
    await expect(page).to_have_title("Tài liệu · Diên Hồng")
    await expect(page.get_by_role("link", name="Tài liệu", exact=True)).to_have_attribute("aria-current", "page")


async def test_a_ballot_is_cast_with_the_keyboard_alone(stage: Stage, hall: Hall):
    await hall.check_in("001")
    page = await stage.delegate("001")
    poll_id = await opens(hall, a_motion(LONG_TITLE))
    await sees_view(page, LONG_TITLE)

    await page.keyboard.press("Tab")
    await expect(page.get_by_role("radio", name="Tán thành", exact=True)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("radio", name="Không tán thành")).to_be_checked()
    for _ in range(2):  # past "leave blank"
        await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Gửi phiếu: Không tán thành")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("Phiếu đã được ghi nhận").first).to_be_visible()
    await (await hall.console()).takes(poll_id, "close")


async def test_language_theme_and_size_change_at_once_and_are_remembered(stage: Stage):
    page = await stage.delegate("001")
    await goes(page, "me")

    await page.get_by_role("radio", name="Tối").check()
    await page.get_by_role("radio", name="Rất lớn").check()
    await page.get_by_role("radio", name="English").check()

    root = page.locator("html")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Me")
    await expect(root).to_have_attribute("lang", "en")
    await expect(root).to_have_attribute("data-theme", "dark")
    await expect(root).to_have_attribute("data-text-size", "largest")
    assert await page.evaluate("[localStorage['dienhong.theme'], localStorage['dienhong.text-size']]") == [
        "dark",
        "largest",
    ]

"""How the console looks to those who see it differently: axe, and narrow tablets with the longest names."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update

from agenda.models import AgendaItem, Congress, Sitting
from delegates.models import Delegate, Delegation
from realtime.touch import touch
from tests.congresses import Hall, a_motion
from tests.web.axe import violations, violations_in_both_themes
from tests.web.consoles import LONG_TITLE, a_published_poll, an_open_poll, dialog, visits
from tests.web.stage import LAPTOP, TABLET, Language, Stage, fits_its_width

PORTRAIT = (768, 1024)


async def a_busy_congress(hall: Hall) -> list[tuple[str, ...]]:
    """Something in every section; the views to look at."""
    published = await a_published_poll(hall, LONG_TITLE[:290])
    opened = await an_open_poll(hall, present=(), title=LONG_TITLE[:280])
    console = await hall.console()
    draft = await console.prepares(a_motion("Bản nháp", questions=2))
    await console.post("/announcement", {"text_vi": LONG_TITLE, "text_en": "Please take your seats"})
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})
    polls = [("polls",), ("polls", published), ("polls", opened), ("polls", draft), ("polls", draft, "edit")]
    return [("programme",), *polls, ("presence",), ("screens",)]


async def lengthens_all_names(hall: Hall) -> None:
    """The longest names that the congress may meet, everywhere."""
    person = "Công Tằng Tôn Nữ Hoàng Thị Nguyễn Phước Bảo Quỳnh Như"
    place = "Công đoàn cơ sở Tổng công ty Nông nghiệp Sài Gòn – Trách nhiệm hữu hạn một thành viên"
    async with hall.sessions.begin() as session:
        await session.execute(update(Congress).values(name_vi=LONG_TITLE))
        await session.execute(update(Sitting).values(title_vi=LONG_TITLE[:200]))
        await session.execute(
            update(AgendaItem).values(title_vi=LONG_TITLE, presenter=place, began_at=datetime.now(UTC))
        )
        await session.execute(update(Delegate).values(full_name=person))
        await session.execute(update(Delegation).values(name=place))
        await touch(session, "programme", "floor", "presence", "stations")


async def settles(page: Page) -> None:
    """Wait until nothing is loading or changing its colour any more."""
    await expect(page.get_by_text("Đang tải…").or_(page.get_by_text("Loading…"))).to_have_count(0)
    await expect(page.locator("main .primary:disabled")).to_have_count(0)
    await page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => animation.finished))")


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_axe_finds_nothing_in_any_view(stage: Stage, hall: Hall, language: Language):
    views = await a_busy_congress(hall)
    signing_in = await stage.page("/console", LAPTOP, language=language, reduced_motion="reduce")
    await expect(signing_in.locator("h1")).to_be_visible()
    assert await violations_in_both_themes(signing_in) == []
    page = await stage.console(language=language, reduced_motion="reduce")

    for view in views:
        await visits(page, *view)
        await settles(page)
        assert await violations_in_both_themes(page) == [], view


async def test_axe_finds_nothing_in_menus_and_dialogs(stage: Stage, hall: Hall):
    await a_busy_congress(hall)
    page = await stage.console(reduced_motion="reduce")

    await page.get_by_text("Người organiser").click()
    assert await violations(page) == []
    await page.get_by_role("button", name="Phím tắt").click()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    for opener in ("Thêm phiên", "Thêm nội dung"):
        await page.get_by_role("button", name=opener).first.click()
        await dialog(page).get_by_role("button", name="Lưu").click()
        assert await violations(page) == [], opener
        await page.keyboard.press("Escape")
    await visits(page, "polls")
    await page.get_by_role("button", name="Kết thúc biểu quyết").click()
    assert await violations(page) == []


@pytest.mark.parametrize("size", [PORTRAIT, TABLET, LAPTOP])
async def test_nothing_scrolls_sideways_with_the_longest_names(stage: Stage, hall: Hall, size: tuple[int, int]):
    views = await a_busy_congress(hall)
    await lengthens_all_names(hall)
    page = await stage.console(size=size)

    for view in views:
        await visits(page, *view)
        await settles(page)
        assert await fits_its_width(page), view


async def test_text_of_twice_the_size_still_fits(stage: Stage, hall: Hall):
    views = await a_busy_congress(hall)
    page = await stage.console(size=TABLET)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")

    for view in views:
        await visits(page, *view)
        await settles(page)
        assert await fits_its_width(page), view

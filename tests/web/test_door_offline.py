"""The door station without a server: it decides by itself, keeps everything, and comes level again."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, Route, expect
from sqlalchemy import select

from delegates.models import Scan
from tests.congresses import Hall
from tests.web.cables import Cable
from tests.web.doors import answer_on, answered, at_the_door, is_online, last_scans, scans, turns_to
from tests.web.stage import Stage


@pytest.fixture
async def cable(hall: Hall) -> AsyncIterator[Cable]:
    """Between the doors and the server."""
    async with Cable(hall.servers[0].address) as cable:
        yield cable


@pytest.fixture
async def other_cable(hall: Hall) -> AsyncIterator[Cable]:
    """That of another door."""
    async with Cable(hall.servers[0].address) as cable:
        yield cable


@pytest.fixture
async def stage(hall: Hall, browser: Browser, cable: Cable, other_cable: Cable) -> AsyncIterator[Stage]:
    """Pages whose browser may log that a connection failed, for here they do; anything else is a fault."""
    async with Stage(hall, browser, keeps_pages=True) as stage:
        yield stage
    lost = ("console: Failed to load resource: net::ERR_", "console: WebSocket connection to ")
    assert [fault for fault in stage.faults if not fault.startswith(lost)] == []


async def behind(cable: Cable, stage: Stage, name: str = "Cửa A") -> Page:
    """A door station at the far end of the cable."""
    page = await at_the_door(stage, name)
    await page.goto(f"{cable.address}/door")
    await is_online(page)
    return page


async def cut(cable: Cable, *pages: Page) -> None:
    """Cut the cable; the pages have noticed."""
    cable.cut()
    for page in pages:
        await expect(page.get_by_text("Ngoại tuyến", exact=True)).to_be_visible()


async def mend(cable: Cable, *pages: Page) -> None:
    """Mend it; everything that waited has been sent."""
    cable.mend()
    for page in pages:
        await expect(page.get_by_text("Trực tuyến")).to_be_visible(timeout=20_000)
        await expect(page.get_by_text("chờ gửi")).to_have_count(0, timeout=20_000)


async def rows(hall: Hall) -> list[Scan]:
    """All scans that the server has, in the order of their arrival."""
    async with hall.sessions() as session:
        return list(await session.scalars(select(Scan).order_by(Scan.id)))


async def present(hall: Hall) -> int:
    return int((await (await hall.console()).get("/presence"))["present"])


async def test_without_a_server_the_door_decides_records_and_synchronises_later(stage: Stage, hall: Hall, cable: Cable):
    page = await behind(cable, stage)
    await cut(cable, page)

    first, again = await scans(page, hall.issued["001"].code), await scans(page, hall.issued["002"].code)
    unknown = await scans(page, "7" * 26)
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("3 chờ gửi")).to_be_visible()
    assert await rows(hall) == []
    await mend(cable, page)

    assert [one.verdict for one in (first, again, unknown)] == ["ok", "ok", "unknown_code"]
    assert "Ngoại tuyến: đã ghi, sẽ đồng bộ" in first.words
    assert "Nguyễn Thị Hồng Ánh" in first.words
    assert [(row.verdict, row.offline) for row in await rows(hall)] == [
        ("ok", True),
        ("ok", True),
        ("unknown_code", True),
    ]
    assert await present(hall) == 2


async def test_the_same_badge_twice_at_an_offline_door_is_already_present(stage: Stage, hall: Hall, cable: Cable):
    page = await behind(cable, stage)
    await cut(cable, page)
    await scans(page, hall.issued["001"].code)
    await scans(page, hall.issued["002"].code)
    await turns_to(page, "exit")
    await turns_to(page, "entry")  # or the scanner's second reading would be taken for the first one

    answer = await scans(page, hall.issued["001"].code)

    assert (answer.verdict, answer.signal) == ("already_present", "heed")
    assert "Cửa A" in answer.words
    await mend(cable, page)
    assert await present(hall) == 2


async def test_a_killed_tab_loses_nothing(stage: Stage, hall: Hall, cable: Cable):
    page = await behind(cable, stage)
    await cut(cable, page)
    await scans(page, hall.issued["001"].code)
    await scans(page, hall.issued["KM01"].code)
    await page.close()
    cable.mend()

    page = await page.context.new_page()
    await page.goto(f"{cable.address}/door")

    await expect(last_scans(page)).to_have_count(2)
    await mend(cable, page)
    assert [row.verdict for row in await rows(hall)] == ["ok", "ok"]


async def test_a_reload_without_the_server_keeps_the_queue_and_the_roster(stage: Stage, hall: Hall):
    page = await at_the_door(stage)

    async def refuse(route: Route) -> None:
        await route.abort("connectionrefused")

    await page.context.route("**/api/**", refuse)
    await page.context.route_web_socket("**/api/**", lambda socket: socket.close())
    await scans(page, hall.issued["001"].code)
    await page.reload()

    await expect(page.get_by_role("heading", name="Cửa A")).to_be_visible()
    await expect(page.get_by_text("1 chờ gửi")).to_be_visible()
    assert (await scans(page, hall.issued["002"].code)).verdict == "ok"
    await page.context.unroute("**/api/**")
    await page.reload()
    await expect(last_scans(page)).to_have_count(2)
    await expect(page.get_by_text("chờ gửi")).to_have_count(0, timeout=20_000)
    assert sorted(str(row.verdict) for row in await rows(hall)) == ["ok", "ok"]


async def test_after_two_seconds_without_an_answer_the_door_decides_and_the_scan_counts_once(
    stage: Stage, hall: Hall, cable: Cable
):
    page = await behind(cable, stage)
    cable.clog()  # the question arrives and is recorded; its answer does not come

    slow = await scans(page, hall.issued["001"].code)
    quick = await scans(page, hall.issued["002"].code)
    cable.unclog()
    await mend(cable, page)

    assert (slow.verdict, quick.verdict) == ("ok", "ok")
    assert "Ngoại tuyến: đã ghi, sẽ đồng bộ" in slow.words
    found = await rows(hall)
    assert [row.delegate_id for row in found] == [hall.delegate_id("001"), hall.delegate_id("002")]
    assert await present(hall) == 2


async def test_two_offline_doors_that_let_one_person_in_end_in_a_conflict_counted_once(
    stage: Stage, hall: Hall, cable: Cable, other_cable: Cable
):
    north, south = await behind(cable, stage, "Cửa Bắc"), await behind(other_cable, stage, "Cửa Nam")
    await cut(cable, north)
    await cut(other_cable, south)
    assert (await scans(north, hall.issued["001"].code)).verdict == "ok"
    assert (await scans(south, hall.issued["001"].code)).verdict == "ok"

    await mend(cable, north)
    await mend(other_cable, south)

    assert await present(hall) == 1
    assert [(row.door, row.conflict) for row in await rows(hall)] == [("Cửa Bắc", False), ("Cửa Nam", True)]
    finding = south.get_by_text("Nguyễn Thị Hồng Ánh: hai cửa cùng cho vào")
    await expect(finding).to_be_visible()
    await south.reload()
    await expect(finding).to_be_visible()
    await south.get_by_role("button", name="Đã xem").click()
    await expect(finding).to_have_count(0)


async def test_a_conflict_that_another_door_brings_to_light_is_shown_beside_the_counters(
    stage: Stage, hall: Hall, cable: Cable, other_cable: Cable
):
    north, south = await behind(cable, stage, "Cửa Bắc"), await behind(other_cable, stage, "Cửa Nam")
    await cut(cable, north)
    await cut(other_cable, south)
    await scans(north, hall.issued["001"].code)
    await scans(south, hall.issued["001"].code)

    await mend(other_cable, south)  # it knows of no other door
    await mend(cable, north)

    await expect(south.get_by_text("Trùng với cửa khác: Nguyễn Thị Hồng Ánh")).to_be_visible()
    assert await present(hall) == 1


async def test_a_badge_revoked_while_the_door_was_away_is_told_at_synchronising(stage: Stage, hall: Hall, cable: Cable):
    page = await behind(cable, stage)
    await cut(cable, page)
    await (await hall.console()).post(f"/delegates/{hall.delegate_id('001')}/badge", {"reason": "Mất thẻ"})
    assert (await scans(page, hall.issued["001"].code)).verdict == "ok"

    await mend(cable, page)

    await expect(page.get_by_text("đã trả lời “Mời vào”, máy chủ xác định “Thẻ đã bị thu hồi”")).to_be_visible()
    assert await present(hall) == 0


async def test_whoever_came_in_elsewhere_may_leave_by_an_offline_door(stage: Stage, hall: Hall, cable: Cable):
    await (await hall.door("Cửa B")).scans(hall.issued["001"].code)
    page = await behind(cable, stage)
    await cut(cable, page)
    await turns_to(page, "exit")

    answer = await scans(page, hall.issued["001"].code)
    await mend(cable, page)

    assert (answer.verdict, answer.signal) == ("ok", "go")
    assert await present(hall) == 0


async def test_somebody_is_found_by_name_in_the_roster_that_the_door_took_along(stage: Stage, hall: Hall, cable: Cable):
    page = await behind(cable, stage)
    await cut(cable, page)
    await page.get_by_role("button", name="Tìm theo tên").click()
    await page.keyboard.insert_text("dat do")
    await expect(page.get_by_text("danh sách đã tải về máy")).to_be_visible()
    await page.get_by_role("button", name="Đỗ Văn Đạt").click()
    await page.get_by_role("radio", name="Thẻ không đọc được").check()
    await page.get_by_role("button", name="Cho vào").click()

    assert (await answered(page)).verdict == "ok"
    await mend(cable, page)
    (row,) = await rows(hall)
    assert (row.delegate_id, row.reason) == (hall.delegate_id("002"), "Thẻ không đọc được")


async def test_signing_out_with_unsent_scans_warns_and_keeps_them(stage: Stage, hall: Hall, cable: Cable):
    page = await behind(cable, stage)
    await cut(cable, page)
    await scans(page, hall.issued["001"].code)
    await page.keyboard.press("Escape")
    await expect(answer_on(page)).to_have_count(0)
    await page.get_by_role("button", name="Cài đặt").click()
    await page.get_by_role("button", name="Đăng xuất cửa này").click()

    await expect(page.get_by_text("Còn 1 lượt quét chưa gửi")).to_be_visible()
    await page.get_by_role("button", name="Thôi").click()
    await page.keyboard.press("Escape")
    await mend(cable, page)
    assert await present(hall) == 1

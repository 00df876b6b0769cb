"""The story of a congress's vote, in five browsers at once: door, two phones, console and screen."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from agenda.models import Target
from tests.congresses import Hall
from tests.web.browsers import chromium
from tests.web.consoles import confirms, forgives, visits
from tests.web.delegates import ballots_in, goes, is_heard, marks, presses, publishes, sees, sees_view
from tests.web.doors import answered, at_the_door, types_scan
from tests.web.lines import Line
from tests.web.stage import Stage

pytestmark = pytest.mark.service_worker

TITLE = "Biểu quyết các chỉ tiêu nhiệm kỳ"
PASSAGE = "Phấn đấu kết nạp mới năm trăm nghìn đoàn viên trong nhiệm kỳ."


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """The whole browser, as phones have it."""
    async with chromium() as browser:
        yield browser


async def has_fourteen_targets(hall: Hall) -> None:
    async with hall.sessions.begin() as session:
        session.add_all(
            Target(id=uuid4(), code=f"CT{n:02}", position=n, statement_vi=f"Chỉ tiêu số {n}", value="85", unit_vi="%")
            for n in range(3, 15)
        )


async def opens_the_badge(stage: Stage, hall: Hall, number: str) -> tuple[Page, Line]:
    """A phone's camera has read the badge; the PIN comes from the envelope. The phone, and its Wi-Fi."""
    issued = hall.issued[number]
    context = await stage.context()
    line = await Line.of(context)
    phone = await context.new_page()
    await phone.goto(f"/B/{issued.code}")
    await phone.get_by_label("Mã PIN").fill(issued.pin or "")
    await presses(phone, "Vào đại hội")
    return phone, line


async def fills_all_for_but_two(phone: Page) -> None:
    await presses(phone, "Tán thành tất cả")
    await marks(phone, 3, "Không tán thành")
    await marks(phone, 9, "Ý kiến khác")
    await presses(phone, "Xem lại và gửi")


async def test_a_congress_votes_on_its_fourteen_targets(stage: Stage, hall: Hall):
    await has_fourteen_targets(hall)
    await publishes(hall, "Dự thảo Báo cáo chính trị", "Trang bìa", PASSAGE)
    door = await at_the_door(stage)
    console, screen = await stage.console(), await stage.screen()

    # At the door: a hand scanner reads both badges.
    for number in ("001", "002"):
        await types_scan(door, hall.issued[number].code)
        assert (await answered(door)).signal == "go"

    # Two delegates open their badges; one reads and sends an opinion.
    anh, _ = await opens_the_badge(stage, hall, "001")
    dat, wifi = await opens_the_badge(stage, hall, "002")
    await sees(anh, "Đồng chí đã điểm danh")
    await goes(anh, "documents")
    await anh.get_by_role("link", name=re.compile("Dự thảo Báo cáo chính trị")).click()
    await presses(anh, "Góp ý trang 1")
    await anh.get_by_label("Nội dung ý kiến").fill("Đề nghị nêu rõ nguồn lực thực hiện.")
    await presses(anh, "Gửi ý kiến")
    await sees(anh, "Đã gửi ý kiến")

    # The organiser opens the poll; both phones become the paper by themselves.
    await visits(console, "polls")
    await presses(console, "Biểu quyết toàn bộ chỉ tiêu")
    for act in ("Công bố nội dung", "Mở biểu quyết"):
        await console.get_by_role("button", name=act).click()
        await confirms(console, act)
    for phone in (anh, dat):
        await sees_view(phone, TITLE)
    await expect(screen.locator("main")).to_contain_text("0 / 2")

    # All for, two changed, reviewed, sent; counted, also after a reload.
    await fills_all_for_but_two(anh)
    await presses(anh, "Gửi phiếu")
    await is_heard(anh, "Phiếu đã được ghi nhận")
    await anh.reload()
    await sees(anh, "Phiếu đã được ghi nhận")
    await expect(screen.locator("main")).to_contain_text("1 / 2")

    # The network of the other phone dies as it sends: it says so, keeps the marks, and sends when it is back.
    await fills_all_for_but_two(dat)
    await wifi.cut()
    await presses(dat, "Gửi phiếu")
    await sees(dat, re.compile("sẽ tự gửi"))
    await wifi.heal()
    await sees(dat, "Phiếu đã được ghi nhận")
    await expect(screen.locator("main")).to_contain_text("2 / 2")

    # Another device with the same badge ends the first sign-in, and finds the ballot counted.
    second, _ = await opens_the_badge(stage, hall, "001")
    await sees(second, "Phiếu đã được ghi nhận")
    await sees(anh, re.compile("máy khác"))

    # Closed and published: the outcome of each target reaches screen and phones.
    for act in ("Kết thúc biểu quyết", "Công bố kết quả"):
        await console.get_by_role("button", name=act).click()
        await confirms(console, act)
    await expect(screen.locator("main")).to_contain_text("12/14 nội dung được thông qua")
    await sees(dat, re.compile("Kết quả"))
    (poll,) = (await (await hall.console()).get("/polls"))["items"]
    assert poll["state"] == "published"
    assert await ballots_in(hall, poll["id"]) == 2
    forgives(stage, "ERR_INTERNET_DISCONNECTED")

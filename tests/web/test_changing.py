"""Changing a ballot on a phone: what was sent comes back to hand, and the last one counts."""

from playwright.async_api import expect

from tests.congresses import Hall, a_motion
from tests.web.delegates import ballots_in, marks, opens, present_phones, presses, question, sees, sees_view
from tests.web.stage import Stage

MOTION = "Thông qua nghị quyết"


async def test_a_ballot_that_was_sent_is_changed_until_the_poll_closes(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    poll_id = await opens(hall, a_motion(MOTION, questions=2, may_change=True))
    await sees(page, "Gửi rồi vẫn sửa được cho đến khi kết thúc biểu quyết.")
    await presses(page, "Tán thành tất cả", "Xem lại và gửi", "Gửi phiếu")
    await sees(page, "Phiếu đã được ghi nhận")
    first = await page.get_by_text("Mã phiếu").inner_text()

    await presses(page, "Sửa phiếu đã gửi")
    await sees_view(page, MOTION)
    await expect(question(page, 2).get_by_role("radio", name="Tán thành", exact=True)).to_be_checked()
    await presses(page, "Giữ phiếu đã gửi")  # a look, and nothing else
    assert await page.get_by_text("Mã phiếu").inner_text() == first
    await page.reload()  # as a phone that knows nothing of the ballot but what the server says
    await presses(page, "Sửa phiếu đã gửi")
    await marks(page, 2, "Không tán thành")
    await presses(page, "Xem lại và gửi", "Gửi phiếu")

    await sees(page, "Phiếu đã được ghi nhận")
    await expect(page.get_by_text("Mã phiếu")).not_to_have_text(first)
    await page.get_by_role("link", name="Xem các phiếu của tôi").click()
    await page.get_by_text("Xem những gì đã đánh dấu").click()
    await expect(page.get_by_role("listitem").filter(has_text="(2)")).to_contain_text("Không tán thành")
    assert await ballots_in(hall, poll_id) == 1
    await (await hall.console()).takes(poll_id, "close", "publish")
    tally = (await (await hall.phone("002")).get("/states", params={"topic": f"poll/{poll_id}"}))["poll"]["tally"]
    assert [one["marks"] for one in tally["questions"]] == [
        {"for": 1, "against": 0, "other": 0},
        {"for": 0, "against": 1, "other": 0},
    ]


async def test_where_ballots_stand_nothing_is_offered(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await opens(hall, a_motion(MOTION))
    await marks(page, 1, "Tán thành")
    await presses(page, "Gửi phiếu: Tán thành")

    await sees(page, "Phiếu đã được ghi nhận")
    await expect(page.get_by_role("button", name="Sửa phiếu đã gửi")).to_have_count(0)

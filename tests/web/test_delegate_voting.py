"""Voting on a phone: from the poll that opens to the ballot that is counted."""

import re

from playwright.async_api import Page, expect
from sqlalchemy import text

from tests.congresses import ALL_FOR, Hall, a_motion
from tests.web.consoles import forgives
from tests.web.delegates import (
    ballots_in,
    forgive_the_outage,
    goes,
    is_heard,
    keeps_marks,
    marks,
    opens,
    present_phones,
    presses,
    question,
    sees,
    sees_view,
)
from tests.web.lines import Line
from tests.web.stage import Stage

TARGETS = "Biểu quyết các chỉ tiêu"
MOTION = "Thông qua nghị quyết"


def a_choice() -> dict[str, object]:
    options = [{"key": f"o{n}", "label_vi": f"Phương án {n}"} for n in range(1, 5)]
    question = {
        "number": 1,
        "kind": "choice",
        "title_vi": "Chọn tên phong trào",
        "options": options,
        "min_marks": 2,
        "max_marks": 2,
    }
    return {"title_vi": "Tên phong trào", "paper": {"questions": [question]}, "beside_others": True}


async def test_fourteen_questions_all_for_two_changed_reviewed_sent_and_counted(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await goes(page, "documents")
    await sees_view(page, "Tài liệu")

    poll_id = await opens(hall, a_motion(TARGETS, questions=14))
    await sees_view(page, TARGETS)  # by itself, from another view
    await presses(page, "Tán thành tất cả")
    await sees(page, "Đã trả lời 14 / 14")
    await marks(page, 3, "Không tán thành")
    await marks(page, 9, "Ý kiến khác")
    await presses(page, "Xem lại và gửi")
    counts = page.locator("main ul").first
    await expect(counts).to_contain_text(re.compile(r"12\s*Tán thành\s*1\s*Không tán thành\s*1\s*Ý kiến khác"))
    await expect(page.get_by_role("listitem").filter(has_text=f"{TARGETS} (3)")).to_contain_text("Không tán thành")
    await presses(page, "Gửi phiếu")

    await sees(page, "Phiếu đã được ghi nhận")
    await is_heard(page, "Phiếu đã được ghi nhận")
    receipt = await page.get_by_text(re.compile("Mã phiếu")).inner_text()
    await page.reload()
    await sees(page, "Phiếu đã được ghi nhận")
    assert await page.get_by_text(re.compile("Mã phiếu")).inner_text() == receipt
    own = await (await page.request.get("/api/v1/me/ballots", headers={"X-Face": "delegate"})).json()
    marked = [answer["options"] for answer in own[0]["answers"]]
    assert marked == [["against"] if n == 3 else ["other"] if n == 9 else ["for"] for n in range(1, 15)]
    assert await ballots_in(hall, poll_id) == 1


async def test_an_announced_paper_is_made_ahead_unseen_and_shown_when_it_opens(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    console = await hall.console()
    poll_id = await console.prepares(a_motion(MOTION))
    await console.takes(poll_id, "announce")

    await expect(question(page, 1)).to_be_attached()
    await expect(question(page, 1)).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)  # for screen readers there is one view
    assert MOTION not in await page.title()
    made = await question(page, 1).element_handle()

    await goes(page, "programme")
    await sees_view(page, "Chương trình")
    await console.takes(poll_id, "open")
    await sees_view(page, MOTION)
    await expect(page.get_by_role("heading", level=1, name=MOTION)).to_be_focused()
    assert MOTION in await page.title()
    assert made is not None
    assert await made.is_visible()  # the same one, not another


async def test_marks_outlive_a_look_at_another_view(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await opens(hall, a_motion(TARGETS, questions=14))
    await marks(page, 3, "Không tán thành")
    await goes(page, "documents")
    await sees_view(page, "Tài liệu")
    await expect(question(page, 3)).to_be_hidden()

    await page.get_by_role("link", name="Mở phiếu").click()

    await sees_view(page, TARGETS)
    await sees(page, "Đã trả lời 1 / 14")


async def test_a_motion_takes_two_taps(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    poll_id = await opens(hall, a_motion(MOTION))

    await marks(page, 1, "Không tán thành")
    await presses(page, "Gửi phiếu: Không tán thành")

    said = page.get_by_role("heading", name="Phiếu đã được ghi nhận")
    await expect(said).to_have_css("color", await _colour_of(page, "--yes"))  # green, from across the row
    assert await ballots_in(hall, poll_id) == 1


async def _colour_of(page: Page, token: str) -> str:
    """A design token's colour, as computed styles write it."""
    return await page.evaluate(
        """(token) => {
            const probe = document.createElement("i");
            probe.style.color = `var(${token})`;
            const colour = getComputedStyle(document.body.appendChild(probe)).color;
            probe.remove();
            return colour;
        }""",
        token,
    )


async def test_a_poll_that_opens_is_announced_to_screen_readers(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await goes(page, "programme")
    await sees_view(page, "Chương trình")

    await opens(hall, a_motion(MOTION))

    await is_heard(page, f"Bắt đầu biểu quyết: {MOTION}. Phiếu đã mở trên màn hình.")
    await expect(page.get_by_role("heading", level=1, name=MOTION)).to_be_focused()


async def test_who_is_writing_an_opinion_is_called_but_not_pulled_away(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await goes(page, "programme", hall.item_ids[0])
    await presses(page, "Góp ý về nội dung này")
    await page.get_by_label("Nội dung ý kiến").fill("Đề nghị bổ sung")

    await opens(hall, a_motion(MOTION))
    await is_heard(page, "Chọn “Mở phiếu” ở đầu trang.")

    await expect(page.get_by_label("Nội dung ý kiến")).to_have_value("Đề nghị bổ sung")
    await presses(page, "Để sau")
    await page.get_by_role("link", name="Mở phiếu").click()
    await sees_view(page, MOTION)


async def test_all_for_fills_only_what_is_open_and_the_next_open_one_is_led_to(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await opens(hall, a_motion(TARGETS, questions=5))

    await marks(page, 1, "Ý kiến khác")
    await presses(page, "Đến nội dung chưa trả lời")
    await expect(question(page, 2)).to_be_focused()
    await question(page, 2).get_by_role("button", name="Để trống").click()
    await presses(page, "Tán thành 3 nội dung còn lại")
    await presses(page, "Xem lại và gửi")

    await expect(page.locator("main ul").first).to_contain_text(
        re.compile(r"3\s*Tán thành.*1\s*Ý kiến khác.*1\s*Phiếu trắng", re.S)
    )


async def test_marks_survive_a_reload_until_they_are_sent(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await opens(hall, a_motion(TARGETS, questions=3))
    await marks(page, 2, "Không tán thành")
    await sees(page, "Đã trả lời 1 / 3")
    await keeps_marks(page)

    await page.reload()

    await sees(page, "Đã trả lời 1 / 3")
    await expect(question(page, 2).get_by_role("radio", name="Không tán thành")).to_be_checked()


async def test_a_choice_says_how_many_and_takes_no_more(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await opens(hall, a_choice())
    await sees(page, "Chọn 2 phương án")

    await page.get_by_role("checkbox", name="Phương án 4").check()
    await expect(page.get_by_role("button", name="Gửi phiếu")).to_be_disabled()
    await page.get_by_role("checkbox", name="Phương án 1").check()
    await expect(page.get_by_role("checkbox", name="Phương án 2")).to_be_disabled()
    await presses(page, "Gửi phiếu: Phương án 1, Phương án 4")

    await sees(page, "Phiếu đã được ghi nhận")


async def test_who_is_not_checked_in_is_told_what_to_do_and_votes_once_inside(stage: Stage, hall: Hall):
    await hall.check_in("002")
    page = await stage.delegate("001")
    await sees(page, "Đồng chí chưa điểm danh phiên này")

    await opens(hall, a_motion(MOTION, late_arrivals=True))
    await sees(page, "Đồng chí chưa biểu quyết được")
    await sees(page, "Hãy đưa thẻ cho tổ đón tiếp ở cửa quét")
    await hall.check_in("001")

    await sees_view(page, MOTION)


async def test_who_came_after_opening_is_told_why_there_is_no_paper(stage: Stage, hall: Hall):
    await hall.check_in("002")
    page = await stage.delegate("001")
    await opens(hall, a_motion(MOTION))
    await sees(page, "Đồng chí chưa biểu quyết được")

    await hall.check_in("001")

    await sees(page, "Đồng chí không có trong danh sách biểu quyết lần này")


async def test_alternates_follow_without_a_paper(stage: Stage, hall: Hall):
    await hall.check_in("001", "DK01")
    page = await stage.delegate("DK01")

    await opens(hall, a_motion(MOTION))

    await sees(page, "Đồng chí theo dõi, không biểu quyết")
    await sees(page, "Chỉ đại biểu chính thức đã được công nhận tư cách mới biểu quyết.")
    await expect(page.get_by_role("radio")).to_have_count(0)


async def test_an_announced_poll_says_what_is_coming(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    console = await hall.console()
    poll_id = await console.prepares(a_motion(TARGETS, questions=14))

    await console.takes(poll_id, "announce")

    await sees(page, "Sắp biểu quyết")
    await sees(page, TARGETS)
    await sees(page, "Phiếu sẽ tự mở trên máy này")


async def test_a_poll_that_ends_while_marking_says_that_nothing_was_counted(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    poll_id = await opens(hall, a_motion(TARGETS, questions=3))
    await marks(page, 1, "Tán thành")

    await (await hall.console()).takes(poll_id, "close")

    await sees(page, "Cuộc biểu quyết đã kết thúc")
    await sees(page, "Phiếu đó không được tính.")


async def test_a_poll_that_ended_while_the_page_was_closed_is_told_once(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    context = page.context
    poll_id = await opens(hall, a_motion(TARGETS, questions=3))
    await marks(page, 1, "Tán thành")
    await keeps_marks(page)
    await page.close()
    await (await hall.console()).takes(poll_id, "close")

    again = await context.new_page()
    await again.goto("/")
    await sees(again, "Phiếu đó không được tính.")
    await again.reload()

    await sees(again, "Nội dung 1")
    await expect(again.get_by_text("Phiếu đó không được tính.")).to_have_count(0)


async def test_a_published_result_stands_beside_what_one_marked(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    poll_id = await opens(hall, a_motion(MOTION))
    await marks(page, 1, "Tán thành")
    await presses(page, "Gửi phiếu: Tán thành")
    await sees(page, "Phiếu đã được ghi nhận")

    await (await hall.console()).takes(poll_id, "close", "publish")
    await page.get_by_role("link", name=re.compile("Kết quả mới nhất")).click()

    await sees_view(page, MOTION)
    await sees(page, "Thông qua")
    await sees(page, "1 / 1 phiếu thu về")
    await sees(page, "100,0 %")
    await sees(page, "Đồng chí: Tán thành")


async def test_my_ballots_show_receipt_and_marks(stage: Stage, hall: Hall):
    await hall.check_in("001")
    phone = await hall.phone("001")
    poll_id = await opens(hall, a_motion(MOTION))
    receipt = await phone.cast(poll_id, ALL_FOR)
    page = await stage.delegate("001")

    await goes(page, "ballots")
    await sees(page, f"mã phiếu {receipt['ballot_id'][:8].upper()}")
    await page.get_by_text("Xem những gì đã đánh dấu").click()

    await sees(page, "Tán thành")


async def test_one_tap_says_whether_a_ballot_is_in_the_count(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    poll_id = await opens(hall, a_motion(MOTION))
    await marks(page, 1, "Tán thành")
    await presses(page, "Gửi phiếu: Tán thành")
    await sees(page, "Phiếu đã được ghi nhận")
    await goes(page, "ballots")
    await presses(page, "Phiếu này có trong kết quả không?")
    await sees(page, "Kết quả chưa được công bố; xin kiểm tra lại sau.")
    console = await hall.console()
    await console.takes(poll_id, "close", "publish")

    await presses(page, "Phiếu này có trong kết quả không?")
    await sees(page, re.compile("^Có. Phiếu này ở trong 1 phiếu đã kiểm"))

    async with hall.sessions.begin() as session:  # somebody changes what was counted
        await session.execute(text("UPDATE ballot SET mandates = 2"))
    await page.reload()
    await presses(page, "Phiếu này có trong kết quả không?")
    await sees(page, re.compile("^KHÔNG khớp"))
    forgives(stage, "404")


async def test_marks_and_the_unanswered_ballot_outlive_an_outage_and_count_once(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    line = await Line.of(page.context)
    await page.reload()
    poll_id = await opens(hall, a_motion(TARGETS, questions=3))
    await presses(page, "Tán thành tất cả", "Xem lại và gửi")

    line.swallow_answers = True
    await presses(page, "Gửi phiếu")
    await sees(page, "Đang gửi phiếu…")
    await line.cut()
    await sees(page, "Đang chờ kết nối")
    await sees(page, "Mất kết nối. Đang tự kết nối lại…")
    await expect(page.get_by_text("Phiếu đã được ghi nhận")).to_have_count(0)
    await line.heal()

    await sees(page, "Phiếu đã được ghi nhận")
    assert line.casts >= 1
    assert await ballots_in(hall, poll_id) == 1
    await forgive_the_outage(stage, page)


async def test_a_ballot_goes_by_request_where_no_socket_gets_through(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    line = await Line.of(page.context)
    await page.reload()
    poll_id = await opens(hall, a_motion(MOTION))
    await marks(page, 1, "Tán thành")

    await line.cut_sockets()
    await sees(page, "Mất kết nối")
    await presses(page, "Gửi phiếu: Tán thành")

    await sees(page, "Phiếu đã được ghi nhận")
    assert await ballots_in(hall, poll_id) == 1


async def test_a_page_that_died_while_sending_goes_on_by_itself(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    context = page.context
    line = await Line.of(context)
    await page.reload()
    poll_id = await opens(hall, a_motion(TARGETS, questions=3))
    await presses(page, "Tán thành tất cả", "Xem lại và gửi")
    await line.cut()
    await sees(page, "Mất kết nối")
    await presses(page, "Gửi phiếu")
    await sees(page, "Đang chờ kết nối")
    await page.close()
    assert await ballots_in(hall, poll_id) == 0

    await line.heal()
    again = await context.new_page()
    await again.goto("/")

    await sees(again, "Phiếu đã được ghi nhận")
    assert await ballots_in(hall, poll_id) == 1
    await forgive_the_outage(stage, again)


async def test_a_second_ballot_from_another_device_is_refused_with_the_reason(stage: Stage, hall: Hall):
    [first] = await present_phones(stage, ["001"])
    line = await Line.of(first.context)
    await first.reload()
    poll_id = await opens(hall, a_motion(MOTION))
    await marks(first, 1, "Tán thành")
    await line.cut()
    await sees(first, "Mất kết nối")
    await presses(first, "Gửi phiếu: Tán thành")
    await sees(first, "Đang chờ kết nối")

    second = await stage.delegate("001")
    await marks(second, 1, "Không tán thành")
    await presses(second, "Gửi phiếu: Không tán thành")
    await sees(second, "Phiếu đã được ghi nhận")
    await line.heal()
    await sees(first, "Phiên đăng nhập trên máy này đã kết thúc")
    badge = hall.issued["001"]
    await first.goto(f"/B/{badge.code}")
    await first.get_by_label("Mã PIN").fill(badge.pin or "")
    await presses(first, "Vào đại hội")

    await sees(first, "Phiếu chưa được ghi nhận")
    await sees(first, "đã được ghi nhận trước đó từ một máy khác")
    await sees(first, "Phiếu được tính: lúc")
    assert await ballots_in(hall, poll_id) == 1
    # The ballot that was kept back goes by request: before there is a socket, and once more by who is not signed in, if
    # it was quicker than the word that the sign-in had ended.
    forgives(stage, "409", "401")
    await forgive_the_outage(stage, first)

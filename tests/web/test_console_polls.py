"""Polls at the console: composing, steps and who may take them, turnout, what goes wrong."""

import re

import pytest
from playwright.async_api import expect

from api.auth.permissions import Role
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.web.consoles import a_published_poll, an_open_poll, confirms, dialog, forgives, visits
from tests.web.stage import Stage


async def test_without_polls_one_is_told_what_to_do(stage: Stage, hall: Hall):
    await hall.hire(Role.TELLER)
    organiser, teller = await stage.console(), await stage.console(Role.TELLER)

    await visits(organiser, "polls")
    await visits(teller, "polls")

    await expect(organiser.get_by_text("bấm “Biểu quyết toàn bộ chỉ tiêu”")).to_be_visible()
    await expect(teller.get_by_text("Ban tổ chức hoặc đoàn thư ký soạn nội dung")).to_be_visible()
    await expect(teller.get_by_role("button", name="Cuộc biểu quyết mới")).to_have_count(0)


async def test_a_poll_of_motion_and_choice_is_composed(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "polls", "new")

    await page.get_by_label("Tên cuộc biểu quyết").fill("Bầu đoàn chủ tịch")
    await page.get_by_label("Thuộc nội dung chương trình").select_option("Nội dung 2")
    await page.get_by_label("Tự kết thúc sau (giây)").fill("90")
    await page.get_by_label("Nội dung câu hỏi").fill("Thông qua số lượng?")
    await page.get_by_label("Quy tắc thông qua").select_option(
        "ít nhất hai phần ba số đại biểu được triệu tập tán thành"
    )
    await page.get_by_role("button", name="Thêm câu hỏi").click()
    second = page.get_by_role("group", name="Câu 2")
    await second.get_by_label("Nội dung câu hỏi").fill("Chọn hai đồng chí")
    await second.get_by_label("Cách trả lời").select_option("Chọn trong danh sách")
    await second.get_by_label("Quy tắc thông qua").select_option("Phương án nhiều phiếu nhất được chọn")
    await second.get_by_label("Các phương án").fill("Ánh\nĐạt\nKhang")
    await second.get_by_label("Được chọn nhiều nhất").fill("2")
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_role("heading", name="Bầu đoàn chủ tịch")).to_be_focused()
    (poll,) = (await (await hall.console()).get("/polls"))["items"]
    motion, choice = poll["paper"]["questions"]
    assert (poll["item_id"], poll["seconds"], poll["state"]) == (str(hall.item_ids[1]), 90, "draft")
    assert (motion["rule"]["numerator"], motion["rule"]["base"]) == (2, "entitled")
    assert (choice["rule"], choice["max_marks"]) == (None, 2)
    assert [option["label_vi"] for option in choice["options"]] == ["Ánh", "Đạt", "Khang"]


async def test_what_is_missing_is_said_at_its_place_and_nothing_is_sent(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "polls", "new")

    await page.get_by_label("Tự kết thúc sau (giây)").fill("5")
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_label("Tên cuộc biểu quyết")).to_be_focused()
    await expect(page.get_by_text("Hãy nhập tên.")).to_be_visible()
    await expect(page.get_by_text("Nhập từ 10 đến 86.400 giây, hoặc để trống.")).to_be_visible()
    await expect(page.get_by_text("Hãy nhập nội dung câu hỏi.")).to_be_visible()
    assert (await (await hall.console()).get("/polls"))["items"] == []


async def test_a_draft_is_edited_and_the_other_console_sees_it(stage: Stage, hall: Hall):
    poll = await (await hall.console()).prepares(a_motion("Bản nháp", questions=2))
    await hall.hire(Role.CHAIR)
    page, chair = await stage.console(), await stage.console(Role.CHAIR)
    await visits(chair, "polls", poll)
    await visits(page, "polls", poll)

    await page.get_by_role("button", name="Sửa").click()
    await page.get_by_label("Tên cuộc biểu quyết").fill("Bản đã sửa")
    await page.get_by_role("button", name="Đưa câu 2 lên").click()
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(chair.get_by_role("heading", name="Bản đã sửa")).to_be_visible()
    await expect(chair.get_by_role("region", name="Nội dung phiếu").get_by_role("listitem").first).to_contain_text(
        "Bản nháp (2)"
    )
    await expect(chair.get_by_role("button", name="Sửa")).to_have_count(0)


async def test_what_is_announced_cannot_be_edited_but_duplicated(stage: Stage, hall: Hall):
    console = await hall.console()
    poll = await console.prepares(a_motion("Lần thứ nhất"))
    await console.takes(poll, "announce")
    page = await stage.console()

    await visits(page, "polls", poll, "edit")
    await expect(page.get_by_text("Đã công bố nên không sửa được.")).to_be_visible()
    await visits(page, "polls", poll)
    await page.get_by_role("button", name="Nhân bản").click()
    await page.get_by_label("Tên cuộc biểu quyết").fill("Lần thứ hai")
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_role("heading", name="Lần thứ hai")).to_be_visible()
    polls = (await console.get("/polls"))["items"]
    assert [(one["title_vi"], one["state"]) for one in polls] == [
        ("Lần thứ nhất", "announced"),
        ("Lần thứ hai", "draft"),
    ]


async def test_opening_says_whom_it_lets_vote_and_that_there_is_no_quorum(stage: Stage, hall: Hall):
    await hall.check_in("001", "002")
    console = await hall.console()
    poll = await console.prepares(a_motion(seconds=90))
    await console.takes(poll, "announce")
    page = await stage.console()
    await visits(page, "polls", poll)

    await page.get_by_role("button", name="Mở biểu quyết").click()

    await expect(dialog(page)).to_contain_text("2 đại biểu có mặt sẽ biểu quyết")
    await expect(dialog(page)).to_contain_text("Tự kết thúc sau 1:30.")
    await expect(dialog(page)).to_contain_text("Chưa đủ điều kiện tiến hành: có mặt 2, cần 3.")
    await hall.check_in("003")
    await expect(dialog(page)).to_contain_text("3 đại biểu có mặt sẽ biểu quyết")
    await dialog(page).get_by_role("button", name="Hủy bỏ").click()
    assert (await console.get(f"/polls/{poll}"))["state"] == "announced"


async def test_a_teller_runs_the_vote_but_does_not_publish_it(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    await hall.hire(Role.TELLER)
    teller = await stage.console(Role.TELLER)
    await visits(teller, "polls", poll)

    await teller.get_by_role("button", name="Kết thúc biểu quyết").click()
    await confirms(teller, "Kết thúc biểu quyết")

    await expect(teller.get_by_text("Bước tiếp theo là “Công bố kết quả”, do vai trò khác thực hiện.")).to_be_visible()
    await expect(teller.get_by_role("button", name="Công bố kết quả")).to_have_count(0)
    await expect(teller.get_by_role("button", name="Hủy cuộc biểu quyết")).to_have_count(0)


async def test_a_chair_publishes_from_the_queue_and_composes_nothing(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    await (await hall.console()).takes(poll, "close")
    await hall.hire(Role.CHAIR)
    chair = await stage.console(Role.CHAIR)
    await visits(chair, "polls")

    await expect(chair.get_by_role("button", name="Cuộc biểu quyết mới")).to_have_count(0)
    await chair.get_by_role("button", name="Công bố kết quả").click()
    await confirms(chair, "Công bố kết quả")

    await expect(chair.get_by_role("region", name="Đã xong").get_by_text("Đã công bố kết quả")).to_be_visible()


async def test_a_secretary_prepares_and_has_no_hand_in_the_vote(stage: Stage, hall: Hall):
    await (await hall.console()).prepares(a_motion("Bản nháp"))
    await hall.hire(Role.SECRETARY)
    secretary = await stage.console(Role.SECRETARY)
    await visits(secretary, "polls")

    await expect(secretary.get_by_role("link", name="Bản nháp")).to_be_visible()
    await expect(secretary.get_by_role("button", name="Cuộc biểu quyết mới")).to_be_visible()
    await expect(secretary.get_by_role("button", name="Công bố nội dung")).to_have_count(0)


async def test_annulling_needs_a_reason_and_shows_it(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    page = await stage.console()
    await visits(page, "polls", poll)

    await page.get_by_role("button", name="Hủy cuộc biểu quyết").click()
    await expect(dialog(page)).to_contain_text("mất giá trị và không khôi phục được")
    await dialog(page).get_by_role("button", name="Hủy cuộc biểu quyết").click()
    await expect(dialog(page).get_by_text("Cần ghi rõ lý do.")).to_be_visible()
    await dialog(page).get_by_label("Lý do").fill("Sai tên chỉ tiêu số 5")
    await confirms(page, "Hủy cuộc biểu quyết")

    await expect(page.get_by_text("Lý do hủy: Sai tên chỉ tiêu số 5")).to_be_visible()
    await expect(page.get_by_role("button", name="Hủy cuộc biểu quyết")).to_have_count(0)


async def test_two_consoles_that_open_the_same_poll_agree(stage: Stage, hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce")
    one, other = await stage.console(), await stage.console()
    for page in (one, other):
        await visits(page, "polls", poll)
        await page.get_by_role("button", name="Mở biểu quyết").click()

    await confirms(one, "Mở biểu quyết")
    await confirms(other, "Mở biểu quyết")

    for page in (one, other):
        await expect(page.get_by_text("0 / 1 người")).to_be_visible()
    opened = [line for line in (await console.get("/journal"))["items"] if line["action"] == "poll.open"]
    assert len(opened) == 1


async def test_a_step_that_somebody_else_has_passed_is_explained(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    page = await stage.console()
    await visits(page, "polls", poll)
    await page.get_by_role("button", name="Kết thúc biểu quyết").click()
    await (await hall.console()).takes(poll, "close", "publish")

    await dialog(page).get_by_role("button", name="Kết thúc biểu quyết").click()

    await expect(dialog(page).get_by_role("alert")).to_contain_text("Lúc này chưa thực hiện được bước đó.")
    forgives(stage, "409")


async def test_a_press_into_a_dead_connection_is_tried_again(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    page = await stage.console()
    await visits(page, "polls", poll)
    await page.get_by_role("button", name="Kết thúc biểu quyết").click()

    await page.context.set_offline(True)
    await dialog(page).get_by_role("button", name="Kết thúc biểu quyết").click()
    await expect(dialog(page).get_by_role("alert")).to_contain_text("Thử lại không gây trùng lặp.")
    await page.context.set_offline(False)
    await confirms(page, "Thử lại")

    await expect(page.get_by_text("Đã kiểm phiếu, chưa công bố").first).to_be_visible()
    forgives(stage, "ERR_INTERNET_DISCONNECTED", "WebSocket")


async def test_who_has_not_voted_is_listed_by_delegation_and_marks_are_not(stage: Stage, hall: Hall):
    poll = await an_open_poll(hall)
    await (await hall.phone("001")).cast(poll, ALL_FOR)
    page = await stage.console()
    await visits(page, "polls", poll)
    turnout = page.get_by_role("region", name="Đã bỏ phiếu")

    await expect(turnout.get_by_role("row", name="Trung tâm")).to_contain_text("1 / 2")
    await page.get_by_role("button", name="Xem 1 người chưa bỏ phiếu của Trung tâm").click()

    await expect(dialog(page).get_by_role("row")).to_have_count(2)
    await expect(dialog(page)).to_contain_text("Đỗ Văn Đạt")
    await dialog(page).get_by_role("button", name="Đóng").click()
    await expect(page.get_by_role("region", name="Kết quả")).to_have_count(0)
    await (await hall.console()).takes(poll, "close")
    await expect(page.get_by_text("Đã kiểm phiếu, chưa công bố").first).to_be_visible()
    await expect(page.get_by_role("region", name="Kết quả")).to_have_count(0)


async def test_a_deadline_is_counted_down_and_closes_by_itself(stage: Stage, hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll = await console.prepares(a_motion(seconds=10))
    await console.takes(poll, "announce", "open")
    page = await stage.console()
    await visits(page, "polls", poll)

    # Whole, because the time of opening may read 20:03:39.
    await expect(page.locator("main").get_by_text(re.compile(r"^0:0\d$"))).to_be_visible()
    await expect(page.get_by_role("button", name="Công bố kết quả")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize(("votes", "conclusion"), [(2, "Thông qua"), (1, "Không thông qua")])
async def test_the_outcome_of_each_question_is_shown_after_publishing(
    stage: Stage, hall: Hall, votes: int, conclusion: str
):
    poll = await an_open_poll(hall)
    for number in ("001", "002")[:votes]:
        await (await hall.phone(number)).cast(poll, ALL_FOR)
    await (await hall.console()).takes(poll, "close", "publish")
    page = await stage.console()

    await visits(page, "polls", poll)

    result = page.get_by_role("region", name="Kết quả")
    await expect(result.get_by_text(conclusion, exact=True)).to_be_visible()
    await expect(result).to_contain_text("cần 2 trên 3 đại biểu có mặt")


async def test_a_poll_that_is_not_there_is_said(stage: Stage, hall: Hall):
    await a_published_poll(hall)
    page = await stage.console()

    await visits(page, "polls", "00000000-0000-0000-0000-000000000000")

    await expect(page.get_by_text("Không tìm thấy cuộc biểu quyết.")).to_be_visible()


_ASKS_ANEW_AT_ONCE = """() => {
    const dialog = document.querySelector("dialog[open]");
    const again = [...document.querySelectorAll("main button")].find((one) => one.innerText.includes("Hủy cuộc"));
    new MutationObserver((_, observer) => {
        observer.disconnect();
        again.click();
    }).observe(dialog, { attributeFilter: ["open"] });
}"""


async def test_a_question_asked_before_the_last_has_quite_gone_stays(stage: Stage, hall: Hall):
    """The browser tells of a dialog's closing in a task of its own, and a quick hand is there before it."""
    console = await hall.console()
    poll = await console.prepares(a_motion("Thông qua?"))
    await console.takes(poll, "announce")
    page = await stage.console()
    await visits(page, "polls", poll)
    await page.get_by_role("button", name="Hủy cuộc biểu quyết").click()
    await page.evaluate(_ASKS_ANEW_AT_ONCE)

    await dialog(page).get_by_role("button", name="Hủy bỏ").click()

    await expect(dialog(page).get_by_label("Lý do")).to_be_visible()
    await page.wait_for_timeout(300)
    await expect(dialog(page)).to_have_count(1)


async def test_a_poll_of_a_named_list_names_whom_the_roster_does_not_have(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "polls", "new")
    await page.get_by_label("Tên cuộc biểu quyết").fill("Bầu Ủy ban Kiểm tra")
    await page.get_by_label("Nội dung câu hỏi").fill("Bầu Chủ nhiệm?")
    await page.get_by_label("Trong phạm vi").select_option("Danh sách riêng (như một ban)")
    await page.get_by_role("button", name="Lưu bản nháp").click()
    await expect(page.get_by_text("Nhập số của ít nhất một đại biểu.")).to_be_visible()

    await page.get_by_label("Số của các đại biểu biểu quyết").fill("001\n003, 999")
    await page.get_by_role("button", name="Lưu bản nháp").click()
    await expect(page.get_by_text("Không có đại biểu chính thức mang số: 999")).to_be_visible()
    forgives(stage, "422")
    await page.get_by_label("Số của các đại biểu biểu quyết").fill("001\n003")
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_text("Danh sách riêng 2 người")).to_be_visible()
    (poll,) = (await (await hall.console()).get("/polls"))["items"]
    assert poll["delegate_numbers"] == ["001", "003"]


async def test_a_poll_of_some_delegations_is_told_to_all_and_opens_on_their_phones_alone(stage: Stage, hall: Hall):
    await hall.check_in("001", "003")
    console, mine, other = await stage.console(), await stage.delegate("003"), await stage.delegate("001")
    await visits(console, "polls", "new")
    await console.get_by_label("Tên cuộc biểu quyết").fill("Đoàn Thủ Đức bầu trưởng đoàn")
    await console.get_by_label("Nội dung câu hỏi").fill("Đồng ý?")
    await console.get_by_label("Trong phạm vi").select_option("Một hay nhiều đoàn")
    await console.get_by_role("checkbox", name="02. Thủ Đức").check()
    await console.get_by_role("button", name="Lưu bản nháp").click()
    await expect(console.get_by_text("Đoàn 02", exact=True)).to_be_visible()

    await console.get_by_role("button", name="Công bố nội dung").click()
    await confirms(console, "Công bố nội dung")
    for phone in (mine, other):
        await expect(phone.get_by_text("Nếu đồng chí có trong đó, phiếu sẽ tự mở trên máy này.")).to_be_visible()
    await console.get_by_role("button", name="Mở biểu quyết").click()
    await confirms(console, "Mở biểu quyết")

    await expect(mine.get_by_role("radio", name="Tán thành", exact=True)).to_be_visible()
    await expect(other.get_by_text("Cuộc này dành cho người khác")).to_be_visible()
    await expect(other.get_by_role("radio")).to_have_count(0)


async def test_the_minutes_of_a_published_poll_are_a_tap_away(stage: Stage, hall: Hall):
    poll = await a_published_poll(hall)
    page = await stage.console()
    await visits(page, "polls", poll)

    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Biên bản để ký (PDF)").click()

    download = await coming.value
    assert download.suggested_filename == "bien-ban-1.pdf"
    assert (await download.path()).read_bytes().startswith(b"%PDF")


async def test_a_template_brings_what_such_a_poll_needs_and_drafts_are_put_in_order(stage: Stage, hall: Hall):
    console = await hall.console()
    for title in ("Thứ nhất", "Thứ hai"):
        await console.prepares(a_motion(title))
    page = await stage.console()
    await visits(page, "polls", "new")
    await page.get_by_label("Bắt đầu từ mẫu").select_option("Bầu cử bằng phiếu kín, gạch tên")
    await expect(page.get_by_label("Hình thức")).to_have_value("secret")
    await expect(page.get_by_label("Bầu bằng cách gạch tên")).to_be_checked()
    await page.get_by_label("Danh sách ứng viên").fill("Nguyễn Thị Hồng Ánh\nĐỗ Văn Đạt")
    await page.get_by_role("button", name="Lưu bản nháp").click()
    await expect(page.get_by_role("heading", name="Bầu Ban Chấp hành").first).to_be_focused()

    await visits(page, "polls")
    await page.get_by_role("button", name="Đưa lên trước: Bầu Ban Chấp hành").click()
    await expect(page.locator("h3")).to_have_text(["Thứ nhất", "Bầu Ban Chấp hành", "Thứ hai"])
    await page.get_by_role("button", name="Đưa lên trước: Bầu Ban Chấp hành").click()

    await expect(page.locator("h3")).to_have_text(["Bầu Ban Chấp hành", "Thứ nhất", "Thứ hai"])
    await expect(page.locator("li").filter(has_text="Bầu Ban Chấp hành").get_by_text("Tiếp theo")).to_be_visible()


async def test_a_second_poll_of_the_same_delegates_waits_for_the_first(stage: Stage, hall: Hall):
    await hall.check_in("001", "002")
    console = await hall.console()
    first, second = [await console.prepares(a_motion(title, beside_others=False)) for title in ("Đang mở", "Chờ")]
    await console.takes(first, "announce", "open")
    page = await stage.console()
    await visits(page, "polls", second)
    await page.get_by_role("button", name="Công bố nội dung").click()
    await confirms(page, "Công bố nội dung")
    await page.get_by_role("button", name="Mở biểu quyết").click()
    await dialog(page).get_by_role("button", name="Mở biểu quyết").click()

    await expect(page.get_by_text("Một cuộc biểu quyết khác đang mở cho cùng đại biểu.").first).to_be_visible()
    forgives(stage, "409")

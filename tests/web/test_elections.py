"""An election in real browsers: composed at the console, marked and struck on phones, named in order on every face."""

from playwright.async_api import Page, expect

from tests.congresses import CANDIDATES, Hall, an_election
from tests.web.axe import violations, violations_in_both_themes
from tests.web.consoles import visits
from tests.web.delegates import opens, presses, sees
from tests.web.stage import PHONE, Stage

LINES = "\n".join(" | ".join(str(part or "") for part in person) for person in CANDIDATES)


async def phone_of(stage: Stage, hall: Hall, number: str) -> Page:
    await hall.check_in(number)
    return await stage.delegate(number, size=PHONE)


async def taps(page: Page, *names: str) -> None:
    for name in names:
        await page.get_by_role("checkbox", name=name).click()


async def test_an_election_is_composed_from_pasted_lines_in_the_order_of_given_names(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "polls", "new")
    await page.get_by_label("Tên cuộc biểu quyết").fill("Bầu Ban Chấp hành")
    await page.get_by_label("Nội dung câu hỏi").fill("Bầu Ban Chấp hành khóa I")
    await page.get_by_label("Cách trả lời").select_option("Bầu cử: ứng viên và số lượng được bầu")
    await page.get_by_label("Danh sách ứng viên").fill(LINES)
    await page.get_by_role("button", name="Xếp theo vần tên").click()
    await page.get_by_label("Số lượng được bầu").fill("3")
    await page.get_by_label("Bầu bằng cách gạch tên").check()
    await expect(page.get_by_role("status").filter(has_text="Số dư: 1 người")).to_contain_text("Thông lệ: từ 10 đến 30")
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_role("heading", name="Bầu Ban Chấp hành").first).to_be_focused()
    await expect(page.get_by_text("Bầu 3 trong 4 người. Bầu bằng cách gạch tên.")).to_be_visible()
    (poll,) = (await (await hall.console()).get("/polls"))["items"]
    (election,) = poll["paper"]["questions"]
    assert [option["label_vi"].split()[-1] for option in election["options"]] == ["Ánh", "Đạt", "Hân", "Khang"]
    assert election["candidates"][0]["birth_year"] == 1980
    assert (election["max_marks"], election["by_crossing_out"], election["rule"]["base"]) == (3, True, "cast")


async def test_by_choosing_nobody_marks_more_than_there_are_seats(stage: Stage, hall: Hall):
    page = await phone_of(stage, hall, "001")
    await opens(hall, an_election(2))
    await sees(page, "Bầu nhiều nhất 2 trong 4 người · Đã chọn 0 / 2")
    await sees(page, "sinh 1980 · Chủ tịch Công đoàn cơ sở Bệnh viện Nhân dân Gia Định · Trung tâm")

    await taps(page, "Nguyễn Thị Hồng Ánh", "Đỗ Văn Đạt")

    await expect(page.get_by_role("checkbox", name="Trần Minh Khang")).to_be_disabled()
    await presses(page, "Xem lại và gửi")
    await sees(page, "2 người: Nguyễn Thị Hồng Ánh, Đỗ Văn Đạt")
    await presses(page, "Gửi phiếu")
    await sees(page, "Phiếu đã được ghi nhận")


async def test_by_crossing_out_whoever_is_not_struck_is_voted_for(stage: Stage, hall: Hall):
    page = await phone_of(stage, hall, "001")
    poll = await opens(hall, an_election(2, by_crossing_out=True))
    await sees(page, "Còn để lại 4 người: gạch thêm 2")
    send = page.get_by_role("button", name="Xem lại và gửi")
    await expect(send).to_be_disabled()

    await taps(page, "Gạch tên Đỗ Văn Đạt", "Gạch tên Trần Minh Khang")

    await sees(page, "Bầu 2 người, gạch 2")
    await page.get_by_text("Thể lệ bầu cử").click()
    await sees(page, "Bầu ít hơn số lượng quy định là hợp lệ.")
    assert await violations(page) == []
    await send.click()
    await sees(page, "2 người: Nguyễn Thị Hồng Ánh, Lê Thị Ngọc Hân")
    await presses(page, "Gửi phiếu")
    await sees(page, "Phiếu đã được ghi nhận")
    console = await hall.console()
    await console.takes(poll, "close", "publish")
    assert (await console.get(f"/polls/{poll}"))["tally"]["questions"][0]["marks"] == {
        "candidate-1": 1,
        "candidate-2": 0,
        "candidate-3": 0,
        "candidate-4": 1,
    }


async def test_the_only_candidate_may_be_struck_where_blank_papers_are_not_taken(stage: Stage, hall: Hall):
    page = await phone_of(stage, hall, "001")
    paper = an_election(1, by_crossing_out=True, people=1)
    paper["paper"]["allows_blank"] = False
    poll = await opens(hall, paper)

    await taps(page, "Gạch tên Nguyễn Thị Hồng Ánh")
    await presses(page, "Gửi phiếu: Không bầu")

    await sees(page, "Phiếu đã được ghi nhận")
    console = await hall.console()
    await console.takes(poll, "close", "publish")
    (tally,) = (await console.get(f"/polls/{poll}"))["tally"]["questions"]
    assert (tally["valid"], tally["blank"]) == (1, 0)


async def test_who_is_elected_is_named_in_order_on_every_face(stage: Stage, hall: Hall):
    numbers = ["001", "002", "003"]
    await hall.check_in(*numbers)
    delegate, console, screen = await stage.delegate("004"), await stage.console(), await stage.screen()
    poll = await opens(hall, an_election(3))
    votes = {"001": [1, 4], "002": [2, 4], "003": [2, 4]}
    for number in numbers:
        options = [f"candidate-{n}" for n in votes[number]]
        await (await hall.phone(number)).post_ballot(poll, [{"question": 1, "options": options}])
    organiser = await hall.console()
    await organiser.takes(poll, "close", "publish")
    await organiser.put("/screens/main/scene", {"scene": {"kind": "poll", "poll_id": poll}})

    await expect(screen.locator("main[data-scene=result]")).to_be_visible()
    await expect(screen.get_by_text("Trúng cử 2/3")).to_be_visible()
    names = await screen.locator("[data-line] .label").all_inner_texts()
    assert [name.split()[-1] for name in names] == ["Hân", "Đạt", "Ánh", "Khang"]

    await delegate.evaluate("hash => { location.hash = hash }", f"#/result/{poll}")
    await sees(delegate, "Trúng cử 2 / 3")
    assert await violations_in_both_themes(delegate) == []
    await visits(console, "polls", poll)
    await expect(console.get_by_text("Trúng cử 2 / 3: chưa đủ")).to_be_visible()
    await expect(console.get_by_text("· trúng cử")).to_have_count(2)
    assert await violations_in_both_themes(console) == []


async def test_one_click_prepares_the_next_round(stage: Stage, hall: Hall):
    await hall.check_in("001", "002")
    poll = await opens(hall, an_election(2))
    for number in ("001", "002"):
        votes = [{"question": 1, "options": ["candidate-1"]}]
        await (await hall.phone(number)).post_ballot(poll, votes)
    await (await hall.console()).takes(poll, "close", "publish")
    page = await stage.console()
    await visits(page, "polls", poll)

    await presses(page, "Soạn lần biểu quyết sau")

    await expect(page.get_by_role("heading", name="Bầu Ban Chấp hành – lần 2")).to_be_focused()
    await expect(page.get_by_text("Bầu 1 trong 3 người. Bầu bằng cách chọn tên.")).to_be_visible()
    await expect(page.get_by_text("Nguyễn Thị Hồng Ánh")).to_have_count(0)

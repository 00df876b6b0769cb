"""Approvals, rankings and scores in real browsers: composed, marked by touch and by keyboard, read on every face."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.congresses import CANDIDATES, Hall, an_election
from tests.web.axe import violations, violations_in_both_themes
from tests.web.consoles import visits
from tests.web.delegates import opens, presses, sees
from tests.web.stage import PHONE, Stage

ANH, DAT, KHANG, HAN = (str(person[0]) for person in CANDIDATES)
LINES = "\n".join(" | ".join(str(part or "") for part in person) for person in CANDIDATES)


def a_poll(kind: str, places: int = 2, **more: Any) -> dict[str, Any]:
    """Four candidates, in a question of this kind."""
    poll = an_election(places)
    poll["paper"]["questions"][0] |= {"kind": kind, "rule": None, "by_crossing_out": False, **more}
    return poll


async def phone_of(stage: Stage, hall: Hall, number: str) -> Page:
    await hall.check_in(number, "002", "003", "004")
    return await stage.delegate(number, size=PHONE)


async def votes(hall: Hall, poll: str, *marks: list[str]) -> None:
    """Delegates from 002 on cast."""
    for number, options in enumerate(marks, start=2):
        await (await hall.phone(f"{number:03}")).post_ballot(poll, [{"question": 1, "options": options}])


async def published(hall: Hall, poll: str) -> dict[str, Any]:
    console = await hall.console()
    await console.takes(poll, "close", "publish")
    await console.put("/screens/main/scene", {"scene": {"kind": "poll", "poll_id": poll}})
    tally: dict[str, Any] = (await console.get(f"/polls/{poll}"))["tally"]
    return tally


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("Đồng ý hay không với từng người, từng phương án", {}, {"kind": "approval"}),
        ("Xếp thứ tự ưu tiên", {}, {"kind": "ranking", "counted_by": "stv", "rule": None}),
        (
            "Chấm điểm từng phương án",
            {"Điểm cao nhất cho một phương án": "5"},
            {"kind": "score", "most_points": 5, "rule": None},
        ),
    ],
)
async def test_each_kind_is_composed_from_pasted_lines(
    stage: Stage, hall: Hall, kind: str, fields: dict[str, str], expected: dict[str, Any]
):
    page = await stage.console()
    await visits(page, "polls", "new")
    await page.get_by_label("Tên cuộc biểu quyết").fill("Chọn người")
    await page.get_by_label("Nội dung câu hỏi").fill("Chọn người đại diện")
    await page.get_by_label("Cách trả lời").select_option(kind)
    await page.get_by_label("Danh sách ứng viên").fill(LINES)
    await page.get_by_label("Số chỗ (lấy nhiều nhất)").fill("2")
    for label, value in fields.items():
        await page.get_by_label(label).fill(value)
    assert await violations(page) == []
    await page.get_by_role("button", name="Lưu bản nháp").click()

    await expect(page.get_by_role("heading", name="Chọn người").first).to_be_focused()
    await expect(page.get_by_text("Bầu 2 trong 4 người.")).to_be_visible()
    (poll,) = (await (await hall.console()).get("/polls"))["items"]
    (question,) = poll["paper"]["questions"]
    assert {name: question[name] for name in expected} == expected
    assert (question["max_marks"], len(question["candidates"])) == (2, 4)


async def test_yes_and_no_to_each_is_marked_reviewed_and_counted(stage: Stage, hall: Hall):
    page = await phone_of(stage, hall, "001")
    poll = await opens(hall, a_poll("approval"))
    await sees(page, "Đã chọn 0 / 4")
    review = page.get_by_role("button", name="Xem lại và gửi")
    await expect(review).to_be_disabled()

    await presses(page, "Đồng ý cả 4")
    await page.get_by_role("radiogroup", name=DAT).get_by_role("radio", name="Không đồng ý").click()
    await page.get_by_role("radiogroup", name=HAN).get_by_role("radio", name="Không ý kiến").click()

    await sees(page, "Đã chọn 3 / 4")
    assert await violations(page) == []
    await review.click()
    await sees(page, f"Đồng ý: {ANH}, {KHANG}; Không đồng ý: {DAT}")
    await presses(page, "Gửi phiếu")
    await sees(page, "Phiếu đã được ghi nhận")

    await votes(hall, poll, ["candidate-1=yes", "candidate-2=no", "candidate-3=no"], [])
    tally = await published(hall, poll)
    assert tally["questions"][0]["marks"] == {
        "candidate-1=yes": 2,
        "candidate-1=no": 0,
        "candidate-2=yes": 0,
        "candidate-2=no": 2,
        "candidate-3=yes": 1,
        "candidate-3=no": 1,
        "candidate-4=yes": 0,
        "candidate-4=no": 0,
    }
    await page.evaluate("hash => { location.hash = hash }", f"#/result/{poll}")
    await sees(page, "Trúng cử 1 / 2")
    await sees(page, "không đồng ý 2 · không ý kiến 1")
    await sees(page, f"Đồng chí: Đồng ý: {ANH}, {KHANG}; Không đồng ý: {DAT}")
    assert await violations(page) == []


async def test_an_order_is_made_by_taps_and_keys_and_counted_round_by_round(stage: Stage, hall: Hall):
    page = await phone_of(stage, hall, "001")
    poll = await opens(hall, a_poll("ranking", 2, counted_by="stv"))
    await sees(page, "Chưa xếp ai")

    for place, name in enumerate((DAT, ANH, HAN), start=1):
        await page.get_by_role("button", name=re.compile(f"{name}.*Xếp thứ {place}")).click()
    await page.get_by_role("button", name=f"{HAN}: lên thứ 2").focus()
    await page.keyboard.press("Enter")  # Hân before Ánh
    await page.get_by_role("button", name=f"{ANH}: bỏ khỏi thứ tự").click()

    assert await violations_in_both_themes(page) == []
    await presses(page, "Xem lại và gửi")
    await sees(page, f"1. {DAT}, 2. {HAN}")
    await presses(page, "Gửi phiếu")
    await sees(page, "Phiếu đã được ghi nhận")

    console, screen = await stage.console(), await stage.screen()
    await votes(hall, poll, ["candidate-2", "candidate-4"], ["candidate-2", "candidate-4"], ["candidate-1"])
    tally = await published(hall, poll)
    assert tally["questions"][0]["marks"] == {"candidate-1": 1, "candidate-2": 3, "candidate-3": 0, "candidate-4": 0}
    assert (tally["outcomes"][0]["needed"], tally["outcomes"][0]["chosen"]) == (2, ["candidate-2", "candidate-1"])
    await page.evaluate("hash => { location.hash = hash }", f"#/result/{poll}")
    await page.get_by_text("Bảng kiểm phiếu từng vòng").click()
    await sees(page, f"Chuyển phiếu dư của {DAT}")
    assert await violations_in_both_themes(page) == []
    await visits(console, "polls", poll)
    await console.get_by_text("Bảng kiểm phiếu từng vòng").click()
    await expect(console.get_by_text(f"Chuyển phiếu dư của {DAT}")).to_be_visible()
    assert await violations_in_both_themes(console) == []
    await expect(screen.get_by_text("đạt ở vòng 1")).to_be_visible()


async def test_points_are_given_line_by_line_and_the_most_win(stage: Stage, hall: Hall):
    page = await phone_of(stage, hall, "001")
    poll = await opens(hall, a_poll("score", 1, most_points=10, candidates=[]))
    await sees(page, "Cho mỗi dòng từ 0 đến 10 điểm.")

    await page.get_by_role("radiogroup", name=ANH).get_by_role("radio", name="7", exact=True).click()
    await page.get_by_role("radiogroup", name=DAT).get_by_role("radio", name="10").click()
    await page.get_by_role("radiogroup", name=KHANG).get_by_role("radio", name="0", exact=True).click()
    assert await violations(page) == []
    await presses(page, "Xem lại và gửi")
    await sees(page, f"{ANH}: 7, {DAT}: 10, {KHANG}: 0")
    await presses(page, "Gửi phiếu")
    await sees(page, "Phiếu đã được ghi nhận")

    await votes(hall, poll, ["candidate-1=8"])
    outcome = (await published(hall, poll))["outcomes"][0]
    assert (outcome["chosen"], outcome["whole"]) == (["candidate-1"], 20)
    await page.evaluate("hash => { location.hash = hash }", f"#/result/{poll}")
    await sees(page, "tính trên 20 (điểm có thể cho)")


async def test_many_points_are_chosen_from_a_list_on_a_narrow_phone(stage: Stage, hall: Hall):
    await hall.check_in("001")
    page = await stage.delegate("001", size=(320, 640))
    await opens(hall, a_poll("score", 1, most_points=100, candidates=[]))

    await page.get_by_role("combobox", name=ANH).select_option("85")

    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await presses(page, "Xem lại và gửi")
    await sees(page, f"{ANH}: 85")

"""The scenes of the hall's screen, each from a real steering or poll: what the hall reads."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from api.simulation.actors import Console
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.shelves import a_document
from tests.web.reading import illegible, reads
from tests.web.scenery import Scenery
from tests.web.stage import Stage


def a_paper(questions: int) -> list[dict[str, object]]:
    """A ballot in favour of everything."""
    return [{"question": number, "options": ["for"]} for number in range(1, questions + 1)]


async def opened(console: Console, **poll: object) -> str:
    """A poll that is open."""
    poll_id = await console.prepares(a_motion(**poll))  # type: ignore[arg-type]
    await console.takes(poll_id, "announce", "open")
    return poll_id


async def set_up(stage: Stage) -> tuple[Page, Console, Scenery]:
    """An enrolled screen, a console, and the console's hand on that screen."""
    console = await stage.hall.console()
    return await stage.screen(), console, Scenery(console)


async def test_the_welcome_names_the_congress_beside_a_clock(stage: Stage):
    screen, _, _ = await set_up(stage)

    await reads(screen, "welcome")

    await expect(screen.get_by_role("heading", name="Đại hội thử")).to_be_visible()
    await expect(screen.get_by_text("Trial congress")).to_be_visible()
    await expect(screen.get_by_role("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))


async def test_the_agenda_shows_the_current_item_among_its_neighbours(stage: Stage):
    screen, console, scenery = await set_up(stage)
    first, second = stage.hall.item_ids
    await console.put("/programme/current-item", {"id": str(first)})
    await console.put("/programme/current-item", {"id": str(second)})
    await scenery.show("agenda")

    await expect(screen.get_by_role("heading", name="Phiên thứ nhất")).to_be_visible()
    current = screen.locator("[aria-current=step]")
    await expect(current).to_contain_text("Nội dung 2")
    await expect(current).to_contain_text("Đang diễn ra")
    await expect(screen.get_by_role("listitem").first).to_contain_text("Đã xong")
    await expect(current.get_by_role("time")).to_have_text("13:00")  # 06:00 UTC in the congress's own zone


async def test_marks_run_beside_the_question_where_everybody_may_see_them(stage: Stage):
    screen, console, _ = await set_up(stage)
    await stage.hall.check_in("001", "002")
    poll_id = await opened(console, visibility="running")
    await (await stage.hall.phone("001")).cast(poll_id, ALL_FOR)

    await reads(screen, "poll")

    marks = screen.get_by_role("listitem")
    await expect(marks).to_have_count(3)
    await expect(marks.first).to_contain_text("Tán thành")
    await expect(marks.first).to_contain_text("1")
    assert await illegible(screen) == []


async def test_a_speaker_stands_with_the_time_that_is_left(stage: Stage):
    screen, _, scenery = await set_up(stage)

    await scenery.speaker("Trần Thị Mai Phương", "Đoàn đại biểu phường Bến Thành", seconds=300)

    await expect(screen.get_by_role("heading", name="Trần Thị Mai Phương")).to_be_visible()
    await expect(screen.get_by_text("Đoàn đại biểu phường Bến Thành")).to_be_visible()
    await expect(screen.get_by_role("timer")).to_contain_text(re.compile(r"[45]:\d\d"))
    await expect(screen.get_by_role("timer")).to_contain_text("Thời gian còn lại")


async def test_a_speakers_overtime_counts_up_and_says_so(stage: Stage):
    screen, _, scenery = await set_up(stage)

    await scenery.speaker("Trần Thị Mai Phương", seconds=1)

    await expect(screen.get_by_role("timer")).to_contain_text(re.compile(r"\+0:0[1-9]"))
    await expect(screen.get_by_role("timer")).to_contain_text("Quá thời gian")


async def test_a_page_of_a_document_is_drawn_whole(stage: Stage):
    screen, console, scenery = await set_up(stage)
    document = await a_document(console, "Trang một", "Trang hai", title="Báo cáo chính trị")

    await scenery.show("page", document_id=document, page=2)

    picture = screen.get_by_role("img", name="Trang 2/2")
    await expect(picture).to_be_visible()
    await expect(screen.get_by_text("Báo cáo chính trị")).to_be_visible()
    assert await picture.evaluate("(picture) => picture.naturalWidth") == 1440
    assert await picture.evaluate("(picture) => getComputedStyle(picture).objectFit") == "contain"


async def test_turning_a_page_keeps_the_one_before_until_the_next_is_there(stage: Stage):
    screen, console, scenery = await set_up(stage)
    document = await a_document(console, "Trang một", "Trang hai")
    await scenery.show("page", document_id=document, page=1)
    await expect(screen.get_by_role("img", name="Trang 1/2")).to_be_visible()

    await scenery.show("page", document_id=document, page=2)

    await expect(screen.locator("figure img")).to_have_attribute("src", re.compile("pages/2/large"))
    await expect(screen.locator("figure img")).to_have_count(1)


async def test_presence_grows_while_delegates_come_in_until_there_is_a_quorum(stage: Stage):
    screen, _, scenery = await set_up(stage)
    await scenery.show("presence")
    await expect(screen.get_by_text("Chưa đủ điều kiện tiến hành")).to_be_visible()

    await stage.hall.check_in("001", "002", "003")

    await expect(screen.get_by_text("Đủ điều kiện tiến hành", exact=True)).to_be_visible()
    await expect(screen.locator(".count")).to_have_text("3")
    await expect(screen.get_by_text("trên 4 đại biểu được triệu tập")).to_be_visible()
    await expect(screen.get_by_text("75,0 %")).to_be_visible()
    await expect(screen.get_by_text("Cần có 3")).to_be_visible()
    await expect(screen.get_by_text("có mặt ít nhất hai phần ba")).to_be_visible()
    await expect(screen.get_by_role("listitem").filter(has_text="Trung tâm")).to_contain_text("2/2")
    await expect(screen.get_by_role("listitem").filter(has_text="Thủ Đức")).to_contain_text("1/2")


async def test_a_poll_goes_from_announcing_to_its_result_by_itself(stage: Stage):
    await stage.hall.check_in("001", "002", "003")
    screen, console, _ = await set_up(stage)
    anh, dat = await stage.hall.phone("001"), await stage.hall.phone("002")

    poll = await console.prepares(a_motion("Thông qua nghị quyết?", seconds=120))
    await console.takes(poll, "announce")
    await expect(screen.get_by_text("Chuẩn bị biểu quyết")).to_be_visible()
    await expect(screen.get_by_role("heading", name="Thông qua nghị quyết? (1)")).to_be_visible()
    await expect(screen.get_by_text("2:00", exact=True)).to_be_visible()

    await console.takes(poll, "open")
    await expect(screen.get_by_text("Đang biểu quyết")).to_be_visible()
    await expect(screen.get_by_role("timer")).to_contain_text(re.compile(r"[12]:\d\d"))
    await expect(screen.get_by_text("0 / 3")).to_be_visible()
    await anh.cast(poll, ALL_FOR)
    await dat.cast(poll, ALL_FOR)
    await expect(screen.get_by_text("2 / 3")).to_be_visible()
    await expect(screen.get_by_text("66,7 %")).to_be_visible()

    await console.takes(poll, "close")
    await expect(screen.get_by_text("Chờ công bố kết quả")).to_be_visible()
    await expect(screen.get_by_role("timer")).to_have_count(0)

    await console.takes(poll, "publish")
    await reads(screen, "result")
    await expect(screen.get_by_text("Thông qua", exact=True)).to_be_visible()
    in_favour = screen.get_by_role("listitem").filter(has_text="Tán thành").first
    await expect(in_favour).to_contain_text("66,7 %")
    await expect(screen.get_by_text("trên 3 đại biểu có mặt")).to_be_visible()
    await expect(screen.get_by_text("cần ít nhất 2")).to_be_visible()
    await expect(screen.get_by_text("Phiếu thu về: 2 / 3")).to_be_visible()


async def test_a_hidden_turnout_is_nowhere_on_the_screen(stage: Stage):
    await stage.hall.check_in("001", "002")
    screen, console, scenery = await set_up(stage)
    anh = await stage.hall.phone("001")
    poll = await opened(console, visibility="hidden")
    await anh.cast(poll, ALL_FOR)

    await scenery.show("poll", poll_id=poll)  # rendered anew, after the ballot

    await expect(screen.get_by_text("Đang biểu quyết")).to_be_visible()
    await expect(screen.get_by_text("Đã biểu quyết")).to_have_count(0)
    assert "1 / 2" not in await screen.inner_text("main")


async def test_a_rejected_motion_is_told_by_word_and_sign(stage: Stage):
    await stage.hall.check_in("001", "002", "003")
    screen, console, _ = await set_up(stage)
    poll = await opened(console)

    await console.takes(poll, "close", "publish")

    pill = screen.locator(".pill").filter(has_text="Không thông qua")
    await expect(pill).to_be_visible()
    await expect(pill.locator("svg")).to_be_visible()


async def test_an_annulled_poll_says_why(stage: Stage):
    await stage.hall.check_in("001")
    screen, console, scenery = await set_up(stage)
    poll = await opened(console)
    await scenery.show("poll", poll_id=poll)

    await console.post(f"/polls/{poll}/annul", {"reason": "Nhầm tài liệu"})

    await expect(screen.get_by_text("Đã hủy kết quả biểu quyết")).to_be_visible()
    await expect(screen.get_by_text("Lý do: Nhầm tài liệu")).to_be_visible()


async def test_a_choice_shows_who_was_chosen(stage: Stage):
    await stage.hall.check_in("001", "002", "003")
    screen, console, _ = await set_up(stage)
    anh = await stage.hall.phone("001")
    names = ["Nguyễn Thị Hồng Ánh", "Đỗ Văn Đạt", "Trần Minh Khang"]
    options = [{"key": f"c{n}", "label_vi": name} for n, name in enumerate(names, start=1)]
    question = {"number": 1, "kind": "choice", "title_vi": "Chọn một", "options": options, "max_marks": 1}
    poll = await console.prepares({"title_vi": "Bầu tổ trưởng", "paper": {"questions": [question]}})
    await console.takes(poll, "announce", "open")
    await anh.cast(poll, [{"question": 1, "options": ["c2"]}])

    await console.takes(poll, "close", "publish")

    await expect(screen.get_by_text("Được chọn")).to_be_visible()
    await expect(screen.locator("li.chosen")).to_contain_text("Đỗ Văn Đạt")
    await expect(screen.locator("li.chosen")).to_contain_text("100,0 %")


@pytest.mark.parametrize(("questions", "pages"), [(15, 1), (20, 2)])
async def test_the_result_of_many_questions_pages_by_itself_past_fifteen(stage: Stage, questions: int, pages: int):
    await stage.hall.check_in("001")
    screen, console, _ = await set_up(stage)
    anh = await stage.hall.phone("001")
    poll = await opened(console, title="Chỉ tiêu", questions=questions)
    await anh.cast(poll, a_paper(questions))
    await screen.clock.install()
    await console.takes(poll, "close", "publish")
    await reads(screen, "result")

    rows = screen.locator("tbody tr:visible")
    await expect(screen.get_by_text(f"{questions}/{questions} nội dung được thông qua")).to_be_visible()
    await expect(rows).to_have_count(questions // pages)
    await expect(rows.first).to_contain_text("Chỉ tiêu (1)")
    await expect(rows.first).to_contain_text("100,0 %")
    await expect(rows.first).to_contain_text("Thông qua")
    if pages == 1:
        await expect(screen.get_by_text("Trang 1/1")).to_have_count(0)
        return
    await expect(screen.get_by_text("Trang 1/2")).to_be_visible()
    await screen.clock.run_for(10_000)
    await expect(screen.get_by_text("Trang 2/2")).to_be_visible()
    await expect(rows.first).to_contain_text("Chỉ tiêu (11)")
    await expect(rows).to_have_count(10)


async def test_a_message_and_a_black_screen(stage: Stage):
    screen, _, scenery = await set_up(stage)
    await scenery.show("message", text_vi="Giải lao 15 phút", text_en="A break of 15 minutes")
    await expect(screen.get_by_role("heading", name="Giải lao 15 phút")).to_be_visible()
    await expect(screen.get_by_text("A break of 15 minutes")).to_be_visible()

    await scenery.show("black")
    await reads(screen, "black")

    assert await screen.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(0, 0, 0)"
    assert await screen.locator("main :visible").filter(has_text=re.compile(r"\w")).count() <= 4  # the plate of set-up


@pytest.mark.parametrize("kind", ["welcome", "agenda", "presence", "black"])
async def test_an_announcement_stands_on_top_of_any_scene(stage: Stage, kind: str):
    screen, console, scenery = await set_up(stage)
    await console.put("/programme/current-item", {"id": str(stage.hall.item_ids[0])})
    await scenery.show(kind)
    await reads(screen, kind)

    await scenery.announce("Mời đại biểu vào hội trường", "Please come in")
    strip = screen.get_by_role("status").filter(has_text="Mời đại biểu vào hội trường")
    await expect(strip).to_be_visible()
    await expect(strip).to_contain_text("Please come in")
    assert (await strip.bounding_box() or {})["y"] < 1080 / 10

    await scenery.announce("")
    await expect(strip).to_have_count(0)


async def test_the_title_of_the_page_is_the_screens(hall: Hall, stage: Stage):
    organiser = await hall.console()
    await organiser.put(f"/screens/{uuid4()}", {"name": "side", "title": "Màn hình bên"})
    screen = await stage.screen()

    await screen.goto("/screen?name=side")

    await expect(screen).to_have_title("Màn hình Màn hình bên · Diên Hồng")

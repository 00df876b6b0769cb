"""Reading, searching and giving opinions on a phone."""

import asyncio
import re

from playwright.async_api import Page, Route, expect

from tests.congresses import Hall
from tests.web.delegates import goes, presses, publishes, revises, sees, sees_view, selects
from tests.web.stage import LAPTOP, Stage

REPORT = "Báo cáo chính trị"
PAGES = ("Mở đầu về phong trào công nhân.", "Chỉ tiêu: phát triển 200.000 đoàn viên.", "Kết luận của đại hội.")


async def reads(stage: Stage, hall: Hall, *pages: str) -> tuple[Page, str]:
    """A delegate has a document open."""
    document_id = await publishes(hall, REPORT, *(pages or PAGES))
    page = await stage.delegate("001")
    await goes(page, "documents", document_id)
    await sees_view(page, REPORT)
    return page, document_id


async def test_a_document_opens_from_the_list_as_pictures_of_its_pages(stage: Stage, hall: Hall):
    await publishes(hall, REPORT, *PAGES)
    page = await stage.delegate("001")

    await page.get_by_role("link", name="Tài liệu").click()
    await page.get_by_role("link", name=re.compile(REPORT)).click()

    await sees_view(page, REPORT)
    picture = page.get_by_role("img", name="Trang 1", exact=True)
    await expect(picture).to_have_js_property("naturalWidth", 720)
    await sees(page, "Trang 1 / 3")


async def test_a_document_read_before_opens_at_once_and_then_as_it_is_now(stage: Stage, hall: Hall):
    page, document_id = await reads(stage, hall)
    await sees(page, "Trang 1 / 3")
    await goes(page, "now")
    await revises(hall, document_id, *PAGES, "Phụ lục.")
    answering = asyncio.Event()

    async def late(route: Route) -> None:
        await answering.wait()
        await route.continue_()

    await page.route(f"**/api/v1/documents/{document_id}", late)
    await goes(page, "documents", document_id)
    await sees(page, "Trang 1 / 3")
    answering.set()

    await sees(page, "Trang 1 / 4")


async def test_zooming_fetches_the_large_picture(stage: Stage, hall: Hall):
    page, _ = await reads(stage, hall)

    async with page.expect_response(lambda answer: "large.webp" in answer.url):
        await presses(page, "Phóng to")

    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_double_tap_zooms_where_it_was_tapped_and_back(stage: Stage, hall: Hall):
    page, _ = await reads(stage, hall)
    sheet = page.locator("[data-page='1']")
    before = (await sheet.bounding_box() or {})["width"]

    await sheet.dblclick(position={"x": 200, "y": 100})
    await expect(page.get_by_role("button", name="Thu nhỏ")).to_be_enabled()
    assert (await sheet.bounding_box() or {})["width"] > 2 * before

    await sheet.dblclick(position={"x": 300, "y": 200})
    await expect(page.get_by_role("button", name="Thu nhỏ")).to_be_disabled()


async def test_only_pages_near_the_view_are_fetched(stage: Stage, hall: Hall):
    page, _ = await reads(stage, hall, *(f"Trang số {n}" for n in range(1, 41)))
    await sees(page, "Trang 1 / 40")

    await expect(page.locator("[data-page]")).to_have_count(40)
    await expect(page.get_by_role("img", name="Trang 1", exact=True)).to_be_visible()
    assert await page.locator("[data-page] img").count() < 8
    await page.locator("[data-page='30']").scroll_into_view_if_needed()
    await expect(page.get_by_role("img", name="Trang 30", exact=True)).to_be_visible()
    assert await page.locator("[data-page] img").count() < 8


async def test_the_last_page_is_remembered_across_phones(stage: Stage, hall: Hall):
    page, document_id = await reads(stage, hall)
    async with page.expect_request(lambda request: request.url.endswith("/place")):
        await page.locator("[data-page='3']").evaluate("(sheet) => sheet.scrollIntoView({ block: 'center' })")

    other = await stage.delegate("001")
    await goes(other, "documents", document_id)

    await sees(other, "Trang 3 / 3")


async def test_a_selected_passage_becomes_an_opinion(stage: Stage, hall: Hall):
    page, _ = await reads(stage, hall)
    await presses(page, "Chữ")
    await sees(page, "Chỉ tiêu: phát triển")

    await selects(page, "200.000 đoàn viên")
    await presses(page, "Góp ý đoạn đã chọn")
    await expect(page.get_by_role("dialog").get_by_text("200.000 đoàn viên")).to_be_visible()
    await page.get_by_label("Nội dung ý kiến").fill("Đề nghị nâng lên 250.000.")
    await presses(page, "Gửi ý kiến")
    await expect(page.get_by_role("dialog")).to_be_hidden()

    await goes(page, "opinions")
    await sees(page, "Đề nghị nâng lên 250.000.")
    await sees(page, f"{REPORT}, tr. 2")
    console = await hall.console()
    [sent] = (await console.get("/opinions"))["items"]
    assert sent["opinion"]["passage"] == "200.000 đoàn viên"
    assert (sent["opinion"]["page"], sent["opinion"]["version"]) == (2, 1)


async def test_an_answer_of_the_secretaries_is_called_and_read(stage: Stage, hall: Hall):
    phone = await hall.phone("001")
    opinion = await phone.opines("amend", "Đề nghị làm rõ.", item_id=str(hall.item_ids[0]))
    page = await stage.delegate("001")
    await sees_view(page, "Phiên thứ nhất")

    answer = {"kind": "partly", "text": "Bổ sung tại mục 3."}
    await (await hall.console()).put(f"/opinions/{opinion['id']}/answer", answer)
    await page.get_by_role("link", name=re.compile("Đoàn thư ký đã trả lời")).click()

    await sees(page, "Trả lời của đoàn thư ký: Tiếp thu một phần")
    await sees(page, "Bổ sung tại mục 3.")
    await goes(page, "now")
    await sees_view(page, "Phiên thứ nhất")
    await expect(page.get_by_text("Đoàn thư ký đã trả lời")).to_have_count(0)


async def test_an_unsent_opinion_is_kept_as_a_draft_across_a_reload(stage: Stage, hall: Hall):
    page = await stage.delegate("001")
    await goes(page, "targets")
    await page.get_by_role("button", name="Góp ý về chỉ tiêu CT01").click()
    await page.get_by_label("Câu hỏi").check()
    await page.get_by_label("Nội dung ý kiến").fill("Căn cứ nào?")
    await presses(page, "Để sau")

    await page.reload()
    await goes(page, "opinions")
    await presses(page, "Viết tiếp")
    await expect(page.get_by_label("Nội dung ý kiến")).to_have_value("Căn cứ nào?")
    await expect(page.get_by_label("Câu hỏi")).to_be_checked()
    await presses(page, "Gửi ý kiến")

    await sees(page, "Đã gửi")
    await expect(page.get_by_role("button", name="Viết tiếp")).to_have_count(0)


async def test_an_opinion_needs_words(stage: Stage, hall: Hall):
    page = await stage.delegate("001")
    await goes(page, "programme", hall.item_ids[0])
    await presses(page, "Góp ý về nội dung này", "Gửi ý kiến")

    await sees(page, "Đồng chí hãy viết nội dung ý kiến.")


async def test_an_item_leads_to_its_documents(stage: Stage, hall: Hall):
    await publishes(hall, REPORT, *PAGES, item_ids=[hall.item_ids[0]])
    page = await stage.delegate("001")
    await page.get_by_role("link", name="Chương trình").click()
    await page.get_by_role("link", name=re.compile("Nội dung 1")).click()

    await page.get_by_role("link", name=re.compile(REPORT)).click()

    await sees_view(page, REPORT)


async def test_search_without_tone_marks_leads_to_the_page(stage: Stage, hall: Hall):
    await publishes(hall, REPORT, *PAGES)
    page = await stage.delegate("001")
    await goes(page, "documents")

    await page.get_by_label("Tìm trong tài liệu, chương trình, chỉ tiêu").fill("ket luan")
    await expect(page.locator("mark").first).to_have_text("Kết")
    await page.get_by_role("link", name=re.compile("Trang 3")).click()

    await sees_view(page, REPORT)
    await sees(page, "Trang 3 / 3")


async def test_search_within_a_document_marks_what_it_finds(stage: Stage, hall: Hall):
    page, _ = await reads(stage, hall)
    await presses(page, "Chữ", "Tìm trong tài liệu này")

    await page.get_by_role("searchbox", name="Tìm trong tài liệu này").fill("doan vien")
    await expect(page.get_by_role("button", name=re.compile("Trang 2"))).to_contain_text("đoàn viên")
    await page.get_by_role("button", name=re.compile("Trang 2")).click()

    await expect(page.locator("[data-page='2'] mark")).to_have_text("đoàn viên")
    await page.get_by_role("searchbox", name="Tìm trong tài liệu này").fill("khong co dau")
    await sees(page, "Không tìm thấy trong tài liệu này.")


async def test_letters_grow_in_text_mode(stage: Stage, hall: Hall):
    page, _ = await reads(stage, hall)
    await presses(page, "Chữ")
    words = page.locator("[data-page='1'] .words")
    before = await words.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")

    await presses(page, "Chữ to hơn")

    assert await words.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)") > before


async def test_a_document_that_is_not_there_is_said(stage: Stage, hall: Hall):
    page = await stage.delegate("001", LAPTOP)

    await goes(page, "documents", hall.item_ids[0])

    await sees(page, "Không mở được tài liệu này")
    stage.faults[:] = [fault for fault in stage.faults if "404" not in fault]

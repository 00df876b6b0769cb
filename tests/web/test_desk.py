"""The desk sections of the console: documents, opinions, journal, accounts."""

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import text

from api.auth.permissions import Role
from tests.agenda import pdfs
from tests.congresses import Hall, a_motion
from tests.web.axe import violations
from tests.web.consoles import confirms, dialog, visits
from tests.web.stage import Stage, fits_its_width

SECTIONS = ("documents", "opinions", "journal", "access")
LONG_NAME = "Nguyễn Phúc Tôn Nữ Thị Hoàng Phương Thảo Nguyên – Trưởng Ban Thẩm tra tư cách đại biểu"


async def uploads(page: Page, name: str, content: bytes) -> None:
    await page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


async def adds_a_document(page: Page, title: str) -> None:
    await page.get_by_role("button", name="Thêm tài liệu").click()
    await dialog(page).get_by_label("Tên tài liệu").fill(title)
    await dialog(page).get_by_role("button", name="Lưu").click()
    await expect(page.get_by_role("heading", name=title)).to_be_visible()


async def test_a_document_is_uploaded_drawn_published_and_read(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "documents")
    await expect(page.get_by_text("Chưa có tài liệu nào")).to_be_visible()
    await adds_a_document(page, "Dự thảo Nghị quyết")

    await uploads(page, "nghi-quyet.pdf", pdfs.typeset("Trang một", "Trang hai"))
    await page.get_by_role("button", name="Phát hành").click()
    await confirms(page, "Phát hành")

    await expect(page.get_by_text("Đã phát hành", exact=True)).to_be_visible()
    phone = await hall.phone("001", topics=())
    (line,) = (await phone.get("/documents"))["items"]
    assert (line["title_vi"], line["pages"]) == ("Dự thảo Nghị quyết", 2)
    await page.get_by_role("button", name="Xem các trang").click()
    await expect(dialog(page).get_by_role("img")).to_have_js_property("complete", True)
    await dialog(page).get_by_role("button", name="Trang sau").click()
    await expect(dialog(page).get_by_role("status")).to_have_text("Trang 2 / 2")


async def test_what_is_no_pdf_is_told_with_what_to_do(stage: Stage):
    page = await stage.console()
    await visits(page, "documents")
    await adds_a_document(page, "Báo cáo")

    await uploads(page, "bao-cao.docx", b"PK\x03\x04 not a pdf")

    alert = page.get_by_role("article").get_by_role("alert")
    await expect(alert).to_contain_text("Tệp này không phải PDF")
    await expect(alert).to_contain_text("Hãy xuất văn bản ra PDF")
    stage.faults.clear()  # the browser logs the refusal


async def test_opinions_are_grouped_and_answered_one_after_the_other(stage: Stage, hall: Hall):
    for number, words in (("001", "Nên thêm chỉ tiêu nhà ở."), ("002", "Bổ sung bữa ăn ca.")):
        phone = await hall.phone(number, topics=())
        await phone.opines("amend", words, item_id=str(hall.item_ids[0]))
    page = await stage.console()
    await visits(page, "opinions")
    first = page.get_by_role("article").first

    await first.get_by_label("Nhóm").fill("Chăm lo đời sống")
    await first.get_by_role("button", name="Xếp nhóm").click()
    await expect(first.get_by_text("Chăm lo đời sống", exact=True)).to_be_visible()
    await first.get_by_role("button", name="Trả lời").click()
    await dialog(page).get_by_text("Giải trình", exact=True).click()
    await dialog(page).get_by_role("button", name="Gửi trả lời").click()
    await expect(dialog(page).get_by_role("alert")).to_have_text("Giải trình cần có nội dung.")
    await dialog(page).get_by_label("Nội dung trả lời").fill("Đã có tại mục 2.")
    await dialog(page).get_by_role("button", name="Gửi và sang").click()
    await expect(dialog(page)).to_contain_text("Bổ sung bữa ăn ca.")
    await dialog(page).get_by_role("button", name="Gửi trả lời").click()

    await expect(page.get_by_role("button", name="Sửa câu trả lời")).to_have_count(2)
    console = await hall.console()
    answers = [one["opinion"]["answer"]["kind"] for one in (await console.get("/opinions"))["items"]]
    assert answers == ["explained", "accepted"]
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Xuất XLSX").click()
    assert (await download.value).suggested_filename == "y-kien.xlsx"


async def test_opinions_on_one_thing_are_found_among_all(stage: Stage, hall: Hall):
    phone = await hall.phone("001", topics=())
    target = (await phone.get("/targets"))[0]["id"]
    await phone.opines("agree", "Nhất trí với nội dung.", item_id=str(hall.item_ids[0]))
    await phone.opines("amend", "Nâng chỉ tiêu lên.", target_id=target)
    page = await stage.console()
    await visits(page, "opinions")
    await expect(page.get_by_text("Đã nhận 2 ý kiến.")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(2)

    await page.get_by_label("Về", exact=True).select_option(target)
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_text("Nâng chỉ tiêu lên.")).to_be_visible()
    await page.get_by_label("Về", exact=True).select_option(str(hall.item_ids[0]))

    await expect(page.get_by_text("Nhất trí với nội dung.")).to_be_visible()


async def test_a_chair_reads_opinions_and_answers_none(stage: Stage, hall: Hall):
    await hall.hire(Role.CHAIR)
    await (await hall.phone("001", topics=())).opines("agree", "Nhất trí.", item_id=str(hall.item_ids[0]))
    page = await stage.console(Role.CHAIR)

    await visits(page, "opinions")

    await expect(page.get_by_text("Nhất trí.")).to_be_visible()
    await expect(page.get_by_role("button", name="Trả lời")).to_have_count(0)


async def test_a_whole_journal_is_confirmed_calmly(stage: Stage):
    page = await stage.console()
    await visits(page, "journal")

    await page.get_by_role("button", name="Kiểm tra chuỗi").click()

    await expect(page.get_by_text("Chuỗi nhật ký nguyên vẹn")).to_be_visible()
    await expect(page.get_by_role("row").filter(has_text="Lưu tài khoản").first).to_contain_text(
        "Tài khoản: Người organiser"
    )


async def test_the_journal_shows_what_one_looks_for(stage: Stage, hall: Hall):
    await (await hall.console()).prepares(a_motion("Thông qua chương trình?"))
    page = await stage.console()
    await visits(page, "journal")
    rows = page.get_by_role("region", name="Các mục nhật ký").get_by_role("row")
    await expect(rows.filter(has_text="Lưu tài khoản")).to_have_count(1)

    await page.get_by_label("Chỉ xem").select_option("Biểu quyết")

    await expect(rows.filter(has_text="Lưu tài khoản")).to_have_count(0)
    await expect(rows.filter(has_text="Soạn biểu quyết")).to_have_count(1)


async def test_a_journal_that_was_tampered_with_is_told_loudly(stage: Stage, hall: Hall):
    async with hall.sessions.begin() as session:
        await session.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER ALL"))
        await session.execute(text("UPDATE journal_entry SET actor_name = 'Ai đó' WHERE number = 2"))
    page = await stage.console()
    await visits(page, "journal")

    await page.get_by_role("button", name="Kiểm tra chuỗi").click()

    alert = page.get_by_role("alert").filter(has_text="Nhật ký đã bị can thiệp")
    await expect(alert).to_contain_text("entry 2")


async def test_a_screen_signs_in_with_the_code_that_the_console_shows(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "access")

    await page.get_by_role("button", name="Thêm thiết bị").click()
    await dialog(page).get_by_text("Màn hình", exact=True).click()
    await dialog(page).get_by_label("Tên").fill("main")
    await dialog(page).get_by_role("button", name="Lưu").click()
    await page.get_by_role("button", name="Cấp mã ghép nối").click()
    code = await dialog(page).locator(".code").inner_text()
    await expect(dialog(page).get_by_role("img")).to_have_accessible_name(f"Mã QR của địa chỉ {stage.address}/screen")
    await dialog(page).get_by_role("button", name="Đóng").click()

    answer = await hall.http.post(f"{stage.address}/api/v1/sign-in/device", json={"code": code})
    assert answer.json()["role"] == "screen"
    await page.get_by_role("button", name="Thu hồi").click()
    await confirms(page, "Thu hồi")
    await expect(page.get_by_text("Đã thu hồi", exact=True)).to_be_visible()


async def test_an_account_is_made_and_its_owner_signs_in(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "access")

    await page.get_by_role("button", name="Thêm tài khoản").click()
    form = dialog(page)
    await form.get_by_role("button", name="Lưu").click()
    await expect(form.get_by_role("alert")).to_have_count(3)
    await form.get_by_label("Tên đăng nhập").fill("thuky2")
    await form.get_by_label("Họ và tên").fill(LONG_NAME)
    await form.get_by_label("Mật khẩu").fill("mat khau thu ky")
    await form.get_by_role("button", name="Lưu").click()

    await expect(page.get_by_role("row").filter(has_text=LONG_NAME)).to_contain_text("Đoàn thư ký")
    sign_in = {"login": "thuky2", "password": "mat khau thu ky"}
    assert (await hall.http.post(f"{stage.address}/api/v1/sign-in/staff", json=sign_in)).json()["role"] == "secretary"


@pytest.mark.parametrize("section", SECTIONS)
async def test_a_section_is_accessible_and_fits(stage: Stage, hall: Hall, section: str):
    await (await hall.phone("001", topics=())).opines("amend", "Đề nghị " * 40, item_id=str(hall.item_ids[0]))
    await hall.door("Cửa chính phía đường Nguyễn Thị Minh Khai, sảnh tầng trệt")
    for theme, language in (("light", "vi"), ("dark", "en")):
        page = await stage.console(size=(768, 1024), theme=theme, language=language)
        await visits(page, section)
        await expect(page.get_by_role("status").filter(has_text="…")).to_have_count(0)

        assert await violations(page) == []
        for width in (768, 1024, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await fits_its_width(page), (section, width)

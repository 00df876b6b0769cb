"""The roster section of the console: finding people, their badges and credentials, importing a list."""

import csv
import io
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import update

from api.auth.permissions import Role
from api.simulation.actors import Refused
from delegates.models import Delegate, Delegation
from delegates.roster import Column, read_roster
from delegates.roster_file import read_table
from tests.congresses import HEADERS, PEOPLE, Hall
from tests.web.axe import violations, violations_in_both_themes
from tests.web.consoles import confirms, dialog, forgives, presses, tabs_to, visits
from tests.web.stage import Language, Stage, fits_its_width

REASON = "Đại biểu báo mất thẻ"
NEWCOMER = ["005", "Lý Thị Sen", "chính thức", "02", "Thủ Đức", "1"]


def a_list(*rows: list[str], headers: list[str] = HEADERS) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headers, *rows])
    return buffer.getvalue().encode()


async def chooses(page: Page, content: bytes, name: str = "danh-sach.csv") -> None:
    await page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def alert(page: Page) -> Locator:
    """What the view warns of; reports have a place of their own."""
    return page.get_by_role("main").get_by_role("alert")


async def reasons(page: Page, act: str) -> None:
    """Give the reason that is asked for, and go through with it."""
    await dialog(page).get_by_label("Lý do").fill(REASON)
    await dialog(page).get_by_role("button", name=act).click()


async def opens(stage: Stage, hall: Hall, number: str, role: Role = Role.ORGANISER) -> Page:
    """The console at one delegate."""
    page = await stage.console(role)
    await visits(page, "roster", "person", str(hall.delegate_id(number)))
    return page


async def test_people_are_found_without_tone_marks_and_by_filters(stage: Stage, hall: Hall):
    await hall.check_in("002")
    page = await stage.console()
    await visits(page, "roster")
    names = page.get_by_role("rowheader")
    await expect(names).to_have_count(len(PEOPLE))

    await page.get_by_label("Tìm đại biểu").fill("hong anh")
    await expect(names).to_have_text([re.compile("Nguyễn Thị Hồng Ánh")])
    await page.get_by_label("Tìm đại biểu").fill("")
    await page.get_by_label("Đoàn", exact=True).select_option("02")
    await page.get_by_label("Loại đại biểu").select_option("alternate")
    await expect(names).to_have_text([re.compile("Phạm Quốc Bình")])
    await page.get_by_label("Điểm danh").select_option("true")
    await expect(page.get_by_text("Không tìm thấy ai")).to_be_visible()
    await page.get_by_role("button", name="Xem tất cả").click()
    await expect(names).to_have_count(len(PEOPLE))
    await expect(page.get_by_role("row").filter(has_text="Đỗ Văn Đạt")).to_contain_text("Có mặt")


async def test_a_filter_is_still_there_when_one_comes_back_from_somebody(stage: Stage):
    page = await stage.console()
    await visits(page, "roster")
    await page.get_by_label("Tìm đại biểu").fill("khang")
    await page.get_by_role("link", name="Trần Minh Khang").click()
    await expect(page.get_by_role("heading", name="Trần Minh Khang")).to_be_focused()

    await page.get_by_role("link", name="Danh sách đại biểu").click()

    await expect(page.get_by_label("Tìm đại biểu")).to_have_value("khang")
    await expect(page.get_by_role("rowheader")).to_have_count(1)


async def test_a_long_roster_comes_page_by_page(stage: Stage, hall: Hall):
    rows = [[f"A{n:03}", f"Người Thứ {n}", "khách mời", "KM", "Khách mời", "1"] for n in range(60)]
    file = {"file": ("danh-sach.csv", a_list(*PEOPLE, *rows))}
    await (await hall.console()).request("POST", "/roster", params={"dry_run": "false"}, files=file)
    page = await stage.console()
    await visits(page, "roster")
    await expect(page.get_by_role("rowheader")).to_have_count(50)

    await page.get_by_role("button", name="Xem thêm").click()

    await expect(page.get_by_role("rowheader")).to_have_count(len(PEOPLE) + len(rows))
    await expect(page.get_by_role("button", name="Xem thêm")).to_have_count(0)


async def test_a_badge_is_reissued_and_the_old_one_is_refused_at_the_door(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "001")

    await page.get_by_role("button", name="Cấp lại thẻ").click()
    await expect(dialog(page)).to_contain_text("Thẻ cũ mất hiệu lực ngay")
    await reasons(page, "Cấp lại thẻ")

    await expect(dialog(page)).to_contain_text("Chỉ hiện lần này")
    await expect(dialog(page).get_by_role("img")).to_have_js_property("complete", True)
    assert await dialog(page).get_by_role("img").evaluate("picture => picture.naturalWidth") > 0
    pin = await dialog(page).locator(".pin").inner_text()
    assert re.fullmatch(r"\d{6}", pin)
    old = hall.issued["001"]
    assert (await (await hall.door()).scans(old.code))["verdict"] == "revoked"
    with pytest.raises(Refused, match="sign_in_refused"):
        await hall.phone("001", topics=())
    await dialog(page).get_by_role("button", name="Đã trao").click()
    await expect(page.get_by_text(pin)).to_have_count(0)


async def test_a_new_badge_is_printed_without_the_page_around_it(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "001")
    await page.get_by_role("button", name="Cấp lại thẻ").click()
    await reasons(page, "Cấp lại thẻ")
    pin = await dialog(page).locator(".pin").inner_text()

    (sheet,) = pdfium.PdfDocument(await page.pdf())

    text = " ".join(sheet.get_textpage().get_text_range().split())
    assert pin in text.replace(" ", "")
    assert "Nguyễn Thị Hồng Ánh" in text
    assert "Chỉ hiện lần này" not in text
    assert "Tư cách đại biểu" not in text


async def test_a_badge_is_revoked_and_issued_again(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "001")

    await page.get_by_role("button", name="Thu hồi thẻ").click()
    await dialog(page).get_by_role("button", name="Thu hồi thẻ").click()
    await expect(dialog(page).get_by_role("alert")).to_have_text("Cần ghi rõ lý do.")
    await reasons(page, "Thu hồi thẻ")

    await expect(page.get_by_role("button", name="Thu hồi thẻ")).to_have_count(0)
    await page.get_by_role("button", name="Cấp thẻ").click()
    await reasons(page, "Cấp thẻ")
    await expect(dialog(page).locator(".pin")).to_be_visible()


async def test_a_lost_phone_is_signed_out(stage: Stage, hall: Hall):
    phone = await hall.phone("001")
    page = await opens(stage, hall, "001")

    await page.get_by_role("button", name="Đăng xuất điện thoại").click()
    await confirms(page, "Đăng xuất điện thoại")

    await expect(page.get_by_role("status").filter(has_text="Đã đăng xuất")).to_be_visible()
    with pytest.raises(Refused, match="not_signed_in"):
        await phone.get("/documents")


async def test_the_board_rejects_somebody_and_recognises_them_again(stage: Stage, hall: Hall):
    await hall.hire(Role.CREDENTIALS)
    page = await opens(stage, hall, "002", Role.CREDENTIALS)

    await page.get_by_role("button", name="Không công nhận").click()
    await reasons(page, "Không công nhận")

    await expect(page.get_by_text("Tư cách không được công nhận")).to_be_visible()
    newest = (await (await hall.console(Role.CREDENTIALS)).get("/journal"))["items"]
    assert REASON in [entry["after"]["reason"] for entry in newest if entry["action"] == "credentials.decided"]
    assert (await (await hall.door()).scans(hall.issued["002"].code))["verdict"] == "suspended"
    await page.get_by_role("button", name="Công nhận").click()
    await reasons(page, "Công nhận")
    await expect(page.get_by_text("Tư cách được công nhận")).to_be_visible()


async def test_an_alternate_takes_the_place_of_somebody(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "DK01")

    await page.get_by_role("button", name="Thay thế đại biểu").click()
    choices = dialog(page).get_by_role("radio")
    await expect(choices).to_have_count(2)  # the officials of the own delegation
    await dialog(page).get_by_role("button", name="Thay thế").click()
    await expect(dialog(page).get_by_role("alert")).to_have_text(
        ["Hãy chọn đại biểu được thay thế.", "Cần ghi rõ lý do."]
    )
    await dialog(page).get_by_text("Lê Thị Ngọc Hân").click()
    await expect(dialog(page)).to_contain_text("Lê Thị Ngọc Hân bị đăng xuất")
    await reasons(page, "Thay thế")

    await expect(page.get_by_role("definition").filter(has_text="Chính thức")).to_be_visible()
    await page.get_by_role("link", name="Xem đại biểu được thay thế").click()
    await expect(page.get_by_role("heading", name="Lê Thị Ngọc Hân")).to_be_focused()
    await expect(page.get_by_text("Đã được thay thế")).to_be_visible()
    await expect(page.get_by_role("link", name="Xem đại biểu thay thế")).to_be_visible()


async def test_an_absence_is_noted_for_the_sitting_under_way(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "003")
    presence = await (await hall.console()).connect("presence")

    await page.get_by_role("button", name="Ghi vắng có lý do").click()
    await expect(dialog(page).get_by_label("Phiên họp")).to_have_value(str(hall.sitting_id))
    await reasons(page, "Ghi vắng có lý do")

    await expect(dialog(page)).to_have_count(0)
    await presence.until("presence", lambda state: state["excused"] == 1)


async def test_what_somebody_else_did_to_a_delegate_shows_by_itself(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "002")
    await expect(page.get_by_role("button", name="Thu hồi thẻ")).to_be_visible()

    console = await hall.console()
    await console.post(f"/delegates/{hall.delegate_id('002')}/badge/revoke", {"reason": REASON})
    await expect(page.get_by_role("button", name="Thu hồi thẻ")).to_have_count(0)
    await console.post(f"/delegates/{hall.delegate_id('002')}/badge", {"reason": REASON})
    await hall.check_in("001")

    await expect(page.get_by_role("button", name="Thu hồi thẻ")).to_be_visible()


async def test_errors_stand_at_their_cells_and_a_mended_list_is_imported(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "roster", "import")
    wrong = [["001", *PEOPLE[1][1:]], ["005", "", "khách quý", "02", "Thủ Đức", "0"]]

    await chooses(page, a_list(PEOPLE[0], *wrong))

    await expect(alert(page)).to_contain_text("4 ô cần sửa; chưa nhập gì.")
    table = page.get_by_role("region", name="Các ô cần sửa")
    await expect(table.get_by_role("columnheader")).to_have_text(
        ["Hàng", "Số đại biểu", "Họ và tên", "Loại đại biểu", "Số phiếu"]
    )
    await expect(table.get_by_role("row").nth(1).get_by_role("cell").nth(0)).to_have_text(
        re.compile("001.*Trùng với hàng 2")
    )
    await expect(table.get_by_role("row").nth(2).get_by_role("rowheader")).to_have_text("4")
    await expect(table.get_by_role("row").nth(2).get_by_role("cell")).to_have_text(
        [
            "005",
            re.compile("(trống).*Không được để trống"),
            re.compile("khách quý.*Chỉ nhận: chính thức, dự khuyết"),
            re.compile("0.*Cần từ 1 đến"),
        ]
    )
    await expect(page.get_by_role("button", name="Nhập danh sách")).to_have_count(0)

    changed = [*PEOPLE[0][:5], "2"]
    await chooses(page, a_list(changed, *PEOPLE[1:], NEWCOMER))
    await expect(page.get_by_role("status").get_by_role("definition")).to_have_text(["1", "1", str(len(PEOPLE) - 1)])
    await expect(page.get_by_role("row").filter(has_text="Nguyễn Thị Hồng Ánh")).to_contain_text("Số phiếu")
    await page.get_by_role("button", name="Nhập danh sách").click()
    await expect(dialog(page)).to_contain_text("Thêm 1, thay đổi 1, giữ nguyên 5 người. Không ai bị xóa")
    await confirms(page, "Nhập danh sách")

    await expect(page.get_by_role("status").filter(has_text="Đã nhập: thêm 1")).to_be_visible()
    lines = (await (await hall.console()).get("/delegates", params={"search": "Lý Thị Sen"}))["items"]
    assert [line["number"] for line in lines] == ["005"]


async def test_a_list_that_agrees_with_the_roster_has_nothing_to_import(stage: Stage):
    page = await stage.console()
    await visits(page, "roster", "import")

    await chooses(page, a_list(*PEOPLE[:-1]))

    await expect(page.get_by_role("heading", name="không có gì để nhập")).to_be_visible()
    await expect(page.get_by_text("vẫn giữ nguyên: KM01.")).to_be_visible()
    await expect(page.get_by_role("button", name="Nhập danh sách")).to_have_count(0)


async def test_a_column_of_another_name_is_pointed_out_by_hand(stage: Stage):
    page = await stage.console()
    await visits(page, "roster", "import")

    await chooses(page, a_list(*PEOPLE, headers=["Mã thẻ: số", *HEADERS[1:]]))
    await expect(alert(page)).to_contain_text("Thiếu cột: Số đại biểu.")
    await expect(page.get_by_role("button", name="Kiểm tra lại")).to_be_disabled()
    await page.get_by_label("Số đại biểu").select_option("Mã thẻ: số")
    await page.get_by_role("button", name="Kiểm tra lại").click()

    await expect(page.get_by_role("heading", name="không có gì để nhập")).to_be_visible()
    forgives(stage, "422")


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("cu.xls", b"\xd0\xcf\x11\xe0 old", "Hãy lưu thành .xlsx"),
        ("hong.xlsx", b"PK\x03\x04 broken", "Hãy mở bằng Excel rồi lưu lại"),
        ("ma-cu.csv", "Họ và tên\nÁnh".encode("utf-16"), "CSV UTF-8"),
        ("lon.csv", b"x" * (20 * 1024 * 1024 + 1), "lớn hơn 20 MB"),
        ("trung.csv", a_list(["1", *PEOPLE[0]], headers=["STT", *HEADERS]), "STT · Số đại biểu"),
    ],
)
async def test_a_file_that_cannot_be_read_is_told_with_what_to_do(
    stage: Stage, tmp_path: Path, name: str, content: bytes, advice: str
):
    page = await stage.console()
    await visits(page, "roster", "import")

    file = tmp_path / name
    file.write_bytes(content)
    await page.locator("input[type=file]").set_input_files(file)  # by its path: twenty megabytes take their time else

    await expect(alert(page)).to_contain_text(advice)
    forgives(stage, "422")


async def test_the_template_has_every_column_that_an_import_reads(stage: Stage):
    page = await stage.console()
    await visits(page, "roster", "import")

    async with page.expect_download() as download:
        await page.get_by_role("link", name="Tải tệp mẫu").click()

    file = await (await download.value).path()
    assert sorted(read_roster(read_table(file.read_bytes(), file.name)).columns) == sorted(Column)


async def test_missing_badges_are_issued_and_their_print_is_saved_at_once(stage: Stage, hall: Hall):
    file = {"file": ("danh-sach.csv", a_list(*PEOPLE, NEWCOMER))}
    await (await hall.console()).request("POST", "/roster", params={"dry_run": "false"}, files=file)
    page = await stage.console()
    await visits(page, "roster", "badges")
    await page.get_by_role("button", name="Xem ai chưa có thẻ").click()
    await expect(page.get_by_role("rowheader")).to_have_text([re.compile("Lý Thị Sen")])
    await visits(page, "roster", "badges")

    await page.get_by_role("button", name="Cấp 1 thẻ còn thiếu").click()
    async with page.expect_download() as download:
        await confirms(page, "Cấp thẻ và tải PDF")

    assert (await download.value).suggested_filename == "the-dai-bieu.pdf"
    sheets = pdfium.PdfDocument(await (await download.value).path())
    assert "Lý Thị Sen" in " ".join(sheets[0].get_textpage().get_text_range().split())
    await expect(page.get_by_text("Mọi người đã có thẻ.")).to_be_visible()
    async with page.expect_download():
        await page.get_by_role("link", name="Tải lại tệp PDF").click()


async def test_the_credentials_report_counts_and_shows_no_group_under_three(stage: Stage, hall: Hall):
    facts = [["nữ", "Kinh"], ["nam", "Kinh"], ["nam", "Kinh"], ["nữ", "Khmer"]]
    rows = [[*person, *fact] for person, fact in zip(PEOPLE[:4], facts, strict=True)]
    file = {"file": ("danh-sach.csv", a_list(*rows, headers=[*HEADERS, "Giới tính", "Dân tộc"]))}
    await (await hall.console()).request("POST", "/roster", params={"dry_run": "false"}, files=file)
    page = await stage.console()

    await visits(page, "roster", "report")

    await expect(page.get_by_text("4 đại biểu chính thức")).to_be_visible()
    await expect(
        page.get_by_role("region", name="Theo giới tính").get_by_role("row").filter(has_text="Nữ")
    ).to_contain_text("50,0\u00a0%")
    await expect(page.get_by_role("region", name="Dân tộc", exact=True)).to_contain_text("Không có nhóm nào đủ lớn")
    await expect(page.get_by_text("Khmer")).to_have_count(0)


async def test_the_credentials_board_keeps_badges_but_imports_nothing_and_edits_no_documents(stage: Stage, hall: Hall):
    await hall.hire(Role.CREDENTIALS)
    page = await opens(stage, hall, "001", Role.CREDENTIALS)

    await expect(page.get_by_role("button", name="Cấp lại thẻ")).to_be_visible()
    await expect(page.get_by_role("button", name="Không công nhận")).to_be_visible()
    await expect(page.get_by_role("navigation").get_by_role("link", name="Tài liệu")).to_have_count(0)
    await visits(page, "roster", "import")
    await expect(page.get_by_role("heading", name="Đại biểu", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Nhập danh sách")).to_have_count(0)
    await visits(page, "documents")
    await expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()


async def test_a_teller_sees_people_and_changes_none_of_them(stage: Stage, hall: Hall):
    await hall.hire(Role.TELLER)
    page = await opens(stage, hall, "001", Role.TELLER)

    await expect(page.get_by_text("01 · Trung tâm")).to_be_visible()

    await expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    await visits(page, "roster", "report")
    await expect(page.get_by_role("heading", name="Theo diện")).to_be_visible()
    await expect(page.get_by_text("Tôn giáo")).to_have_count(0)


async def test_somebody_is_found_and_gets_a_badge_by_keyboard_alone(stage: Stage):
    page = await stage.console()
    await visits(page, "roster")

    await tabs_to(page, "Tìm đại biểu")
    await page.keyboard.type("dat")
    await expect(page.get_by_role("rowheader")).to_have_count(1)
    await tabs_to(page, "Đỗ Văn Đạt")  # the table first, which scrolls by keyboard
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Đỗ Văn Đạt")).to_be_focused()
    await presses(page, "Cấp lại thẻ")
    await expect(dialog(page)).to_be_visible()
    await tabs_to(page, "Lý do")
    await page.keyboard.type(REASON)
    await presses(page, "Cấp lại thẻ")

    await expect(dialog(page).locator(".pin")).to_be_visible()


VIEWS = [("roster",), ("roster", "person", "{id}"), ("roster", "import"), ("roster", "badges"), ("roster", "report")]


async def settles(page: Page) -> None:
    await expect(page.get_by_text("Đang tải…").or_(page.get_by_text("Loading…"))).to_have_count(0)


async def lengthens_all_names(hall: Hall) -> None:
    place = "Công đoàn cơ sở Tổng công ty Nông nghiệp Sài Gòn – Trách nhiệm hữu hạn một thành viên"
    person = "Công Tằng Tôn Nữ Hoàng Thị Nguyễn Phước Bảo Quỳnh Như"
    async with hall.sessions.begin() as session:
        await session.execute(update(Delegate).values(full_name=person, position=place, unit=place))
        await session.execute(update(Delegation).values(name=place))


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_view_of_the_roster_is_accessible_and_fits(stage: Stage, hall: Hall, language: Language):
    await lengthens_all_names(hall)
    page = await stage.console(language=language, reduced_motion="reduce")

    for view in VIEWS:
        await visits(page, *(part.format(id=hall.delegate_id("001")) for part in view))
        await settles(page)
        assert await violations_in_both_themes(page) == [], view
        for width in (768, 1024, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await fits_its_width(page), (view, width)
    await visits(page, "roster", "import")
    await chooses(page, a_list(PEOPLE[0], ["005", "", "khách quý", "02", "Thủ Đức", "0"]))
    await expect(page.get_by_role("alert").filter(has_text="3")).to_be_visible()
    assert await violations_in_both_themes(page) == []
    assert await fits_its_width(page)


async def test_the_dialogs_of_a_delegate_are_accessible(stage: Stage, hall: Hall):
    page = await opens(stage, hall, "DK01")
    await page.get_by_role("button", name="Thay thế đại biểu").click()
    await expect(dialog(page).get_by_role("radio")).to_have_count(2)
    await dialog(page).get_by_role("button", name="Thay thế").click()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Cấp lại thẻ").click()
    assert await violations(page) == []

    await reasons(page, "Cấp lại thẻ")

    await expect(dialog(page).locator(".pin")).to_be_visible()
    assert await violations(page) == []

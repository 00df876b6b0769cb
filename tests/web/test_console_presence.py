"""Presence at the console: quorum, doors, admission by hand, undoing."""

from uuid import uuid4

from playwright.async_api import expect

from api.auth.permissions import Role
from tests.congresses import Hall
from tests.web.consoles import confirms, dialog, visits
from tests.web.stage import Stage


async def test_the_quorum_comes_and_goes_before_ones_eyes(stage: Stage, hall: Hall):
    door = await hall.check_in("001", "002")
    page = await stage.console()
    await visits(page, "presence")
    quorum = page.get_by_role("region", name="Điều kiện tiến hành")

    await expect(quorum).to_contain_text("2 / 4 đại biểu chính thức")
    await expect(quorum).to_contain_text("Còn thiếu 1 đại biểu")
    await expect(quorum).to_contain_text("Cần 3: có mặt ít nhất hai phần ba tổng số đại biểu được triệu tập.")
    await door.scans(hall.issued["003"].code)
    await expect(quorum).to_contain_text("Đủ điều kiện tiến hành")
    await door.scans(hall.issued["001"].code, direction="exit")
    await expect(quorum).to_contain_text("Còn thiếu 1 đại biểu")
    await expect(page.get_by_role("row", name="Thủ Đức").last).to_contain_text("1 / 2")


async def test_doors_and_their_last_scans_are_seen(stage: Stage, hall: Hall):
    door = await hall.door("Cửa B")
    await door.scans(hall.issued["001"].code)
    await door.scans("0" * 26)
    page = await stage.console()

    await visits(page, "presence")

    counts = page.get_by_role("region", name="Các cửa").get_by_role("row", name="Cửa B")
    await expect(counts.get_by_role("cell")).to_have_text(["1", "0", "1", "0"])
    scans = page.get_by_role("region", name="Lượt quét gần nhất").get_by_role("row")
    await expect(scans.nth(1)).to_contain_text("mã không rõ")
    await expect(scans.nth(2)).to_contain_text("Nguyễn Thị Hồng Ánh")


async def test_two_offline_doors_end_in_a_conflict_that_is_seen(stage: Stage, hall: Hall):
    for name in ("Cửa A", "Cửa B"):
        door = await hall.door(name)
        scan = {"nonce": str(uuid4()), "code": hall.issued["001"].code, "occurred_at": "2025-12-24T06:00:00Z"}
        await door.post("/scans/offline", {"sent_at": "2025-12-24T06:00:05Z", "scans": [scan]})
    page = await stage.console()

    await visits(page, "presence")

    await expect(page.get_by_role("region", name="Lượt quét gần nhất").get_by_text("Xung đột")).to_be_visible()
    await expect(page.get_by_role("region", name="Điều kiện tiến hành")).to_contain_text("1 / 4")


async def test_somebody_without_a_badge_is_let_in_by_hand_with_a_reason(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "presence")

    await page.get_by_label("Tìm đại biểu").fill("dat")
    await page.get_by_role("button", name="Cho vào: Đỗ Văn Đạt").click()
    await dialog(page).get_by_role("button", name="Cho vào").click()
    await expect(dialog(page).get_by_text("Cần ghi rõ lý do.")).to_be_visible()
    await dialog(page).get_by_label("Lý do").fill("Quên thẻ ở khách sạn")
    await confirms(page, "Cho vào")

    await expect(page.get_by_role("button", name="Cho ra: Đỗ Văn Đạt")).to_be_visible()
    await expect(page.get_by_role("region", name="Điều kiện tiến hành")).to_contain_text("1 / 4")
    scan = page.get_by_role("region", name="Lượt quét gần nhất").get_by_role("row").nth(1)
    await expect(scan).to_contain_text("Bàn điều hành")


async def test_somebody_who_is_not_let_in_is_explained(stage: Stage, hall: Hall):
    decided = {"credentials": "rejected", "reason": "Hồ sơ không hợp lệ"}
    await (await hall.console()).post(f"/delegates/{hall.delegate_id('002')}/credentials", decided)
    page = await stage.console()
    await visits(page, "presence")

    await page.get_by_label("Tìm đại biểu").fill("002")
    await page.get_by_role("button", name="Cho vào: Đỗ Văn Đạt").click()
    await dialog(page).get_by_label("Lý do").fill("Quên thẻ")
    await confirms(page, "Cho vào")

    await expect(page.get_by_role("alert")).to_contain_text("Đỗ Văn Đạt: tư cách đại biểu không được công nhận.")
    await expect(page.get_by_role("region", name="Điều kiện tiến hành")).to_contain_text("0 / 3")


async def test_a_scan_is_undone_with_a_reason_and_stays_in_sight(stage: Stage, hall: Hall):
    await hall.check_in("001")
    page = await stage.console()
    await visits(page, "presence")

    await page.get_by_role("button", name="Hoàn tác lượt quét của Nguyễn Thị Hồng Ánh").click()
    await dialog(page).get_by_label("Lý do").fill("Quét nhầm thẻ")
    await confirms(page, "Hoàn tác")

    await expect(page.get_by_text("Đã hoàn tác", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Hoàn tác lượt quét")).to_have_count(0)
    await expect(page.get_by_role("region", name="Điều kiện tiến hành")).to_contain_text("0 / 4")


async def test_a_teller_watches_and_lets_nobody_in(stage: Stage, hall: Hall):
    await hall.check_in("001")
    await hall.hire(Role.TELLER)
    page = await stage.console(Role.TELLER)

    await visits(page, "presence")

    await expect(page.get_by_role("region", name="Lượt quét gần nhất")).to_contain_text("Nguyễn Thị Hồng Ánh")
    await expect(page.get_by_label("Tìm đại biểu")).to_have_count(0)
    await expect(page.get_by_role("button", name="Hoàn tác lượt quét")).to_have_count(0)


async def test_without_a_sitting_one_is_told_what_to_do(stage: Stage, hall: Hall):
    await (await hall.console()).put("/programme/current-sitting", {"id": None})
    page = await stage.console()

    await visits(page, "presence")

    await expect(page.get_by_text("Hãy bắt đầu phiên ở phần Chương trình")).to_be_visible()

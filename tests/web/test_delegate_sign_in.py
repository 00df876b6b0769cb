"""Signing in: badge and PIN, one phone at a time."""

from playwright.async_api import Page, expect

from tests.congresses import Hall
from tests.web.delegates import goes, presses, sees, sees_view
from tests.web.stage import Stage


async def enters_pin(page: Page, pin: str | None) -> None:
    await page.get_by_label("Mã PIN").fill(pin or "")
    await presses(page, "Vào đại hội")


async def test_a_badge_and_its_pin_lead_to_now(stage: Stage, hall: Hall):
    badge = hall.issued["001"]
    page = await stage.page(f"/B/{badge.code}")

    await enters_pin(page, badge.pin)

    await sees_view(page, "Phiên thứ nhất")
    assert badge.code not in page.url


async def test_the_badges_code_leaves_the_address_at_once_and_stays_out_of_storage(stage: Stage, hall: Hall):
    badge = hall.issued["001"]
    page = await stage.page(f"/B/{badge.code}")
    await expect(page.get_by_label("Mã PIN")).to_be_focused()

    assert badge.code not in page.url
    await enters_pin(page, badge.pin)
    await sees_view(page, "Phiên thứ nhất")
    kept = await page.evaluate(
        """async () => {
            const database = await new Promise((done) => {
                const request = indexedDB.open("dienhong");
                request.onsuccess = () => done(request.result);
            });
            const all = (name) => new Promise((done) => {
                const request = database.transaction(name).objectStore(name).getAll();
                request.onsuccess = () => done(request.result);
            });
            return JSON.stringify([await all("states"), await all("drafts"), {...localStorage}]);
        }"""
    )
    assert str(badge.delegate_id) in kept
    assert badge.code not in kept


async def test_without_a_badge_it_says_how_and_takes_a_typed_code(stage: Stage, hall: Hall):
    badge = hall.issued["002"]
    page = await stage.page("/")
    await sees(page, "Quét mã trên thẻ đại biểu")

    await page.get_by_text("Không quét được?").click()
    await page.get_by_label("Mã thẻ").fill("K7")
    await presses(page, "Tiếp tục")
    await sees(page, "Mã thẻ có 26 chữ và số.")
    await page.get_by_label("Mã thẻ").fill(badge.code.lower())
    await presses(page, "Tiếp tục")
    await enters_pin(page, badge.pin)

    await sees_view(page, "Phiên thứ nhất")


async def test_guests_who_have_no_pin_are_told_what_their_badge_is_for(stage: Stage, hall: Hall):
    page = await stage.page(f"/B/{hall.issued['KM01'].code}")

    await sees(page, "Khách mời không có mã PIN: thẻ chỉ dùng để điểm danh ở cửa.")


async def test_wrong_pins_are_told_and_then_have_to_wait(stage: Stage, hall: Hall):
    page = await stage.page(f"/B/{hall.issued['001'].code}")

    await enters_pin(page, "")
    await sees(page, "Đồng chí hãy nhập mã PIN.")
    for _ in range(5):
        await enters_pin(page, "000000")
        await sees(page, "Mã PIN không khớp với thẻ này.")
        await expect(page.get_by_label("Mã PIN")).to_have_value("")
    await enters_pin(page, "000000")

    await sees(page, "Sai nhiều lần. Thử lại sau")
    await expect(page.get_by_role("button", name="Vào đại hội")).to_be_disabled()
    await expect(page.get_by_role("button", name="Vào đại hội")).to_be_enabled()
    stage.faults[:] = [fault for fault in stage.faults if "/sign-in/delegate" not in fault]


async def test_a_newer_sign_in_ends_the_older_phone_which_says_why(stage: Stage):
    older = await stage.delegate("001")
    await sees_view(older, "Phiên thứ nhất")

    await stage.delegate("001")

    await sees(older, "Phiên đăng nhập trên máy này đã kết thúc")
    await sees(older, "Mỗi đại biểu dùng một máy.")
    await sees(older, "Quét mã trên thẻ đại biểu")


async def test_the_own_badge_scanned_again_just_opens(stage: Stage, hall: Hall):
    badge = hall.issued["001"]
    page = await stage.page(f"/B/{badge.code}")
    await enters_pin(page, badge.pin)
    await sees_view(page, "Phiên thứ nhất")

    await page.goto(f"/B/{badge.code}")

    await sees_view(page, "Phiên thứ nhất")


async def test_another_delegates_badge_is_asked_about(stage: Stage, hall: Hall):
    page = await stage.delegate("001")
    await sees_view(page, "Phiên thứ nhất")
    other = hall.issued["002"]

    await page.goto(f"/B/{other.code}")
    await sees_view(page, "Đổi đại biểu trên máy này?")
    await presses(page, "Vẫn là Nguyễn Thị Hồng Ánh")
    await sees_view(page, "Phiên thứ nhất")

    await page.goto(f"/B/{other.code}")
    await presses(page, "Đăng nhập bằng thẻ vừa quét")
    await enters_pin(page, other.pin)
    await sees_view(page, "Phiên thứ nhất")
    await goes(page, "me")
    await sees(page, "Đỗ Văn Đạt")


async def test_signing_out_leaves_nothing_on_the_phone(stage: Stage):
    page = await stage.delegate("001")
    await goes(page, "me")

    await presses(page, "Đăng xuất")
    async with page.expect_navigation():
        await page.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()

    await sees(page, "Quét mã trên thẻ đại biểu")
    kept = await page.evaluate(
        """async () => {
            const database = await new Promise((done) => {
                const request = indexedDB.open("dienhong");
                request.onsuccess = () => done(request.result);
            });
            return new Promise((done) => {
                const request = database.transaction("states").objectStore("states").count();
                request.onsuccess = () => done(request.result);
            });
        }"""
    )
    assert kept == 0

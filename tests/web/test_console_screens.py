"""Screens at the console: what they show, and telling them something else."""

from datetime import datetime, timedelta

from playwright.async_api import expect

from api.auth.permissions import Role
from tests.congresses import Hall, a_motion
from tests.web.consoles import dialog, forgives, visits
from tests.web.stage import Stage


async def test_a_screen_is_told_a_scene_and_every_console_sees_it(stage: Stage, hall: Hall):
    screen = await hall.screen()
    one, other = await stage.console(), await stage.console()
    for page in (one, other):
        await visits(page, "screens")

    await one.get_by_role("button", name="Chào mừng").click()

    await screen.shows("main", "welcome")
    for page in (one, other):
        await expect(page.get_by_role("button", name="Chào mừng")).to_have_attribute("aria-pressed", "true")
        await expect(page.get_by_text("Đang chiếu: Chào mừng")).to_be_visible()
        await expect(page.get_by_text("Đang ghim")).to_be_visible()


async def test_the_preview_is_the_screen_itself(stage: Stage, hall: Hall):
    page = await stage.console()

    await visits(page, "screens")

    preview = page.get_by_title("Xem trước màn hình main")
    await expect(preview).to_have_attribute("src", "/screen?name=main&preview")
    box = await preview.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.02
    assert box["width"] < 900


async def test_a_poll_is_put_on_the_screen(stage: Stage, hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    page = await stage.console()
    await visits(page, "screens")
    await page.get_by_role("button", name="Biểu quyết…").click()
    await expect(dialog(page)).to_contain_text("Chưa có cuộc biểu quyết nào được công bố.")

    poll = await console.prepares(a_motion("Thông qua nghị quyết?"))
    await console.takes(poll, "announce")
    await expect(dialog(page).get_by_label("Cuộc biểu quyết")).to_have_text("Cuộc 1: Thông qua nghị quyết?")
    await dialog(page).get_by_role("button", name="Chiếu lên màn hình").click()

    await screen.shows("main", "poll", lambda scene: scene["poll_id"] == poll)
    await expect(page.get_by_text("Đang chiếu: Biểu quyết · Thông qua nghị quyết?")).to_be_visible()


async def test_a_message_has_to_be_written_before_it_is_shown(stage: Stage, hall: Hall):
    screen = await hall.screen()
    page = await stage.console()
    await visits(page, "screens")
    await page.get_by_role("button", name="Dòng chữ…").click()

    await dialog(page).get_by_role("button", name="Chiếu lên màn hình").click()
    await expect(dialog(page).get_by_text("Hãy nhập nội dung.")).to_be_visible()
    await dialog(page).get_by_label("Nội dung").fill("Nghỉ giải lao 15 phút")
    await dialog(page).get_by_role("button", name="Chiếu lên màn hình").click()

    await screen.shows("main", "message", lambda scene: scene["text_vi"] == "Nghỉ giải lao 15 phút")


async def test_a_screen_is_made_once_and_its_name_cannot_be_taken(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "screens")
    await page.get_by_role("button", name="Thêm màn hình").click()

    await dialog(page).get_by_label("Tên trong địa chỉ").fill("Hành lang")
    await dialog(page).get_by_role("button", name="Lưu").click()
    await expect(dialog(page).get_by_text("Chỉ dùng chữ thường không dấu")).to_be_visible()
    await dialog(page).get_by_label("Tên trong địa chỉ").fill("main")
    await dialog(page).get_by_role("button", name="Lưu").click()
    await expect(dialog(page).get_by_role("alert")).to_be_visible()
    await dialog(page).get_by_label("Tên trong địa chỉ").fill("hanh-lang")
    await dialog(page).get_by_label("Tên gọi").fill("Hành lang")
    await dialog(page).get_by_role("button", name="Lưu").click()

    await expect(page.get_by_role("heading", name="Hành lang")).to_be_visible()
    forgives(stage, "409")


async def test_a_secretary_steers_screens_and_makes_none(stage: Stage, hall: Hall):
    await hall.hire(Role.SECRETARY)
    page = await stage.console(Role.SECRETARY)

    await visits(page, "screens")

    await expect(page.get_by_role("button", name="Tắt hình")).to_be_enabled()
    await expect(page.get_by_role("button", name="Thêm màn hình")).to_have_count(0)


async def test_a_speaker_is_put_on_the_screen_with_the_time_to_speak(stage: Stage, hall: Hall):
    page = await stage.console()
    await visits(page, "screens")
    await page.get_by_role("button", name="Phát biểu…").click()

    await dialog(page).get_by_role("button", name="Chiếu lên màn hình").click()
    await expect(dialog(page).get_by_role("alert")).to_have_text("Hãy nhập họ và tên.")
    await dialog(page).get_by_label("Họ và tên").fill("Trần Thị Mai Phương")
    await dialog(page).get_by_label("Thời gian phát biểu").fill("3")
    await dialog(page).get_by_role("button", name="Chiếu lên màn hình").click()

    screen = await hall.screen()
    scene = await screen.shows("main", "speaker")
    assert scene["name"] == "Trần Thị Mai Phương"
    began, ends = (datetime.fromisoformat(scene[moment]) for moment in ("started_at", "ends_at"))
    assert ends - began == timedelta(minutes=3)

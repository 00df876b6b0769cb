"""The hall's screen as a machine: enrolling, coming back, its clock, and the console's preview of it."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from api.auth.permissions import Role
from tests.congresses import Hall, a_motion
from tests.web.axe import violations
from tests.web.reading import reads
from tests.web.scenery import Scenery
from tests.web.stage import FULL_HD, LAPTOP, Stage, fits_its_width

HOUR_MS = 3_600_000
# Notes what a page asks of the machine, and how far its clock is wrong.
ASKED = "navigator.wakeLock.request = (kind) => { (window.asked ??= []).push(kind); return Promise.reject(); };"
WRONG_CLOCK = f"const right = Date.now; Date.now = () => right() + {HOUR_MS};"


async def enrols(page: Page, code: str) -> None:
    """Type the code in and send it."""
    await page.get_by_label("Mã ghép nối").fill(code)
    await page.get_by_role("button", name="Ghép nối").click()


# ---- enrolling


async def test_a_screen_is_enrolled_once_and_says_which_it_is(hall: Hall, stage: Stage):
    screen = await stage.page("/screen", LAPTOP)
    await expect(screen.get_by_label("Mã ghép nối")).to_be_focused()
    assert await violations(screen) == []

    await enrols(screen, await hall.enrolment("main", Role.SCREEN))
    await reads(screen, "welcome")
    await expect(screen.get_by_text("Thiết bị main")).to_be_visible()

    await screen.reload()
    await reads(screen, "welcome")
    await expect(screen.get_by_label("Mã ghép nối")).to_have_count(0)


async def test_a_wrong_code_is_refused_with_what_to_do(stage: Stage):
    screen = await stage.page("/screen", LAPTOP)

    await enrols(screen, "0000-0000")

    await expect(screen.get_by_role("alert")).to_contain_text("không khớp")
    stage.faults.clear()  # the browser logs every answer of 401


async def test_the_code_of_a_door_opens_no_screen(hall: Hall, stage: Stage):
    screen = await stage.page("/screen", LAPTOP)

    await enrols(screen, await hall.enrolment("Cửa A", Role.DOOR))

    await expect(screen.get_by_role("alert")).to_contain_text("cửa điểm danh")
    await screen.reload()
    await expect(screen.get_by_label("Mã ghép nối")).to_be_visible()


async def test_the_enrolment_fits_a_narrow_window(stage: Stage):
    screen = await stage.page("/screen", (320, 640))

    await expect(screen.get_by_label("Mã ghép nối")).to_be_visible()
    assert await fits_its_width(screen)


async def test_a_screen_that_is_revoked_asks_for_a_code_again(hall: Hall, stage: Stage):
    screen, organiser = await stage.screen(), await hall.console()
    await reads(screen, "welcome")
    devices = await organiser.get("/devices")

    await organiser.request("DELETE", f"/devices/{devices[0]['id']}")

    await expect(screen.get_by_label("Mã ghép nối")).to_be_visible()


async def test_the_address_chooses_the_screen(hall: Hall, stage: Stage):
    organiser = await hall.console()
    await organiser.put(f"/screens/{uuid4()}", {"name": "side"})
    await Scenery(organiser, "side").show("message", text_vi="Mời vào cửa bên")
    screen = await stage.screen()
    await reads(screen, "welcome")

    await screen.goto("/screen?name=side")

    await expect(screen.get_by_role("heading", name="Mời vào cửa bên")).to_be_visible()


async def test_a_screen_that_does_not_exist_is_said_calmly(stage: Stage):
    screen = await stage.screen()

    await screen.goto("/screen?name=nowhere")

    await expect(screen.get_by_text("Không tìm thấy màn hình.")).to_be_visible()
    await expect(screen.get_by_text("“nowhere”")).to_be_visible()


# ---- the connection


async def test_a_screen_keeps_its_scene_while_the_server_is_away_and_goes_on_when_it_is_back(hall: Hall, stage: Stage):
    screen, organiser = await stage.screen(), await hall.console()
    await reads(screen, "welcome")
    mark = screen.get_by_role("status").filter(has_text="Mất kết nối")

    await hall.servers[0].stop()
    await expect(mark).to_be_visible()
    await expect(screen.get_by_role("heading", name="Đại hội thử")).to_be_visible()
    box = await mark.bounding_box()
    assert box is not None
    assert box["width"] * box["height"] < 0.002 * FULL_HD[0] * FULL_HD[1]

    await hall.servers[0].start()
    await Scenery(organiser).show("message", text_vi="Đại hội tiếp tục")
    await expect(screen.get_by_role("heading", name="Đại hội tiếp tục")).to_be_visible(timeout=20_000)
    await expect(mark).to_have_count(0)
    stage.faults.clear()  # the browser logs every attempt to connect


async def test_a_reload_shows_what_was_shown_last_while_the_server_does_not_answer(hall: Hall, stage: Stage):
    screen, organiser = await stage.screen(), await hall.console()
    await Scenery(organiser).show("message", text_vi="Giải lao")
    await expect(screen.get_by_role("heading", name="Giải lao")).to_be_visible()

    await screen.route("**/api/v1/**", lambda route: route.abort())
    await screen.route_web_socket("**/api/v1/live*", lambda socket: socket.close())
    await screen.reload()

    await expect(screen.get_by_role("heading", name="Giải lao")).to_be_visible()
    await expect(screen.get_by_text("Mất kết nối")).to_have_count(1)
    stage.faults.clear()  # what was cut off


async def test_a_countdown_goes_by_the_servers_clock(hall: Hall, stage: Stage):
    await hall.check_in("001")
    screen, organiser = await stage.screen(), await hall.console()
    await screen.add_init_script(WRONG_CLOCK)
    await screen.reload()
    poll = await organiser.prepares(a_motion(seconds=120))

    await organiser.takes(poll, "announce", "open")

    await expect(screen.get_by_role("timer")).to_contain_text(re.compile(r"1:[345]\d|2:00"))


# ---- the machine


async def test_a_screen_stays_awake_and_its_pointer_goes(stage: Stage):
    screen = await stage.screen()
    await screen.add_init_script(ASKED)
    await screen.reload()
    await reads(screen, "welcome")

    assert await screen.evaluate("window.asked") == ["screen"]
    await expect(screen.locator("html")).to_have_class(re.compile("still"))
    await screen.mouse.move(100, 100)
    await expect(screen.locator("html")).not_to_have_class(re.compile("still"))


async def test_a_key_and_a_double_click_fill_the_display(stage: Stage):
    screen = await stage.screen()
    await reads(screen, "welcome")
    fills = "(filled) => (document.fullscreenElement !== null) === filled"  # as an expression the policy would stop it

    await screen.keyboard.press("f")
    await screen.wait_for_function(fills, arg=True)
    await screen.dblclick("main")
    await screen.wait_for_function(fills, arg=False)


# ---- the console's preview


async def test_the_console_previews_a_screen_with_its_own_sign_in(hall: Hall, stage: Stage):
    console = await stage.console()
    await console.context.add_init_script(ASKED)
    await console.evaluate(
        """() => {
            const frame = document.createElement("iframe");
            frame.src = "/screen?name=main&preview";
            frame.width = 320, frame.height = 180;
            document.body.append(frame);
        }"""
    )
    preview = console.frame_locator("iframe")

    await expect(preview.get_by_role("heading", name="Đại hội thử")).to_be_visible()
    await Scenery(await hall.console()).show("message", text_vi="Giải lao")
    await expect(preview.get_by_role("heading", name="Giải lao")).to_be_visible()
    frame = console.frames[-1]
    assert await frame.evaluate("window.asked ?? []") == []
    assert await frame.evaluate("localStorage.getItem('dienhong.screen')") is None
    await expect(preview.locator(".plate")).to_have_count(0)
    assert [cookie["name"] for cookie in await console.context.cookies()] == ["dienhong_console"]


async def test_a_preview_without_a_sign_in_asks_for_no_code(stage: Stage):
    preview = await stage.page("/screen?name=main&preview", (320, 180))

    await expect(preview.get_by_text("Bàn điều hành chưa đăng nhập.")).to_be_visible()
    await expect(preview.get_by_role("textbox")).to_have_count(0)

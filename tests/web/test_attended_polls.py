"""Attended polls: a late paper on a phone, and the tellers' kiosk, where nothing stays behind."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Request, expect

from api.auth.permissions import Role
from delegates.badge import badge_url
from tests.congresses import Hall
from tests.secret_votes import SecretVote, a_secret_vote
from tests.web.axe import violations
from tests.web.browsers import chromium, fake_camera
from tests.web.consoles import confirms, dialog, forgives, visits
from tests.web.delegates import is_heard, marks, presses, sees, sees_view
from tests.web.doors import film_of
from tests.web.stage import TABLET, Stage, fits_its_width
from tests.web.test_secret_polls import IN_URN, casts_into_urn
from voting.late_papers import BATCH

KEPT = """async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    here: { ...localStorage },
    session: { ...sessionStorage },
    caches: await caches.keys(),
})"""


@pytest.fixture
async def vote(hall: Hall) -> SecretVote:
    """Attended and open: twenty have papers, 001 and nine others have none."""
    hall.numbers = await hall.summon(20 + BATCH - 1)
    await hall.check_in(*hall.numbers, "001")
    vote = await a_secret_vote(hall, secret_mode="attended")
    await vote.papers_for(hall.numbers[:20])
    await vote.time_for_papers_ends()
    await vote.takes("open")
    return vote


async def test_who_has_no_paper_asks_for_a_late_one_and_votes_when_ten_wait(stage: Stage, hall: Hall, vote: SecretVote):
    page = await stage.delegate("001")
    await sees(page, "Đồng chí chưa có phiếu kín")
    await sees(page, "Phiếu bổ sung kém kín hơn phiếu nhận trước khi mở")
    late = hall.numbers[20:]
    await vote.asks_late(late[:3])
    await presses(page, "Nhận phiếu bổ sung")
    await sees(page, "Phiếu đến khi đủ 10 người chờ; hiện có 4.")
    await page.reload()  # the phone keeps its place, and what takes the blinding off
    await sees(page, "hiện có 4.")

    await vote.asks_late(late[3:])

    await sees_view(page, "Bầu kín")
    await casts_into_urn(page)
    await is_heard(page, IN_URN)


async def test_the_organiser_chooses_when_papers_are_given_out_and_reads_what_it_costs(stage: Stage, hall: Hall):
    await hall.check_in("001")
    console = await stage.console()
    await visits(console, "polls", "new")
    await console.get_by_label("Tên cuộc biểu quyết").fill("Bầu Chủ tịch")
    await console.get_by_label("Hình thức").select_option("Bỏ phiếu kín")
    await expect(console.get_by_text("Khóa ký phiếu bị hủy trước khi mở")).to_be_visible()
    await console.get_by_label("Phát phiếu kín").select_option("Cả phiếu bổ sung đến khi kết thúc")
    await expect(console.get_by_text("phải tin máy chủ không tự làm thêm phiếu")).to_be_visible()
    await console.get_by_label("Nội dung câu hỏi").fill("Đồng ý?")
    await console.get_by_role("button", name="Lưu bản nháp").click()
    await expect(console.get_by_role("heading", name="Bầu Chủ tịch")).to_be_focused()

    await expect(console.get_by_text("Cả phiếu bổ sung đến khi kết thúc")).to_be_visible()
    await console.get_by_role("button", name="Công bố nội dung").click()
    await expect(dialog(console)).to_contain_text("danh sách người bỏ phiếu được chốt")
    await confirms(console, "Công bố nội dung")
    await expect(console.get_by_text("khóa phiếu còn giữ để phát phiếu bổ sung")).to_be_visible()
    phone = await stage.delegate("001")
    await sees(phone, "Có phát phiếu bổ sung: khóa ký phiếu được giữ đến khi kết thúc.")


# ---- the kiosk


async def at_the_kiosk(
    stage: Stage, hall: Hall, vote: SecretVote, size: tuple[int, int] = TABLET, **options: Any
) -> Page:
    """The teller's tablet, which shows nothing but the kiosk."""
    await hall.hire(Role.TELLER)
    page = await stage.console(Role.TELLER, size, reduced_motion="reduce", **options)
    await page.clock.install()
    await visits(page, "polls", str(vote.poll_id))
    await page.get_by_role("link", name="Mở bàn bỏ phiếu").click()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    return page


async def signs(page: Page, hall: Hall, number: str) -> None:
    """A delegate's badge is scanned, which ends with Enter, and the PIN typed."""
    issued = hall.issued[number]
    await expect(page.get_by_label("Mã thẻ")).to_be_focused()
    await page.keyboard.type(f"{issued.code}\n")
    await expect(page.get_by_label("Mã PIN")).to_be_focused()
    await page.keyboard.type(f"{issued.pin}\n")


async def nine_sign_elsewhere(hall: Hall, vote: SecretVote) -> None:
    """At another tablet."""
    other = await hall.console(Role.TELLER)
    for number in hall.numbers[20:]:
        issued = hall.issued[number]
        await other.post(f"/polls/{vote.poll_id}/kiosk", {"badge": issued.code, "pin": issued.pin})


async def looks_well(page: Page) -> None:
    """To whoever sees it differently, too."""
    await page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => animation.finished))")
    assert await fits_its_width(page)
    assert await violations(page) == []


@pytest.mark.parametrize("size", [TABLET, (320, 640)], ids=["a tablet", "320 pixels"])
async def test_a_delegate_without_a_phone_signs_comes_back_and_votes_and_nothing_is_left(
    stage: Stage, hall: Hall, vote: SecretVote, size: tuple[int, int]
):
    page = await at_the_kiosk(stage, hall, vote, size)
    if size == TABLET:
        await expect(page.get_by_role("button", name="Tiếp tục")).to_be_in_viewport(ratio=1)
    before = await page.evaluate(KEPT)
    await looks_well(page)
    await signs(page, hall, "001")
    await sees(page, "Nguyễn Thị Hồng Ánh: đã ghi tên chờ phiếu")
    await sees(page, "Hiện có 1 / 10 người chờ.")
    await looks_well(page)
    await presses(page, "Xong")
    await nine_sign_elsewhere(hall, vote)
    cast: list[Request] = []
    page.on("request", lambda request: cast.append(request) if "/urn/" in request.url else None)

    await signs(page, hall, "001")
    await sees(page, "Nguyễn Thị Hồng Ánh: đã đến lượt nhận phiếu")
    await looks_well(page)
    await presses(page, "Nhận phiếu và bỏ phiếu")
    await marks(page, 1, "Tán thành")
    await looks_well(page)
    await presses(page, "Gửi phiếu: Tán thành")
    await expect(page.get_by_role("heading", name="Phiếu đã vào hòm phiếu")).to_be_focused(timeout=20_000)
    await looks_well(page)
    code = await page.locator(".code").inner_text()

    (request,) = cast
    assert not {"cookie", "authorization", "referer", "x-face"} & (await request.all_headers()).keys()
    assert await page.evaluate(KEPT) == before
    await presses(page, "Xong")
    await expect(page.get_by_label("Mã thẻ")).to_have_value("")
    await expect(page.get_by_text(code)).to_have_count(0)
    await vote.takes("close", "publish")
    await page.get_by_label("Mã lá phiếu").fill(code.lower())
    await presses(page, "Tìm trong hòm phiếu")
    await sees(page, "Có: phiếu này nằm trong 1 phiếu đã công bố.")
    await page.get_by_label("Mã lá phiếu").fill("0000 0000 0000 0000")
    await presses(page, "Tìm trong hòm phiếu")
    await sees(page, "KHÔNG có phiếu nào mang mã này")
    await looks_well(page)


async def test_a_badge_held_before_the_tablets_camera_is_read(hall: Hall, vote: SecretVote, tmp_path: Path):
    code = hall.issued["001"].code
    film = film_of(tmp_path / "badge.y4m", badge_url("https://dh.example", code))
    async with chromium(*fake_camera(film)) as browser, Stage(hall, browser) as stage:
        page = await at_the_kiosk(stage, hall, vote, permissions=["camera"])
        await page.get_by_role("button", name="Bật camera").click()

        await expect(page.get_by_label("Mã thẻ")).to_have_value(code)
        await expect(page.get_by_label("Mã PIN")).to_be_focused()
        await page.keyboard.type(f"{hall.issued['001'].pin}\n")
        await sees(page, "đã ghi tên chờ phiếu")
        assert stage.faults == []


async def test_a_minute_without_a_touch_clears_the_kiosk_and_leaving_it_signs_the_tablet_out(
    stage: Stage, hall: Hall, vote: SecretVote
):
    page = await at_the_kiosk(stage, hall, vote)
    await page.get_by_label("Mã thẻ").fill(hall.issued["001"].code)
    await page.clock.run_for(61_000)
    await expect(page.get_by_label("Mã thẻ")).to_have_value("")
    await nine_sign_elsewhere(hall, vote)
    await signs(page, hall, "001")
    await presses(page, "Nhận phiếu và bỏ phiếu")
    await marks(page, 1, "Tán thành")
    await page.clock.run_for(45_000)
    await sees(page, "Trang tự xóa sau")
    await page.clock.run_for(16_000)
    await expect(page.get_by_label("Mã thẻ")).to_have_value("")
    await expect(page.get_by_role("radio")).to_have_count(0)
    await signs(page, hall, "001")
    await sees(page, "Đại biểu này đã có phiếu trên điện thoại hoặc phiếu giấy.")

    await page.go_back()

    await expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    forgives(stage, "409")

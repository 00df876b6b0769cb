"""Attended polls: a late paper on a phone, and the tellers' kiosk, where nothing stays behind."""


import pytest
from playwright.async_api import expect

from tests.congresses import Hall
from tests.secret_votes import SecretVote, a_secret_vote
from tests.web.consoles import confirms, dialog, visits
from tests.web.delegates import is_heard, marks, presses, sees, sees_view
from tests.web.stage import Stage
from voting.late_papers import BATCH

IN_URN = "Phiếu kín đã vào hòm phiếu"


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
    await marks(page, 1, "Tán thành")
    await presses(page, "Gửi phiếu: Tán thành")
    await expect(page.get_by_role("heading", name=IN_URN)).to_be_visible(timeout=20_000)
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

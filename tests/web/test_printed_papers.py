"""Printed papers at the console: a teller hands one out, two people count, and every face shows them apart."""

import re

from playwright.async_api import Page, expect

from api.auth.permissions import Role
from tests.congresses import Hall
from tests.secret_votes import a_secret_vote
from tests.web.consoles import confirms, forgives, visits
from tests.web.delegates import sees
from tests.web.stage import Stage


async def types(page: Page, **numbers: str) -> None:
    """Fill the fields of the count."""
    for label, number in numbers.items():
        await page.get_by_label(label.replace("_", " "), exact=True).fill(number)


async def test_a_paper_is_handed_out_and_two_people_count_it(stage: Stage, hall: Hall):
    numbers = await hall.summon(21)
    await hall.check_in(*numbers)
    vote = await a_secret_vote(hall)
    pockets = await vote.papers_for(numbers[:20])
    await vote.time_for_papers_ends()
    await vote.takes("open")
    for pocket in pockets:
        await vote.puts_in(vote.marked(pocket).encoded())
    await hall.hire(Role.TELLER)
    teller, organiser = await stage.console(Role.TELLER), await stage.console()
    for page in (teller, organiser):
        await visits(page, "polls", str(vote.poll_id))

    await teller.get_by_label("Mã số đại biểu").fill(numbers[0])
    await teller.get_by_role("button", name="Phát phiếu giấy").click()
    await expect(
        teller.get_by_text("Đại biểu này đã có phiếu trên điện thoại")
    ).to_be_visible()  # on a phone: nobody has two
    await teller.get_by_label("Mã số đại biểu").fill(numbers[20])
    await teller.keyboard.press("Enter")
    await expect(teller.get_by_text("Đã phát 1 phiếu giấy cho")).to_be_visible()
    await expect(organiser.get_by_text("Đã phát 1 phiếu giấy", exact=True)).to_be_visible()
    await vote.takes("close")

    await types(teller, Phiếu_giấy_thu_về="2", Tán_thành="0", Không_tán_thành="1", Ý_kiến_khác="0")
    await teller.get_by_role("button", name="Nhập kết quả phiếu giấy").click()
    await expect(teller.get_by_text("Chỉ phát 1 phiếu")).to_be_visible()
    await types(teller, Phiếu_giấy_thu_về="1")
    await teller.get_by_role("button", name="Nhập kết quả phiếu giấy").click()
    await expect(organiser.get_by_text("Cần thêm một người kiểm phiếu khác")).to_be_visible()
    await expect(organiser.get_by_role("button", name="Công bố kết quả")).to_be_disabled()
    await types(organiser, Phiếu_giấy_thu_về="1", Tán_thành="0", Không_tán_thành="1", Ý_kiến_khác="0")
    await organiser.get_by_role("button", name="Nhập kết quả phiếu giấy").click()
    await expect(organiser.get_by_text("Đã trùng khớp")).to_be_visible()
    await organiser.get_by_role("button", name="Công bố kết quả").click()
    await confirms(organiser, "Công bố kết quả")

    await expect(organiser.get_by_text("Trong đó 1 phiếu giấy kiểm tay, 0 phiếu không hợp lệ")).to_be_visible()
    phone = await stage.delegate("001")
    await phone.get_by_role("link", name="Kết quả mới nhất").click()
    await sees(phone, "Trong đó 1 phiếu giấy kiểm tay")
    await phone.get_by_role("button", name="Kiểm lại ngay").click()
    await sees(phone, re.compile("Khớp. Đã kiểm 20 phiếu"))
    forgives(stage, "409")

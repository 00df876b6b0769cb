"""Phones check by themselves whether their ballot is in the count, say so, and cry out when it is not."""

import re

from playwright.async_api import Request
from sqlalchemy import text

from tests.congresses import Hall, a_motion
from tests.web.delegates import marks, opens, present_phones, presses, sees
from tests.web.stage import Stage
from tests.web.test_secret_polls import HASTE, casts_into_urn, two_phones_with_papers

ALARM = re.compile("KHÔNG có trong kết quả. Chạm vào đây")


async def test_a_phone_verifies_its_recorded_ballot_without_being_asked(stage: Stage, hall: Hall):
    [page] = await present_phones(stage, ["001"])
    await page.evaluate(HASTE)
    poll_id = await opens(hall, a_motion())
    await marks(page, 1, "Tán thành")
    await presses(page, "Gửi phiếu: Tán thành")
    await sees(page, "Phiếu đã được ghi nhận")

    await (await hall.console()).takes(poll_id, "close", "publish")
    await page.get_by_role("link", name="Kết quả mới nhất").click()

    await sees(page, re.compile("Phiếu của đồng chí có trong 1 phiếu đã kiểm"))
    await sees(page, "1 máy đã tự kiểm kết quả này")
    await page.reload()
    await sees(page, re.compile("Phiếu của đồng chí có trong 1 phiếu đã kiểm"))


async def test_phones_verify_a_secret_poll_and_tell_nothing_but_the_root(stage: Stage, hall: Hall):
    vote, (one, other) = await two_phones_with_papers(stage, hall)
    told: list[Request] = []
    for page in (one, other):
        page.on("request", lambda request: told.append(request) if "/verified" in request.url else None)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    for pocket in vote.pockets:
        await vote.puts_in(vote.marked(pocket).encoded())
    await casts_into_urn(one)

    await vote.takes("close", "publish")
    for page in (one, other):
        await page.get_by_role("link", name="Kết quả mới nhất").click()

    await sees(one, re.compile("Phiếu của đồng chí có trong 19 phiếu đã kiểm"))
    await sees(other, re.compile("Máy này đã tự kiểm 19 phiếu được công bố"))  # it gave its paper back
    await sees(one, "2 máy đã tự kiểm kết quả này")
    assert len({request.post_data for request in told}) == 1


async def test_a_ballot_that_is_not_in_the_count_is_cried_out_with_the_proof(stage: Stage, hall: Hall):
    vote, (page, _) = await two_phones_with_papers(stage, hall)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    await casts_into_urn(page)
    await vote.takes("close")
    async with hall.sessions.begin() as session:
        await session.execute(text("DELETE FROM urn"))

    await vote.takes("publish")

    await page.get_by_role("link", name=ALARM).click()
    await sees(page, "Phiếu của đồng chí KHÔNG có trong kết quả. Xin đưa màn hình này cho Ban kiểm phiếu.")
    evidence = await page.locator("pre").inner_text()
    assert f"poll {vote.poll_id}" in evidence
    assert "dienhong promise 1" in evidence

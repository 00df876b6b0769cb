"""A secret poll on phones: the paper that comes by itself, the urn, and what nobody learns on the way."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Request, expect
from sqlalchemy import update

from realtime.touch import touch
from tests.congresses import Hall, an_election
from tests.secret_votes import SecretVote, a_secret_vote
from tests.web.browsers import chromium
from tests.web.consoles import confirms, dialog, visits
from tests.web.delegates import goes, is_heard, marks, present_phones, presses, sees, sees_view
from tests.web.stage import Stage
from voting.blind_rsa import PrivateKey
from voting.secret_models import SecretPoll
from voting.sign import sign

# Chance lets this phone ask for its paper, and cast, after a hundredth of the time that it might have taken.
HASTE = """() => {
    const draw = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = (array) => (draw(array) instanceof Uint32Array ? array.fill(2 ** 32 / 100) : array);
}"""
KEPT = """() => new Promise((done) => {
    indexedDB.open("dienhong").onsuccess = ({ target: { result } }) => {
        const all = result.transaction("drafts").objectStore("drafts").getAll();
        all.onsuccess = () => done(all.result.find(({ key }) => key.startsWith("pocket/")).value);
    };
})"""
HAS_PAPER = "✓ Đã nhận phiếu kín"
IN_URN = "Phiếu kín đã vào hòm phiếu"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """The whole browser, as phones have it."""
    async with chromium() as browser:
        yield browser


async def two_phones_with_papers(stage: Stage, hall: Hall, **changes: Any) -> tuple[SecretVote, list[Page]]:
    """Two phones in the browser and eighteen others; all of them have papers."""
    others = await hall.summon(18)
    await hall.check_in(*others)
    pages = await present_phones(stage, ["001", "002"])
    for page in pages:
        await page.evaluate(HASTE)
    vote = await a_secret_vote(hall, **changes)
    vote.pockets = await vote.papers_for(others)
    for page in pages:
        await expect(page.get_by_text(HAS_PAPER)).to_be_visible(timeout=30_000)
    return vote, pages


async def casts_into_urn(page: Page, mark: str = "Tán thành") -> None:
    """Mark the only question, and send it."""
    await marks(page, 1, mark)
    await presses(page, f"Gửi phiếu: {mark}")
    await expect(page.get_by_role("heading", name=IN_URN)).to_be_visible(timeout=20_000)


async def counts_again(page: Page) -> None:
    """Press for the recount, when what the phone checks by itself stands above it and pushes the button nowhere."""
    await expect(page.get_by_text(re.compile("vừa tự kiểm|Máy này đã tự kiểm"))).to_be_visible()
    await expect(page.get_by_text("máy đã tự kiểm kết quả này")).to_be_visible()
    await presses(page, "Kiểm lại ngay")


@pytest.mark.parametrize("kind", ["approval", "ranking"])
async def test_marks_of_each_option_go_into_the_urn_as_they_were_made(stage: Stage, hall: Hall, kind: str):
    paper = an_election(1)["paper"]
    paper["questions"][0] |= {"kind": kind, "rule": None}
    vote, (page, _) = await two_phones_with_papers(stage, hall, paper=paper)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    names = [option["label_vi"] for option in paper["questions"][0]["options"]]
    if kind == "approval":
        await page.get_by_role("radiogroup", name=names[1]).get_by_role("radio", name="Đồng ý", exact=True).click()
        await page.get_by_role("radiogroup", name=names[0]).get_by_role("radio", name="Không đồng ý").click()
    else:
        for name in (names[1], names[0]):
            await page.get_by_role("button", name=re.compile(f"{name}.*Xếp thứ")).click()
    await presses(page, "Xem lại và gửi")
    await presses(page, "Gửi phiếu")
    await expect(page.get_by_role("heading", name=IN_URN)).to_be_visible(timeout=20_000)

    await vote.takes("close", "publish")

    marks = {
        mark: n
        for mark, n in (await (await hall.console()).get(f"/polls/{vote.poll_id}"))["tally"]["questions"][0][
            "marks"
        ].items()
        if n
    }
    assert marks == ({"candidate-1=no": 1, "candidate-2=yes": 1} if kind == "approval" else {"candidate-2": 1})
    await page.get_by_role("link", name="Kết quả mới nhất").click()
    await counts_again(page)
    await expect(page.get_by_text("Khớp. Đã kiểm 1 phiếu")).to_be_visible(timeout=20_000)


async def test_a_whole_secret_poll_with_two_phones(stage: Stage, hall: Hall):
    vote, (one, other) = await two_phones_with_papers(stage, hall)
    cast: list[Request] = []
    for page in (one, other):
        page.on("request", lambda request: cast.append(request) if "/urn/" in request.url else None)
    await one.reload()  # what it needs for its paper is on the phone
    await sees(one, HAS_PAPER)
    await vote.time_for_papers_ends()
    await vote.takes("open")

    for page, mark in ((one, "Tán thành"), (other, "Không tán thành")):
        await sees_view(page, "Bầu kín")
        await casts_into_urn(page, mark)
    await is_heard(one, IN_URN)
    await one.reload()
    await sees(one, IN_URN)  # and not a paper again
    for pocket in vote.pockets:
        await vote.puts_in(vote.marked(pocket).encoded())
    await vote.takes("close", "publish")

    await sees(one, "Kết quả mới nhất")
    await one.get_by_role("link", name="Kết quả mới nhất").click()
    await counts_again(one)
    await sees(one, re.compile("Khớp. Đã kiểm 20 phiếu"))
    await sees(one, "Phiếu của đồng chí có trong hòm phiếu.")
    await goes(one, "ballots")
    await sees(one, re.compile("^Đã vào hòm phiếu · mã phiếu ([0-9A-F]{4} ?){4}$"))
    await presses(one, "Phiếu này có trong kết quả không?")
    await sees(one, re.compile("^Có. Phiếu này ở trong 20 phiếu đã kiểm"))
    kept = await one.evaluate(KEPT)
    assert (kept["papers"], kept["sealed"], len(kept["promises"])) == ([], [], 1)  # nothing says what was marked
    poll = (await (await hall.phone("003")).get("/states", params={"topic": f"poll/{vote.poll_id}"}))["poll"]
    assert poll["tally"]["questions"][0]["marks"] == {"for": 19, "against": 1, "other": 0}
    first, second = [await request.all_headers() for request in cast]
    assert first.keys() == second.keys()
    assert not {"cookie", "authorization", "referer", "x-face"} & first.keys()
    assert first == second | {"content-length": first["content-length"]}
    sizes = [len(request.post_data_buffer or b"") for request in cast]
    assert sizes[0] == sizes[1] == len(vote.marked(vote.pockets[0]).encoded())


async def test_a_phone_that_did_not_vote_gives_its_paper_back_without_its_name(stage: Stage, hall: Hall):
    vote, (one, other) = await two_phones_with_papers(stage, hall)
    returned: list[Request] = []
    for page in (one, other):
        page.on("request", lambda request: returned.append(request) if "/urn/" in request.url else None)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    for pocket in vote.pockets:
        await vote.puts_in(vote.marked(pocket).encoded())
    await one.context.set_offline(True)
    other_sees = await (await hall.phone("003")).connect(f"reckoning/{vote.poll_id}")

    await vote.takes("close")
    await other_sees.until(f"reckoning/{vote.poll_id}", lambda told: told["void"] == 1)
    await vote.takes("publish")
    await one.context.set_offline(False)  # back when all is over
    told = await other_sees.until(f"reckoning/{vote.poll_id}", lambda told: told["void"] == 2)

    assert [told[name] for name in ("papers", "cast", "void", "unaccounted")] == [20, 18, 2, 0]
    await other.get_by_role("link", name="Kết quả mới nhất").click()
    await sees(other, "Phiếu kín phát 20 · bỏ 18 · trả lại 2 · chưa rõ 0")
    await counts_again(other)
    await sees(other, re.compile("Khớp. Đã kiểm 18 phiếu"))
    kept = await other.evaluate(KEPT)
    assert (kept["papers"], kept["sealed"], kept["voids"], kept["leaves"]) == ([], [], [], [])
    assert kept["returned"][0].startswith("dienhong void 1")
    for request in returned:
        assert not {"cookie", "authorization", "referer", "x-face"} & (await request.all_headers()).keys()
        assert len(request.post_data_buffer or b"") == len(vote.marked(vote.pockets[0]).encoded())


async def test_a_phone_refuses_every_key_but_the_one_that_was_announced(stage: Stage, hall: Hall):  # C5
    vote, (page, _) = await two_phones_with_papers(stage, hall)
    async with hall.sessions.begin() as session:
        another = PrivateKey.made(3072).public.der()
        await session.execute(update(SecretPoll).where(SecretPoll.poll_id == vote.poll_id).values(public_key=another))
        await touch(session, "floor")

    await page.reload()

    await sees(page, re.compile("KHÔNG bỏ phiếu"))
    await vote.time_for_papers_ends()
    await vote.takes("open")
    await sees(page, "Đang biểu quyết")
    await expect(page.get_by_role("radio")).to_have_count(0)


async def test_who_came_too_late_for_a_paper_is_told_what_to_do(stage: Stage, hall: Hall):
    others = await hall.summon(20)
    await hall.check_in(*others)
    vote = await a_secret_vote(hall)
    await vote.papers_for(others)
    await vote.time_for_papers_ends()
    await vote.takes("open")

    [late] = await present_phones(stage, ["001"])

    await sees(late, "Đồng chí không có trong danh sách biểu quyết lần này")


async def test_a_paper_on_another_phone_is_not_had_twice(stage: Stage, hall: Hall):
    others = await hall.summon(19)
    await hall.check_in(*others, "001")
    vote = await a_secret_vote(hall)
    await vote.papers_for(["001"])

    page = await stage.delegate("001")

    await sees(page, "Máy này không có phiếu kín")
    await sees(page, "Đồng chí đã nhận phiếu trên máy khác hoặc phiếu giấy.")


async def test_how_it_is_kept_secret_is_said_in_ten_sentences(stage: Stage, hall: Hall):
    others = await hall.summon(19)
    await hall.check_in(*others)
    [page] = await present_phones(stage, ["001"])
    await a_secret_vote(hall)
    await page.get_by_role("link", name="Phiếu được giữ kín thế nào?").click()
    await sees_view(page, "Phiếu của tôi được giữ kín thế nào?")
    await expect(page.locator("main ol li")).to_have_count(10)


async def test_the_organiser_holds_one_from_the_console_and_the_hall_sees_its_key(stage: Stage, hall: Hall):
    others = await hall.summon(20)
    await hall.check_in(*others)
    console, screen = await stage.console(), await stage.screen()
    await visits(console, "polls", "new")
    await console.get_by_label("Tên cuộc biểu quyết").fill("Bầu Chủ tịch")
    await console.get_by_label("Hình thức").select_option("Bỏ phiếu kín")
    await expect(console.get_by_text("Người điểm danh sau khi mở")).to_have_count(0)
    await console.get_by_label("Nội dung câu hỏi").fill("Đồng ý?")
    await console.get_by_role("button", name="Lưu bản nháp").click()
    await expect(console.get_by_role("heading", name="Bầu Chủ tịch")).to_be_focused()

    await console.get_by_role("button", name="Công bố nội dung").click()
    await expect(dialog(console)).to_contain_text("danh sách người bỏ phiếu được chốt")
    await confirms(console, "Công bố nội dung")
    await expect(console.get_by_role("heading", name="Phiếu kín đã phát")).to_be_visible()
    await expect(console.get_by_role("button", name="Mở biểu quyết")).to_be_disabled()
    poll_id = console.url.rsplit("/", 1)[1]
    vote = SecretVote(hall, await (await hall.console()).get(f"/polls/{poll_id}"))
    await vote.papers_for(others)

    short = re.sub("(....)(?=.)", r"\1 ", vote.fingerprint[:16].upper())
    await expect(screen.get_by_text(short)).to_be_visible()
    await expect(screen.get_by_text("20 / 20")).to_be_visible()
    await expect(console.get_by_text(short)).to_be_visible()
    dark = sum(row.count("1") for row in sign("KEY", bytes.fromhex(vote.fingerprint)).rows)
    drawn = await screen.locator("figure svg path").get_attribute("d")
    assert (drawn or "").count("M") == dark
    await vote.time_for_papers_ends()
    await console.get_by_role("button", name="Mở biểu quyết").click()
    await expect(dialog(console)).to_contain_text("20 người có phiếu sẽ bỏ phiếu kín.")
    await confirms(console, "Mở biểu quyết")
    await expect(console.get_by_text("Đang biểu quyết", exact=True).first).to_be_visible()

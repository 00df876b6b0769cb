"""The observer's page: somebody without an account counts a published secret poll again, from a file alone."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Request, expect

from tests.congresses import Hall, an_election
from tests.secret_votes import SecretVote, a_closed_secret_vote
from tests.web.axe import violations_in_both_themes
from tests.web.consoles import LONG_TITLE, tabs_to, visits
from tests.web.stage import LAPTOP, Language, Stage, fits_its_width
from voting.sign import sign
from voting.tree import leaf_hash, root

NARROW = (320, 640)
PERSON = "Công Tằng Tôn Nữ Hoàng Thị Nguyễn Phước Bảo Quỳnh Như"
Urn = dict[str, Any]


async def a_published_secret_poll(hall: Hall, **changes: Any) -> SecretVote:
    """Twelve ballots for, seven against, and one void paper."""
    vote = await a_closed_secret_vote(hall, **changes)
    await vote.takes("publish")
    return vote


_URNS: dict[str, str] = {}  # by what is asked: a file says nothing of the hall that it came from


async def an_urn_file(hall: Hall, folder: Path, **changes: Any) -> Path:
    """The file of such a poll, as the link for saving it gives it: held once for all tests that only look at it."""
    asked = json.dumps(changes, sort_keys=True)
    if asked not in _URNS:
        vote = await a_published_secret_poll(hall, **changes)
        address = f"{hall.servers[0].address}/api/v1/polls/{vote.poll_id}/urn.json"
        answer = await hall.http.get(address, headers={"Cookie": f"dienhong={(await hall.console()).cookie}"})
        _URNS[asked] = answer.raise_for_status().text
    (path := folder / "hom-phieu.json").write_text(_URNS[asked])
    return path


async def saved_from_the_console(stage: Stage, vote: SecretVote, folder: Path) -> Path:
    """The file, as an organiser's browser saves it."""
    console = await stage.console()
    await visits(console, "polls", str(vote.poll_id))
    async with console.expect_download() as downloading:
        await console.get_by_role("link", name="Lưu hòm phiếu").click()
    download = await downloading.value
    assert download.suggested_filename == f"hom-phieu-{vote.poll['number']}.json"
    await download.save_as(path := folder / download.suggested_filename)
    return path


async def chooses(page: Page, path: Path) -> None:
    """Give the page a file, as the dialog of the browser does."""
    await page.locator("input[type=file]").set_input_files(path)


def root_on_screen(urn: Urn) -> str:
    """The short form that stands beside the result."""
    return sign("ROOT", root([leaf_hash(b64decode(one)) for one in urn["ballots"]])).text


async def test_a_file_from_the_console_is_counted_again_by_whoever_has_it(stage: Stage, hall: Hall, tmp_path: Path):
    vote = await a_published_secret_poll(hall)
    screen = await stage.screen()
    path = await saved_from_the_console(stage, vote, tmp_path)
    urn = json.loads(path.read_text())
    context = await stage.context(LAPTOP)
    requests: list[str] = []

    def hear(request: Request) -> None:
        requests.append(request.url)

    context.on("request", hear)
    page = await context.new_page()
    await page.goto("/observer")
    await expect(page.get_by_role("heading", name="Trang này để làm gì?")).to_be_visible()
    await page.evaluate("document.fonts.ready")
    loaded = len(requests)

    await context.set_offline(True)
    await chooses(page, path)

    await expect(page.get_by_text("Khớp. Đã kiểm 19 lá phiếu")).to_be_visible()
    short = root_on_screen(urn)
    compare = page.get_by_role("region", name="So với màn hình hội trường")
    await expect(compare.get_by_text(short, exact=True)).to_be_visible()
    await expect(screen.get_by_text(short, exact=True)).to_be_visible()
    await expect(compare).to_contain_text("dienhong/test")
    await expect(compare).to_contain_text(sign("KEY", bytes.fromhex(vote.fingerprint)).text)
    await expect(page.get_by_role("heading", name="Bầu kín")).to_be_visible()
    rows = await page.get_by_role("region", name="Kết quả đếm lại").get_by_role("row").all_inner_texts()
    assert rows[1:] == ["Tán thành\t12", "Không tán thành\t7", "Ý kiến khác\t0"]
    await expect(page.get_by_text("Thông qua", exact=True)).to_be_visible()
    await expect(page.get_by_text("Tỷ lệ tính trên 20 phiếu của đại biểu có mặt")).to_be_visible()
    papers = await page.get_by_role("region", name="Phiếu", exact=True).locator("dd").all_inner_texts()
    assert papers == ["20", "19", "1", "0"]
    assert len(requests) == loaded  # the file is looked at, and nobody asked
    assert not [url for url in requests if "/api/" in url or "sw.js" in url]
    assert await context.cookies() == []


def _one_byte(urn: Urn) -> None:
    ballot = bytearray(b64decode(urn["ballots"][4]))
    ballot[33 + 384 + 8] ^= 1
    urn["ballots"][4] = b64encode(ballot).decode()


def _one_dropped(urn: Urn) -> None:
    del urn["ballots"][4]


def _one_twice(urn: Urn) -> None:
    urn["ballots"].insert(4, urn["ballots"][4])


def _void_as_ballot(urn: Urn) -> None:
    urn["voids"].append(urn["ballots"][0])
    del urn["voids"][0]


def _another_tally(urn: Urn) -> None:
    urn["poll"]["tally"]["questions"][0]["marks"] |= {"for": 7, "against": 12}


def _another_conclusion(urn: Urn) -> None:
    urn["poll"]["tally"]["outcomes"][0] |= {"conclusion": "rejected", "chosen": []}


def _another_key(urn: Urn) -> None:
    urn["poll"]["secret"]["fingerprint"] = "0" * 64


async def test_what_was_tampered_with_is_named(stage: Stage, hall: Hall, tmp_path: Path):
    path = await an_urn_file(hall, tmp_path)
    page = await stage.page("/observer", LAPTOP)
    tampering: dict[Callable[[Urn], None], str] = {
        _one_byte: "nội dung phiếu không hợp lệ (phiếu thứ 5)",
        _one_dropped: "số lá phiếu khác số đại hội đã ký",
        _one_twice: "phiếu lặp hoặc sai thứ tự (phiếu thứ 6)",
        _void_as_ballot: "một phiếu trả lại không hợp lệ hoặc đã được dùng (phiếu trả lại thứ 1)",
        _another_tally: "kết quả đếm lại khác kết quả công bố",
        _another_conclusion: "kết luận đã công bố không theo kết quả đếm",
        _another_key: "khóa không đúng dấu vân tay đã công bố",
    }

    for tamper, named in tampering.items():
        urn = json.loads(path.read_text())
        tamper(urn)
        (bad := tmp_path / f"{tamper.__name__}.json").write_text(json.dumps(urn))
        await chooses(page, bad)

        await expect(page.get_by_text(f"KHÔNG khớp: {named}.")).to_be_visible()
        await expect(page.get_by_role("region", name="Kết quả đếm lại")).to_have_count(0)
    await chooses(page, path)
    await expect(page.get_by_text("Khớp. Đã kiểm 19 lá phiếu")).to_be_visible()


async def test_what_is_no_urn_gets_a_clear_word_and_the_page_goes_on(stage: Stage, hall: Hall, tmp_path: Path):
    path = await an_urn_file(hall, tmp_path)
    urn = json.loads(path.read_text())
    page = await stage.page("/observer")
    files = {
        "anh.json": (b"\x89PNG\r\n", "không phải tệp hòm phiếu"),
        "sau.json": (b'{"format":' + b"[" * 1_000_000, "không phải tệp hòm phiếu"),
        "khac.json": (b'{"format": "dienhong archive 1"}', "loại khác"),
        "moi.json": (json.dumps(urn | {"version": 2}).encode(), "phiên bản khác"),
        "thieu.json": (json.dumps(urn | {"poll": urn["poll"] | {"tally": []}}).encode(), "“poll.tally”"),
        "lon.json": (b" " * (64 * 1024 * 1024 + 1), "lớn hơn 64 MB"),
    }

    for name, (content, said) in files.items():
        (tmp_path / name).write_bytes(content)
        await chooses(page, tmp_path / name)
        await expect(page.get_by_text(said)).to_be_visible()
    await chooses(page, path)

    await expect(page.get_by_text("Khớp. Đã kiểm 19 lá phiếu")).to_be_visible()


async def test_a_file_can_be_dropped_and_the_page_is_worked_by_keyboard(stage: Stage, hall: Hall, tmp_path: Path):
    path = await an_urn_file(hall, tmp_path)
    page = await stage.page("/observer", LAPTOP)

    await page.keyboard.press("Tab")
    async with page.expect_file_chooser() as choosing:
        await tabs_to(page, "Chọn tệp hòm phiếu")
        await page.keyboard.press("Enter")
    await (await choosing.value).set_files(path)
    await expect(page.locator("[aria-live=polite]")).to_contain_text("Khớp. Đã kiểm 19 lá phiếu")
    dropped = await page.evaluate_handle(
        """(text) => {
            const moved = new DataTransfer();
            moved.items.add(new File([text], "tha.json", { type: "application/json" }));
            return moved;
        }""",
        path.read_text().replace('"dienhong urn"', '"dienhong um"'),
    )
    await page.dispatch_event("main", "drop", {"dataTransfer": dropped})

    await expect(page.get_by_text("tha.json")).to_be_visible()
    await expect(page.locator("[aria-live=polite]")).to_contain_text("không phải tệp hòm phiếu của Diên Hồng")


async def test_a_delegate_saves_the_urn_too(stage: Stage, hall: Hall, tmp_path: Path):
    await a_published_secret_poll(hall)
    phone = await stage.delegate("001")
    await phone.get_by_role("link", name="Kết quả mới nhất").click()

    async with phone.expect_download() as downloading:
        await phone.get_by_role("link", name="Lưu hòm phiếu").click()

    await (await downloading.value).save_as(path := tmp_path / "hom-phieu.json")
    assert len(json.loads(path.read_text())["ballots"]) == 19
    await expect(phone.get_by_role("link", name="Kiểm phiếu độc lập")).to_have_attribute("href", "/observer")


async def test_of_a_ranking_the_page_works_out_who_is_elected(stage: Stage, hall: Hall, tmp_path: Path):
    paper = an_election(1)["paper"]
    paper["questions"][0] |= {"kind": "ranking", "rule": None}
    path = await an_urn_file(hall, tmp_path, paper=paper)
    page = await stage.page("/observer")

    await chooses(page, path)

    await expect(page.get_by_text("Khớp. Đã kiểm 19 lá phiếu")).to_be_visible()
    await expect(page.get_by_text("tính lại từ mọi thứ tự ưu tiên")).to_be_visible()
    urn = json.loads(path.read_text())
    outcome = urn["poll"]["tally"]["outcomes"][0]
    keys = [one["key"] for one in urn["poll"]["paper"]["questions"][0]["options"]]
    others = [key for key in keys if [key] != outcome["chosen"]]
    outcome |= {"conclusion": "elected", "chosen": others[:1], "tied": []}
    (bad := tmp_path / "bad.json").write_text(json.dumps(urn))
    await chooses(page, bad)
    await expect(page.get_by_text("KHÔNG khớp: kết luận đã công bố không theo kết quả đếm.")).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_page_has_no_barrier_and_fits_a_small_phone(
    stage: Stage, hall: Hall, tmp_path: Path, language: Language
):
    election = an_election(2)
    for n, option in enumerate(election["paper"]["questions"][0]["options"]):
        option["label_vi"] = f"{PERSON} {n + 1}"
    path = await an_urn_file(hall, tmp_path, title_vi=LONG_TITLE[:290], paper=election["paper"])
    page = await stage.page("/observer", NARROW, language=language, reduced_motion="reduce")

    await expect(page.locator("ol")).to_be_visible()
    assert await fits_its_width(page)
    assert await violations_in_both_themes(page) == []
    await page.get_by_text("Tiếng Việt · English").click()
    assert await violations_in_both_themes(page) == []
    await chooses(page, path)
    await expect(page.locator(".notice.good")).to_be_visible()
    for summary in await page.locator("main summary").all():
        await summary.click()
    assert await fits_its_width(page)
    assert await violations_in_both_themes(page) == []
    for size in (NARROW, (360, 800), LAPTOP):
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        assert await fits_its_width(page)
    (bad := tmp_path / "bad.json").write_text(path.read_text().replace('"version":1', '"version":3'))
    await chooses(page, bad)
    await expect(page.locator(".notice.bad")).to_be_visible()
    assert await violations_in_both_themes(page) == []

"""Without network: the page itself, the programme, and documents that were kept or opened."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from api import pages
from tests.congresses import Hall, a_motion
from tests.web.delegates import (
    forgive_the_outage,
    goes,
    marks,
    opens,
    presses,
    publishes,
    sees,
    sees_view,
    worker_is_ready,
)
from tests.web.stage import Stage

pytestmark = pytest.mark.service_worker

REPORT = "Báo cáo chính trị"
PAGES = ("Mở đầu về phong trào.", "Chỉ tiêu phát triển đoàn viên.", "Kết luận của đại hội.")


async def renew_worker(hall: Hall, page: Page, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The organisers install a version with a newer worker, and the phone looks."""
    shutil.copytree(pages.BUILD, folder)
    with (folder / "sw.js").open("a") as worker:
        worker.write("// newer")
    monkeypatch.setattr(pages, "BUILD", folder)
    await hall.servers[0].stop()
    await hall.servers[0].start()
    await page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")


async def kept_names(page: Page) -> list[str]:
    """The paths of everything that the page's origin keeps in caches."""
    names: list[str] = await page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
            return found;
        }"""
    )
    return names


async def test_a_kept_document_is_read_and_searched_without_network(stage: Stage, hall: Hall):
    document_id = await publishes(hall, REPORT, *PAGES)
    page = await stage.delegate("001")
    await worker_is_ready(page)
    await goes(page, "documents", document_id)
    await presses(page, "Lưu để đọc không cần mạng")
    await sees(page, "Đã lưu, đọc được khi mất mạng")

    await page.context.set_offline(True)
    await page.reload()

    await sees_view(page, REPORT)
    await page.locator("[data-page='3']").scroll_into_view_if_needed()
    await expect(page.get_by_role("img", name="Trang 3", exact=True)).to_have_js_property("naturalWidth", 720)
    await presses(page, "Chữ", "Tìm trong tài liệu này")
    await page.get_by_role("searchbox", name="Tìm trong tài liệu này").fill("ket luan")
    await expect(page.get_by_role("button", name=re.compile("Trang 3"))).to_contain_text("Kết luận")
    await goes(page, "documents")
    await expect(page.get_by_role("link", name=re.compile(REPORT))).to_contain_text("Đã lưu")
    await forgive_the_outage(stage, page)


async def test_programme_and_targets_are_read_without_network(stage: Stage):
    page = await stage.delegate("001")
    await worker_is_ready(page)
    await goes(page, "programme")
    await sees(page, "Nội dung 2")
    await goes(page, "targets")
    await sees(page, "Chỉ tiêu số 2")

    await page.context.set_offline(True)
    await page.reload()

    await sees(page, "Chỉ tiêu số 2")
    await goes(page, "programme")
    await sees(page, "Nội dung 2")
    await goes(page, "now")
    await sees(page, "Chưa kết nối được máy chủ.")
    await forgive_the_outage(stage, page)


async def test_a_page_that_was_opened_is_there_again_and_one_that_was_not_says_so(stage: Stage, hall: Hall):
    document_id = await publishes(hall, REPORT, *(f"Trang {n}" for n in range(1, 21)))
    page = await stage.delegate("001")
    await worker_is_ready(page)
    await goes(page, "documents", document_id)
    await expect(page.get_by_role("img", name="Trang 1", exact=True)).to_have_js_property("naturalWidth", 720)

    await page.context.set_offline(True)
    await page.reload()

    await expect(page.get_by_role("img", name="Trang 1", exact=True)).to_have_js_property("naturalWidth", 720)
    await page.locator("[data-page='15']").scroll_into_view_if_needed()
    await sees(page, "Trang này chưa được lưu trên máy và đang mất mạng.")
    await forgive_the_outage(stage, page)


async def test_a_kept_document_can_be_dropped(stage: Stage, hall: Hall):
    document_id = await publishes(hall, REPORT, *PAGES)
    page = await stage.delegate("001")
    await worker_is_ready(page)
    await goes(page, "documents", document_id)
    await presses(page, "Lưu để đọc không cần mạng")
    await sees(page, "Đã lưu, đọc được khi mất mạng")

    await goes(page, "me")
    await presses(page, f"Bỏ lưu {REPORT}")

    await sees(page, "Chưa lưu tài liệu nào.")


async def test_caches_hold_pages_and_documents_and_nothing_else_of_the_api(stage: Stage, hall: Hall):
    document_id = await publishes(hall, REPORT, *PAGES)
    page = await stage.delegate("001")
    await worker_is_ready(page)
    for view in ("programme", "documents", "targets", "me", "ballots", "opinions"):
        await goes(page, view)
    await goes(page, "documents", document_id)
    await sees(page, "Trang 1 / 3")
    await expect(page.get_by_role("img", name="Trang 1", exact=True)).to_have_js_property("naturalWidth", 720)

    of_the_api = [path for path in await kept_names(page) if path.startswith("/api/")]

    assert of_the_api
    assert all(
        re.fullmatch(r"/api/v1/documents/.*/pages/\d+/(small\.webp|large\.webp|text)", path) for path in of_the_api
    )


async def test_a_delegates_phone_does_not_fetch_what_only_doors_need(stage: Stage):
    page = await stage.delegate("001")
    await worker_is_ready(page)

    assert not [path for path in await kept_names(page) if "door" in path]


async def test_a_door_opens_its_page_without_network(stage: Stage):
    page = await stage.door()
    await worker_is_ready(page)
    await page.wait_for_function(
        """async () => {
            const door = await caches.open("door-shell");
            const kept = (await door.keys()).map((request) => new URL(request.url).pathname);
            return kept.includes("/door") && kept.some((path) => path.endsWith(".wasm")); // with what reads codes
        }"""
    )

    await page.context.set_offline(True)
    answer = await page.reload()

    assert answer is not None
    assert answer.from_service_worker
    assert "wasm-unsafe-eval" in (await answer.all_headers())["content-security-policy"]
    await forgive_the_outage(stage, page)


async def test_a_newer_version_is_offered_and_does_not_come_by_itself(
    stage: Stage, hall: Hall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    await hall.check_in("001")
    page = await stage.delegate("001")
    await worker_is_ready(page)
    await page.evaluate("window.isTheSamePage = true")

    await renew_worker(hall, page, monkeypatch, tmp_path / "newer")

    await sees(page, "Có phiên bản mới của ứng dụng.")
    poll_id = await opens(hall, a_motion("Biểu quyết", questions=2))
    await marks(page, 1, "Tán thành")
    await expect(page.get_by_text("Có phiên bản mới của ứng dụng.")).to_have_count(0)
    assert await page.evaluate("window.isTheSamePage")
    await (await hall.console()).takes(poll_id, "close")
    await presses(page, "Cập nhật")
    await page.wait_for_function("() => window.isTheSamePage === undefined")
    await sees_view(page, "Phiên thứ nhất")
    await forgive_the_outage(stage, page)


async def test_the_worker_itself_is_asked_for_anew_each_time(stage: Stage, hall: Hall):
    answer = await hall.http.get(f"{stage.address}/sw.js")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_the_app_can_be_installed(stage: Stage, hall: Hall):
    manifest = (await hall.http.get(f"{stage.address}/manifest.webmanifest")).json()

    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        answer = await hall.http.get(f"{stage.address}{icon['src']}")
        assert answer.headers["content-type"] == icon["type"]


async def test_the_page_from_the_cache_keeps_its_policy(stage: Stage):
    page = await stage.delegate("001")
    await worker_is_ready(page)

    answer = await page.reload()

    assert answer is not None
    assert answer.from_service_worker
    assert "default-src 'none'" in (await answer.all_headers())["content-security-policy"]

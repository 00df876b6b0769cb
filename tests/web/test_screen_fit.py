"""Everything on the screen is read from the last row: the longest texts, every size, no scroll bars, contrast."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.congresses import a_motion
from tests.shelves import a_document
from tests.web.axe import violations
from tests.web.reading import has_scroll_bars, illegible, reads
from tests.web.scenery import Scenery
from tests.web.stage import FULL_HD, UHD, Stage

# What comes in has come in; what breathes for ever does not count.
_SETTLED = """Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations === 1)
    .map((one) => one.finished.catch(() => {})))"""
SIZES = [(1280, 720), FULL_HD, UHD]
PHRASE = (
    "Đẩy mạnh chuyển đổi số, nghiêng về nghĩa vụ, quyền và lợi ích hợp pháp, chính đáng của đoàn viên, người lao động; "
)


def words(length: int) -> str:
    """Vietnamese of exactly this length."""
    return (PHRASE * (length // len(PHRASE) + 1))[:length].strip().ljust(length, ".")


class Tour:
    """All scenes of one screen, one after the other, on the ground of one congress."""

    def __init__(self, stage: Stage, *, longest: bool) -> None:
        self.stage, self.longest = stage, longest

    def text(self, usual: str, most: int) -> str:
        return words(most) if self.longest else usual

    async def __aenter__(self) -> "Tour":
        hall = self.stage.hall
        await hall.check_in("001", "002", "003")
        self.console, self.screen = await hall.console(), await self.stage.screen()
        self.scenery = Scenery(self.console)
        for place, item_id in enumerate(hall.item_ids, start=1):
            item = {"sitting_id": str(hall.sitting_id), "position": place, "starts_at": "2025-12-24T06:00:00Z"}
            titles = {"title_vi": self.text("Thảo luận", 300), "title_en": self.text("Debate", 300), "minutes": 15}
            await self.console.put(f"/items/{item_id}", {**item, **titles, "presenter": self.text("Chủ tọa", 200)})
            await self.console.put("/programme/current-item", {"id": str(item_id)})
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def through(self):
        """The name of each scene, while it is shown."""
        show, text = self.scenery.show, self.text
        for kind in ("welcome", "agenda", "presence"):
            await show(kind)
            yield await self.there(kind)
        names = {"name": text("Trần Thị Mai Phương", 120), "title": text("Đoàn Bến Thành", 200)}
        await self.scenery.speaker(**names, title_en=text("Bến Thành", 200))
        yield await self.there("speaker")
        await self.scenery.speaker(**names, seconds=1)
        await expect(self.screen.get_by_text("Quá thời gian")).to_be_visible()
        yield "overtime"
        document = await a_document(self.console, "Trang một", title=text("Báo cáo", 200))
        await show("page", document_id=document, page=1)
        await expect(self.screen.get_by_role("img", name="Trang 1/1")).to_be_visible()
        yield await self.there("page")
        await show("message", text_vi=text("Giải lao", 300), text_en=text("A break", 300))
        yield await self.there("message")
        for questions in (1, 20):
            async for step in self.poll(questions):
                yield f"poll of {questions}, {step}"

    async def poll(self, questions: int):
        """A poll from announcing to its result."""
        motion: dict[str, Any] = a_motion(self.text("Thông qua?", 300), questions=questions, seconds=600)
        for question in motion["paper"]["questions"]:
            question["title_vi"], question["title_en"] = self.text("Thông qua?", 500), self.text("Adopt?", 500)
            question["rule"] |= {"text_vi": self.text("quá nửa", 300), "text_en": self.text("more than half", 300)}
        poll = await self.console.prepares({**motion, "title_en": self.text("Adopt?", 300)})
        await self.scenery.show("auto")
        for step, shown in (("announce", "Chuẩn bị"), ("open", "Đang biểu quyết"), ("close", "Đã kết thúc")):
            await self.console.takes(poll, step)
            await expect(self.screen.get_by_text(shown)).to_be_visible()
            yield step
        await self.console.takes(poll, "publish")
        yield await self.there("result")

    async def there(self, kind: str) -> str:
        await reads(self.screen, kind)
        return kind


async def at(page: Page, size: tuple[int, int]) -> None:
    """Turn the display to another size."""
    await page.set_viewport_size({"width": size[0], "height": size[1]})


async def test_every_scene_is_read_from_the_last_row_at_every_size(stage: Stage):
    found = {}
    async with Tour(stage, longest=False) as tour:
        async for scene in tour.through():
            for size in SIZES:
                await at(tour.screen, size)
                if wrong := await illegible(tour.screen):
                    found[scene, size] = wrong
                if await has_scroll_bars(tour.screen):
                    found[scene, size] = ["scroll bars"]

    assert found == {}


async def test_the_longest_texts_are_never_cut(stage: Stage):
    found = {}
    async with Tour(stage, longest=True) as tour:
        async for scene in tour.through():
            for size in (FULL_HD, UHD):
                await at(tour.screen, size)
                # The longest that a field takes is a page of text; it may be smaller, but it is there.
                if wrong := [fault for fault in await illegible(tour.screen) if not fault.startswith("too small")]:
                    found[scene, size] = wrong

    assert found == {}


async def test_a_long_announcement_leaves_room_for_every_scene(stage: Stage):
    found = {}
    async with Tour(stage, longest=False) as tour:
        await tour.scenery.announce(words(300), words(300))
        async for scene in tour.through():
            if wrong := await illegible(tour.screen):
                found[scene] = wrong

    assert found == {}


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_axe_finds_nothing_wrong_with_any_scene(stage: Stage, language: str):
    found = {}
    async with Tour(stage, longest=False) as tour:
        await tour.screen.evaluate("(language) => localStorage.setItem('dienhong.language', language)", language)
        await tour.screen.reload()
        await tour.scenery.announce("Mời đại biểu vào hội trường", "Please come in")
        async for scene in tour.through():
            await tour.screen.evaluate(_SETTLED)
            if wrong := await violations(tour.screen):
                found[scene] = wrong

    assert found == {}


async def test_a_narrow_projector_shows_the_same(stage: Stage):
    async with Tour(stage, longest=False) as tour:
        await at(tour.screen, (1024, 768))
        async for scene in tour.through():
            wrong = [fault for fault in await illegible(tour.screen) if not fault.startswith("too small")]
            assert wrong == [], scene
            assert not await has_scroll_bars(tour.screen), scene

"""Pictures of a secret election on all faces: papers, the key on the screen, the urn, and counting it again."""

import json
from typing import Any

import msgspec
from playwright.async_api import FilePayload, Page, expect

from api.simulation.actors import Console
from api.simulation.papers import Pocket, put_into_urn
from api.simulation.secret_crowd import an_election
from script.pictures.faces import AllFaces
from script.pictures.photographer import LAPTOP, PHONE, goes
from tests.web.delegates import presses, sees
from voting.paper import Answer, Paper

TITLES = {"title_vi": "Bầu Đoàn đại biểu dự Đại hội cấp trên", "title_en": "Election of delegates to the next congress"}
OTHERS = 60  # delegates who vote beside the one whose phone is photographed


class SecretPictures(AllFaces):
    """One delegate's phone, the organiser's console and the screen, while sixty others vote."""

    async def everything(self) -> None:
        """From the papers to the recount."""
        election = an_election()
        election["paper"]["questions"][0] |= TITLES
        console = self.congress.console
        poll_id = await console.prepares({**election, **TITLES})
        page = await self.phone.opens(self.congress.voters[5])
        await console.takes(poll_id, "announce")
        poll = await console.get(f"/polls/{poll_id}")
        await sees(page, "Đang nhận phiếu kín")
        await self.photographer.take_both(page, "delegate-secret-coming")
        pockets = await self.papers(poll, 10, OTHERS)
        await self._of_announced(poll_id)
        await expect(page.get_by_text("✓ Đã nhận phiếu kín")).to_be_visible(timeout=30_000)
        await self.photographer.take_both(page, "delegate-secret-ready")
        await self.opens_when_papers_are_out(poll)
        for n, pocket in enumerate(pockets):
            await self._cast(poll, pocket, n)
        await self._votes(page)
        await self._printed(poll)
        await console.takes(poll_id, "publish")
        await goes(page, "result", poll_id)
        await presses(page, "Kiểm lại ngay")
        await sees(page, "Phiếu của đồng chí có trong hòm phiếu.")
        await page.get_by_role("heading", name="Kiểm lại hòm phiếu").scroll_into_view_if_needed()
        await self.photographer.take_both(page, "delegate-secret-recount")
        await goes(page, "secret")
        await self.photographer.take_both(page, "delegate-secret-how")
        await page.context.close()
        await self.screen.of_result(poll_id, "screen-election")
        await self._is_counted_again(poll_id)

    async def _is_counted_again(self, poll_id: str) -> None:
        """Somebody without an account has the file of the urn."""
        content = json.dumps(await self.congress.console.get(f"/polls/{poll_id}/urn.json")).encode()
        for size, name in ((PHONE, "observer"), (LAPTOP, "observer-laptop")):
            page = await self.photographer.opens("/observer", size)
            if size == LAPTOP:
                await self.photographer.take_both(page, "observer-empty")
            file: FilePayload = {"name": "hom-phieu.json", "mimeType": "application/json", "buffer": content}
            await page.locator("input[type=file]").set_input_files(file)
            await sees(page, "Khớp. Đã kiểm")
            await page.evaluate("scrollTo(0, 0)")
            await self.photographer.take_both(page, name)
            await page.context.close()

    async def _of_announced(self, poll_id: str) -> None:
        screen = await self.screen.opens()
        await self.screen.shows(screen, "poll", poll_id=poll_id)
        await self.screen.takes(screen, "screen-secret")
        await screen.context.close()
        desk = await self.desk.opens()
        await goes(desk, "polls", poll_id)
        await expect(desk.get_by_role("heading", name="Phiếu kín đã phát")).to_be_visible()
        await self.photographer.take_both(desk, "console-secret")
        await desk.context.close()

    async def _printed(self, poll: dict[str, Any]) -> None:
        """Six papers go out in print; the poll closes, and two people count what came back."""
        console, path = self.congress.console, f"/polls/{poll['id']}"
        for card in self.congress.voters[100:106]:
            given = await console.post(f"{path}/printed-papers", {"number": card.number})
        desk = await self.desk.opens()
        await goes(desk, "polls", poll["id"])
        await desk.get_by_label("Mã số đại biểu").fill(self.congress.voters[106].number)
        await presses(desk, "Phát phiếu giấy")
        await desk.get_by_role("heading", name="Phiếu giấy").scroll_into_view_if_needed()
        await self.photographer.take_both(desk, "console-printed")
        await console.takes(poll["id"], "close")
        keys = [option["key"] for option in poll["paper"]["questions"][0]["options"]]
        counted = {"papers": given["given"] + 1, "invalid": 1, "marks": {key: 5 - n for n, key in enumerate(keys)}}
        teller = next(one for one in self.congress.credentials.staff if one.role == "teller")
        async with Console(console.address, console.http) as other:
            await (await other.sign_in(teller.login, teller.password)).put(f"{path}/hand-count", counted)
        await sees(desk, "Cần thêm một người kiểm phiếu khác")
        await self.photographer.take_both(desk, "console-hand-count")
        await desk.context.close()
        await console.put(f"{path}/hand-count", counted)

    async def _votes(self, page: Page) -> None:
        for name in ("Nguyễn Thị Hồng Ánh", "Trần Minh Khang", "Lê Thị Ngọc Hân"):
            await page.get_by_role("checkbox", name=name).check()
        await self.photographer.take_both(page, "delegate-secret-paper")
        await presses(page, "Xem lại và gửi", "Gửi phiếu")
        await expect(page.get_by_role("heading", name="Phiếu kín đã vào hòm phiếu")).to_be_visible(timeout=20_000)
        await self.photographer.take_both(page, "delegate-secret-cast")

    async def _cast(self, poll: dict[str, Any], pocket: Pocket, n: int) -> None:
        paper = msgspec.convert(poll["paper"], Paper)
        keys = [option.key for option in paper.questions[0].options]
        chosen = tuple(key for place, key in enumerate(keys) if (n * 7 + place * 3) % 5 < 3 - place // 3)
        content = pocket.ballot((Answer(1, chosen[:3]),), paper).encoded()
        console = self.congress.console
        (await put_into_urn(console.http, console.address, poll["id"], content)).raise_for_status()

"""Pictures of the other kinds of poll: yes or no to each, an order of preference, points; nominations; the kiosk."""

import re
from typing import Any

from playwright.async_api import Page, expect

from api.simulation.secret_crowd import an_election as a_secret_election
from script.pictures.faces import AllFaces
from script.pictures.photographer import TABLET, goes
from tests.congresses import CANDIDATES, an_election
from tests.web.delegates import presses, sees

ANH, DAT, KHANG, HAN = (str(person[0]) for person in CANDIDATES)
RANKINGS = (("2", "1", "3"), ("2", "4"), ("1", "3"), ("3", "1", "2"), ("1", "2"), ("4", "1"), ("2", "3"), ("3", "1"))
PAPERS = 20  # as many as a secret poll needs to open


class KindPictures(AllFaces):
    """One delegate's phone, the organiser's console and the screen."""

    async def everything(self) -> None:
        """Each kind's paper, the count of a ranking, nominations, and the tellers' tablet."""
        page = await self.phone.opens(self.congress.voters[7])
        await self._approval(page)
        await self._ranking(page)
        await self._score(page)
        await self._nominations(page)
        await page.context.close()
        await self._kiosk()

    async def _approval(self, page: Page) -> None:
        poll = await self._opens(page, "approval", 2)
        await presses(page, "Đồng ý cả 4")
        await page.get_by_role("radiogroup", name=DAT).get_by_role("radio", name="Không đồng ý").click()
        await self._marked(page, "delegate-approval")
        await self._is_over(poll)

    async def _ranking(self, page: Page) -> None:
        poll = await self._opens(page, "ranking", 2, counted_by="stv")
        for place, name in enumerate((DAT, ANH, HAN), start=1):
            await page.get_by_role("button", name=re.compile(f"{name}.*Xếp thứ {place}")).click()
        await self._marked(page, "delegate-ranking")
        for n, order in enumerate(RANKINGS * 5, start=10):
            options = [f"candidate-{number}" for number in order]
            await (await self.signed_in(n)).post_ballot(poll, [{"question": 1, "options": options}])
        await self.congress.console.takes(poll, "close", "publish")
        await goes(page, "result", poll)
        await self.photographer.take_both(page, "delegate-ranking-result")
        desk = await self.desk.opens()
        await goes(desk, "polls", poll)
        await desk.get_by_role("heading", name="Kết quả").scroll_into_view_if_needed()
        await self.photographer.take_both(desk, "console-ranking-result")
        await desk.context.close()
        await self.screen.of_result(poll, "screen-ranking")

    async def _score(self, page: Page) -> None:
        poll = await self._opens(page, "score", 1, most_points=5)
        for name, points in ((ANH, "5"), (DAT, "3"), (KHANG, "4")):
            await page.get_by_role("radiogroup", name=name).get_by_role("radio", name=points, exact=True).click()
        await self._marked(page, "delegate-score")
        await self._is_over(poll)

    async def _nominations(self, page: Page) -> None:
        console, ours = self.congress.console, self.congress.voters[7]
        poll = await console.prepares(an_election(3, people=0))
        await console.post(f"/polls/{poll}/nominations/open")
        for place in range(4):
            whom = ours if place == 0 else self.congress.voters[20 + place]
            phone = await self.signed_in(8 + place)
            await phone.put(f"/polls/{poll}/nominations/{await self.congress.delegate_id(whom)}")
        await goes(page, "now")
        await page.get_by_role("link", name="Đề cử hoặc ứng cử").click()
        await sees(page, "Đồng chí được đề cử")
        await self.photographer.take_both(page, "delegate-nominations")
        desk = await self.desk.opens()
        await goes(desk, "polls", poll)
        await expect(desk.get_by_role("button", name="Đóng nhận đề cử")).to_be_visible()
        await self.photographer.take_both(desk, "console-nominations")
        await desk.context.close()

    async def _kiosk(self) -> None:
        """An attended poll, open; the tablet shows nothing but where one signs."""
        console, election = self.congress.console, a_secret_election()
        poll_id = await console.prepares({**election, "secret_mode": "attended"})
        await console.takes(poll_id, "announce")
        poll = await console.get(f"/polls/{poll_id}")
        await self.papers(poll, 30, PAPERS)
        await self.opens_when_papers_are_out(poll)
        tablet = await self.desk.opens(TABLET)
        await goes(tablet, "polls", poll_id)
        await tablet.get_by_role("link", name="Mở bàn bỏ phiếu").click()
        await expect(tablet.get_by_label("Mã thẻ")).to_be_focused()
        await self.photographer.take(tablet, "console-kiosk-tablet-light")
        await tablet.context.close()
        await self._is_over(poll_id)

    async def _opens(self, page: Page, kind: str, places: int, **more: Any) -> str:
        poll = an_election(places)
        poll["title_vi"] = "Bầu Ủy ban Kiểm tra"
        poll["paper"]["questions"][0] |= {"kind": kind, "rule": None, "title_vi": poll["title_vi"], **more}
        poll_id = await self.congress.console.prepares(poll)
        await self.congress.console.takes(poll_id, "announce", "open")
        await goes(page, "now")
        await sees(page, ANH)
        return poll_id

    async def _marked(self, page: Page, name: str) -> None:
        await page.evaluate("scrollTo(0, 0)")
        await self.photographer.take_both(page, name)

    async def _is_over(self, poll_id: str) -> None:
        await self.congress.console.post(f"/polls/{poll_id}/annul", {"reason": "Chỉ để chụp ảnh."})

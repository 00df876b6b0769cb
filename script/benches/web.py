"""
Web: the delegate's page as an old phone has it, in Chromium, against a bare page in the same run.

The phone is Chromium with its processor slowed down four times. The server is ``dienhong serve``; a delegate has signed
in and is in the hall.

- ``now``: from the address to a usable *Now*, with an empty cache, over 1.6 Mbit/s and 150 ms (Chromium's own
  emulation: each request waits for a round trip, connections are not charged). Usable is: the current item, one's own
  presence and the navigation are painted, as links that work. ``sign-in`` is the same for the form of a new phone.
- ``paper``: from the state with the open poll, as a bare socket beside the page hears it, to the painted paper of
  fourteen questions, which the page made ahead when the poll was announced; ``paper, from the press`` begins when the
  organiser's request leaves. No network slow-down.
- ``page``: from a tap to the painted picture of a document's page that was read before, without network; ``page, read
  on`` is a further page of the document that is open. ``…, not slowed down`` is the same with the processor as it is,
  for which the bound of 200 ms was set; on the old phone no more than the figure is asked.
- ``paper blinded and finished``: the phone's part of a secret poll's paper, slowed down six times (``papers.py``).
- ``recount in the browser``: 10,000 ballots of a published secret poll, not slowed down (``recounts.py``).
- memory: the page's heap, nodes and listeners after collecting garbage, over 200 changes of the floor and 50 opened
  pages, after a fifth of them and at the end.

Painted means: the task after the frame in which the element stood in the document, by the clock that page and bench
share. The baseline ``bare`` (``bare.py``) is measured alike: its page, its heading, its picture. A ratio is its time
divided by ours.

    python script/benches/web.py            prints what run() returns
"""

import asyncio
import json
import time
from collections import defaultdict
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
from bare import Bare, bare_page
from congress import LOGIN, PASSWORD, Served, served_congress
from old_phone import GO_AND_SEE, SEEN, SLOWER, WAIT_MS, OldPhones, evaluated
from papers import OURS_BLIND, THEIRS_BLIND, papers
from playwright.async_api import Page
from recounts import BARE, OURS, recounts
from results import Result, Row, ratio, row

from api.simulation.actors import Console, Door, Phone, shared_client
from delegates.badges import Issued
from tests.agenda.pdfs import typeset
from tests.web.browsers import chromium

CHANGES = 200  # of the floor, while memory is watched
REPETITIONS = 5
BALLOTS_A_CHANGE = 50  # 10,000 are counted again
CHANGES_A_PAGE = 4  # 50 pages are opened while the floor changes 200 times
TURNS = 5  # for one paper, while the machine is too crowded for a listener
WARM_UP = 5  # one in so many changes and pages comes before the first look at the memory

NOW = "body:has(main section.presence):has(main a.item):has(nav a[aria-current=page])"
SIGN_IN = "main form input"
PAPER = "main > :not([hidden]) #question-14"
MADE = "#question-14"  # ahead, hidden: the page does so once its poll is announced
SENTENCE = "Phong trào công nhân và hoạt động công đoàn thành phố. "
BARE_NOW, BARE_PAPER, BARE_PAGE = "h1#now", "h1#paper", "main img"

Times = dict[str, list[float]]


class Measured(NamedTuple):
    """Milliseconds by what took them; what the page holds; bytes of the first view by kind."""

    times: Times
    memory: list[Row]
    came: dict[str, int]


class Hand:
    """The one who measures: an organiser, a bare socket that listens, and a browser."""

    bare: Bare

    def __init__(self, console: Console, phone: Phone, phones: OldPhones) -> None:
        self.console, self.phone, self.phones = console, phone, phones
        self.times: Times = defaultdict(list)
        self.document, self.pages = "", 0

    async def everything(self, issued: Issued, repetitions: int, changes: int) -> Measured:
        """All figures; ours and the bare page take turns."""
        for _ in range(repetitions):
            came = await self.first_view("now", NOW, issued)
            await self.first_view("now, bare", BARE_NOW, address=self.bare.address)
            await self.first_view("sign-in", SIGN_IN)
        paper = await self.console.get("/polls/targets-paper")
        async with self.phones.context(issued) as ours, self.phones.context(address=self.bare.address) as bare:
            page, bare_page = await self.phones.opened(ours, NOW), await self.phones.opened(bare, BARE_NOW)
            for _ in range(repetitions):
                await self.paper_in_turn(page, paper)
                await self.bare_paper(bare_page)
        await self.pages_from_cache(issued, repetitions)
        await self.pages_from_cache(issued, repetitions, slower=1, suffix=", not slowed down")
        self.times |= await papers(self.phones, repetitions)
        self.times |= await recounts(self.phones, changes * BALLOTS_A_CHANGE, repetitions)
        return Measured(self.times, await self.memory(issued, changes), came)

    # ---- from the address to what is wanted

    async def first_view(
        self, name: str, selector: str, issued: Issued | None = None, address: str = ""
    ) -> dict[str, int]:
        """Time the first view; the bytes that came for it, by kind."""
        kinds: dict[str, str] = {}
        came: dict[str, int] = defaultdict(int)
        async with self.phones.context(issued, address) as context:
            page, tools = await self.phones.slow(context, network=True)
            tools.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
            tools.on("Network.loadingFinished", lambda event: count(event["requestId"], event["encodedDataLength"]))

            def count(request: str, size: float) -> None:
                came[kinds.get(request, "Other")] += int(size)

            await page.goto("/", wait_until="commit", timeout=WAIT_MS)
            at = "async (selector) => (await painted(selector)) - performance.timeOrigin"
            self.times[name].append(await evaluated(page, at, selector))
        return came

    # ---- from the state to the paper

    async def paper_in_turn(self, page: Page, paper: dict[str, Any]) -> None:
        """Measure a paper. On a crowded machine the listener may hear after the page has painted: that says nothing."""
        for _ in range(TURNS):
            pressed, heard, painted = await self.paper(page, paper)
            if pressed < heard < painted:
                self.times["paper"].append(painted - heard)
                self.times["paper, from the press"].append(painted - pressed)
                return
        raise RuntimeError(f"the listener heard after the page had painted, {TURNS} times: the machine is too crowded")

    async def paper(self, page: Page, paper: dict[str, Any]) -> tuple[float, float, float]:
        """
        Open a poll on the fourteen targets before a page that shows *Now*; close it again.

        When it was pressed, heard by the listener and painted, in milliseconds of one clock.
        """
        poll = await self.console.prepares({"title_vi": "Biểu quyết các chỉ tiêu", "paper": paper})
        await self.console.takes(poll, "announce")
        await self.phone.until("floor", lambda floor: any(one["id"] == poll for one in floor["polls"]))
        await evaluated(page, SEEN, MADE)
        seen = asyncio.create_task(evaluated(page, SEEN, PAPER))
        await page.evaluate("document.title")  # the page has the question by now
        pressed = time.time() * 1e3
        await self.console.takes(poll, "open")
        await self.phone.until("floor", lambda floor: any(one["state"] == "open" for one in floor["polls"]))
        heard = time.time() * 1e3 - (time.perf_counter() - self.phone.arrived_at["floor"]) * 1e3
        painted = await seen
        await self.console.takes(poll, "close")
        await self.console.post(f"/polls/{poll}/annul", {"reason": "Chỉ để đo"})
        await evaluated(page, SEEN, NOW)
        return pressed, heard, painted

    async def bare_paper(self, page: Page) -> None:
        """The same for the bare page."""
        seen = asyncio.create_task(evaluated(page, SEEN, BARE_PAPER))
        await page.evaluate("document.title")
        said = time.time() * 1e3
        self.bare.say(json.dumps({"kind": "paper", "text": "Chỉ tiêu " * 400}))
        self.times["paper, bare"].append(await seen - said)
        self.bare.say('{"kind": "now"}')
        await evaluated(page, SEEN, BARE_NOW)

    # ---- pages of a document

    async def publish(self, pages: int) -> bytes:
        """A document of as many pages as are opened; the small picture of its first page."""
        self.document, self.pages = str(uuid4()), pages
        texts = [f"Trang {number}. {SENTENCE * 12}" for number in range(1, pages + 1)]
        await self.console.put(f"/documents/{self.document}", {"title_vi": "Báo cáo", "position": 99, "item_ids": []})
        upload = {"file": ("bao-cao.pdf", typeset(*texts), "application/pdf")}
        await self.console.request("POST", f"/documents/{self.document}/versions", files=upload)
        await self.console.until(
            "document-desk",
            lambda desk: any(
                one["document"]["id"] == self.document and (one["newest"] or {}).get("state") == "ready"
                for one in desk["documents"]
            ),
            within_s=180,
        )
        await self.console.post(f"/documents/{self.document}/publish")
        picture: bytes = await self.console.get(f"/documents/{self.document}/versions/1/pages/1/small.webp")
        return picture

    async def read(self, page: Page, number: int) -> float:
        """Open the document at a page; the milliseconds until its picture is painted."""
        hash_, picture = f"#/documents/{self.document}/{number}", f"[data-page='{number}'] img"
        return await evaluated(page, GO_AND_SEE, [hash_, picture])

    async def leave(self, page: Page) -> None:
        """Back to *Now*."""
        await evaluated(page, GO_AND_SEE, ["#/now", NOW])

    async def pages_from_cache(
        self, issued: Issued, repetitions: int, *, slower: int = SLOWER, suffix: str = ""
    ) -> None:
        """Read, go offline, read again; ``suffix``: what the names of these times end in."""
        async with self.phones.context(issued) as context, self.phones.context(address=self.bare.address) as other:
            page = await self.phones.opened(context, NOW, slower=slower)
            bare = await self.phones.opened(other, BARE_NOW, slower=slower)
            await page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
            await page.reload()  # now through the service worker, as on every later visit
            await evaluated(page, SEEN, NOW)
            for number in (1, 2, 3):
                await self.read(page, number)
            await evaluated(bare, GO_AND_SEE, ["#warm", BARE_PAGE])
            await page.wait_for_load_state("networkidle")
            await context.set_offline(True)
            for turn in range(2, 2 + repetitions):
                await self.leave(page)
                self.times["page" + suffix].append(await self.read(page, 1))
                self.times["page, read on" + suffix].append(await self.read(page, 3))
                await bare.evaluate("document.querySelector('main').replaceChildren()")
                self.times["page, bare" + suffix].append(await evaluated(bare, GO_AND_SEE, [f"#{turn}", BARE_PAGE]))

    # ---- memory

    async def memory(self, issued: Issued, changes: int) -> list[Row]:
        """What the page holds after the warm-up and at the end."""
        said = dict.fromkeys(("after the warm-up", "at the end"))
        rows: list[Row] = []
        async with self.phones.context(issued) as context:
            page = await self.phones.opened(context, NOW)
            tools = await context.new_cdp_session(page)
            await tools.send("Performance.enable")
            shown, opened = 0, 0
            for when, share in zip(said, (1 / WARM_UP, 1.0), strict=True):
                while shown < changes * share:
                    shown += 1
                    await self.announce(page, f"Thông báo {shown}")
                while opened < self.pages * share:
                    opened += 1
                    await self.read(page, opened)
                    await self.leave(page)
                await tools.send("HeapProfiler.collectGarbage")
                found = {one["name"]: one["value"] for one in (await tools.send("Performance.getMetrics"))["metrics"]}
                what = f"{when}: {shown} states, {opened} pages"
                rows.append(row("memory", [found["JSHeapUsedSize"] / 1e6], f"MB of JavaScript {what}"))
                rows.append(row("memory", [found["Nodes"]], f"nodes {what}"))
                rows.append(row("memory", [found["JSEventListeners"]], f"listeners {what}"))
        return rows

    async def announce(self, page: Page, text: str) -> None:
        """A change of the floor that the page has drawn."""
        await self.console.post("/announcement", {"text_vi": text})
        await page.wait_for_function("(text) => document.querySelector('main').innerText.includes(text)", arg=text)


async def measure(served: Served, repetitions: int, changes: int) -> Measured:
    """All of it."""
    reader, listener = served.issued[:2]
    async with shared_client(60) as http, chromium() as browser:
        console = await Console(served.address, http).sign_in(LOGIN, PASSWORD)
        async with await console.connect("document-desk"), Phone(served.address, http) as phone:
            await phone.sign_in(listener.code, listener.pin or "")
            await phone.connect("floor")
            await let_in(served, console, http, reader)
            programme = await console.get("/programme")
            await console.put("/programme/current-item", {"id": programme["sittings"][0]["items"][0]["id"]})
            hand = Hand(console, phone, OldPhones(browser, served.address))
            with bare_page(await hand.publish(max(3, changes // CHANGES_A_PAGE))) as bare:
                hand.bare = bare
                return await hand.everything(reader, repetitions, changes)


async def let_in(served: Served, console: Console, http: httpx.AsyncClient, issued: Issued) -> None:
    """Check a delegate in at a door."""
    device = str(uuid4())
    await console.put(f"/devices/{device}", {"name": "Cửa A", "role": "door"})
    door = Door(served.address, http)
    await door.enrol((await console.post(f"/devices/{device}/enrolment"))["code"])
    assert (await door.scans(issued.code))["verdict"] == "ok"


def run(size: int = CHANGES, repetitions: int = REPETITIONS) -> Result:
    """Measure with ``size`` changes of the floor; see the top."""
    with served_congress(2) as served:
        times, memory, came = asyncio.run(measure(served, repetitions, size))
    return {
        "bench": "web",
        "ratios": {f"web/{name}": ratio(times[f"{name}, bare"], times[name]) for name in ("now", "paper", "page")}
        | {"web/blind": ratio(times[THEIRS_BLIND], times[OURS_BLIND]), "web/recount": ratio(times[BARE], times[OURS])},
        "rows": [
            *(row(name, values, "ms") for name, values in sorted(times.items())),
            *(row("bytes", [size / 1e3], f"kB of the first view: {kind}") for kind, size in sorted(came.items())),
            row("bytes", [sum(came.values()) / 1e3], "kB of the first view in all"),
            *memory,
        ],
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))

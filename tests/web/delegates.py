"""Phones of delegates as pages: what a delegate does, and what is seen."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import Locator, Page, expect

from tests.agenda.pdfs import typeset
from tests.congresses import Hall
from tests.web.stage import Stage


def question(page: Page, number: int) -> Locator:
    """One question of the paper."""
    return page.locator(f"#question-{number}")


async def marks(page: Page, number: int, label: str) -> None:
    """Tap one answer."""
    await question(page, number).get_by_role("radio", name=label, exact=True).check()


async def presses(page: Page, *names: str) -> None:
    """Tap buttons, one after another."""
    for name in names:
        await page.get_by_role("button", name=name, exact=True).click()


async def selects(page: Page, words: str) -> None:
    """Select words of the text, as a finger does."""
    await page.evaluate(
        """(words) => {
            for (const node of [...document.querySelectorAll("[data-page] .words")].flatMap((p) => [...p.childNodes])) {
                const at = node.data?.indexOf(words) ?? -1;
                if (at < 0) continue;
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return;
            }
            throw new Error("not there: " + words);
        }""",
        words,
    )


async def sees(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until a text is shown."""
    await expect(page.get_by_text(text).first).to_be_visible()


async def sees_view(page: Page, title: str | re.Pattern[str]) -> None:
    """Wait until a view with this heading is shown."""
    await expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


async def goes(page: Page, *parts: object) -> None:
    """Go to a view by its address."""
    await page.evaluate("(hash) => (location.hash = hash)", "#/" + "/".join(str(part) for part in parts))


async def is_heard(page: Page, text: str) -> None:
    """Wait until screen readers are told."""
    await expect(page.locator("[aria-live=assertive]")).to_contain_text(text)


async def worker_is_ready(page: Page) -> None:
    """Wait until the service worker answers for the page."""
    await page.evaluate(
        """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise((done) =>
            navigator.serviceWorker.addEventListener("controllerchange", done, { once: true })))"""
    )


async def forgive_the_outage(stage: Stage, page: Page) -> None:
    """What a missing network makes a browser log is what was wanted; afterwards the page is closed and logs no more."""
    await page.context.close()
    stage.faults[:] = [
        fault for fault in stage.faults if not re.search("ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED)", fault)
    ]


async def keeps_marks(page: Page, least: int = 1) -> None:
    """Wait until the phone's disk holds a draft with marks on so many questions: it comes a moment after the page."""
    await page.wait_for_function(
        """async (least) => {
            const answer = (request) => new Promise((done, failed) => {
                request.onsuccess = () => done(request.result);
                request.onerror = () => failed(request.error);
            });
            const database = await answer(indexedDB.open("dienhong"));
            const drafts = await answer(database.transaction("drafts").objectStore("drafts").getAll());
            database.close();
            return drafts.some(({ value }) => Object.keys(value).length >= least);
        }""",
        arg=least,
    )


async def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = await page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`)"""
    )
    return found


async def ballots_in(hall: Hall, poll_id: str) -> int:
    """How many ballots the server has."""
    console = await hall.console(topics=(f"tally/{poll_id}",))
    count: int = (await console.until(f"tally/{poll_id}"))["ballots"]
    return count


async def publishes(hall: Hall, title: str, *pages: str, item_ids: Iterable[UUID] = ()) -> str:
    """The organisers publish a document with these pages; its id."""
    document_id = str(uuid4())
    items = [str(item_id) for item_id in item_ids]
    await (await hall.console()).put(f"/documents/{document_id}", {"title_vi": title, "position": 1, "item_ids": items})
    await revises(hall, document_id, *pages)
    return document_id


async def revises(hall: Hall, document_id: str, *pages: str) -> None:
    """The organisers publish a version of the document with these pages."""
    console = await hall.console(topics=("document-desk",))
    upload = {"file": ("du-thao.pdf", typeset(*pages), "application/pdf")}
    await console.request("POST", f"/documents/{document_id}/versions", files=upload)
    await console.until(
        "document-desk",
        lambda desk: any(
            one["document"]["id"] == document_id
            and one["newest"]
            and (one["newest"]["state"], one["newest"]["pages"]) == ("ready", len(pages))
            for one in desk["documents"]
        ),
        within_s=90,  # forty pages on a busy machine
    )
    await console.post(f"/documents/{document_id}/publish")


async def opens(hall: Hall, poll: dict[str, Any]) -> str:
    """The organiser opens a poll; its id."""
    console = await hall.console()
    poll_id = await console.prepares(poll)
    await console.takes(poll_id, "announce", "open")
    return poll_id


async def present_phones(stage: Stage, numbers: Iterable[str], **options: Any) -> list[Page]:
    """Phones of delegates who are signed in and checked in."""
    await stage.hall.check_in(*numbers)
    return [await stage.delegate(number, **options) for number in numbers]

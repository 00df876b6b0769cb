"""
C3 of ``field/secret-voting.md`` §4: what the server sees of requests that bring ballots, from phones of several makes
and for every choice. Recorded at the server, in the order and in the bytes in which it came.

What the page says is the same for all: method, path, kind, ``Accept``, ``Accept-Language``, no cookie, no referrer, and
one length. What a browser adds of its own nobody can take from it: ``User-Agent`` and, in Chromium, ``sec-ch-ua``,
``sec-ch-ua-mobile`` and ``sec-ch-ua-platform`` name its make. Another engine is told by more: Firefox 153, whose
request by the same ``fetch`` was looked at by hand, sends its headers in another order, no ``sec-ch-ua``, and besides
``Priority: u=4``, ``Pragma: no-cache``, ``Cache-Control: no-cache``. So whoever has live access can tell the make of a
phone; none of this is logged or stored.
"""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from realtime.asgi import AsgiApp, AsgiMessage, Receive, Scope, Send
from tests.congresses import Hall
from tests.secret_votes import a_secret_vote
from tests.servers import Server
from tests.web.delegates import present_phones, presses, question
from tests.web.stage import LAPTOP, PHONE, Stage
from tests.web.test_secret_polls import HASTE

OF_THE_MAKE = {b"user-agent", b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform"}
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
)
VIETNAMESE = ("✓ Đã nhận phiếu kín", "Gửi phiếu: {}", "Phiếu kín đã vào hòm phiếu")
ENGLISH = ("✓ Your secret paper is here", "Send: {}", "Your secret ballot is in the urn")
PHONES: list[dict[str, Any]] = [
    {},
    {"theme": "dark", "has_touch": True},
    {"user_agent": ANDROID, "is_mobile": True, "has_touch": True, "device_scale_factor": 3},
    {"size": LAPTOP, "language": "en", "user_agent": "Mozilla/5.0 (X11; Linux x86_64) something else"},
]
CHOICES = ["Tán thành", "Không tán thành", "Ý kiến khác", None]  # the last one: blank


class Recorded:
    """Requests to the urn, as a server's app gets them."""

    def __init__(self, server: Server) -> None:
        config = server._server.config
        self._app: AsgiApp = config.loaded_app
        config.loaded_app = self  # connections that come from now on
        self.headers: list[list[tuple[bytes, bytes]]] = []
        self.lengths: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "/urn/" not in scope["path"]:
            await self._app(scope, receive, send)
            return
        length = 0

        async def counted() -> AsgiMessage:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            return message

        self.headers.append(list(scope["headers"]))
        await self._app(scope, counted, send)
        self.lengths.append(length)


async def casts(page: Page, mark: str | None, texts: tuple[str, str, str]) -> None:
    """Mark the only question, or leave it blank in English, and wait until the ballot is in."""
    _, send, in_urn = texts
    if mark is None:
        await presses(page, "Leave blank")
    else:
        await question(page, 1).get_by_role("radio", name=mark, exact=True).check()
    await presses(page, send.format(mark or "Blank"))
    await expect(page.get_by_role("heading", name=in_urn)).to_be_visible(timeout=20_000)


@pytest.mark.slow
async def test_phones_of_all_makes_send_the_same_whatever_is_marked(stage: Stage, hall: Hall):
    recorded = Recorded(hall.servers[0])
    others = await hall.summon(16)
    await hall.check_in(*others)
    numbers = ["001", "002", "003", "004"]
    pages = [
        page
        for number, options in zip(numbers, PHONES, strict=True)
        for page in await present_phones(stage, [number], **{"size": PHONE, **options})
    ]
    texts = [ENGLISH if "language" in options else VIETNAMESE for options in PHONES]
    for page in pages:
        await page.evaluate(HASTE)
    vote = await a_secret_vote(hall)
    await vote.papers_for(others)
    for page, (has_paper, *_) in zip(pages, texts, strict=True):
        await expect(page.get_by_text(has_paper)).to_be_visible(timeout=30_000)
    await vote.time_for_papers_ends()
    await vote.takes("open")

    for page, mark, said in zip(pages, CHOICES, texts, strict=True):
        await casts(page, mark, said)

    assert len(recorded.headers) == len(recorded.lengths) == len(PHONES)
    assert len(set(recorded.lengths)) == 1
    assert recorded.headers[0] == recorded.headers[1]  # one make: every byte, in one order
    first, *rest = [[one for one in headers if one[0] not in OF_THE_MAKE] for headers in recorded.headers]
    assert rest == [first] * len(rest)
    assert {name: value for name, value in first if name.startswith(b"accept-l")} == {b"accept-language": b"*"}
    makes = [dict(headers)[b"user-agent"] for headers in recorded.headers]
    assert len(set(makes)) == 3  # they did differ, where they may
    assert not {b"cookie", b"authorization", b"referer", b"x-face", b"x-request-id"} & dict(first).keys()

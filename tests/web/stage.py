"""The stage: real pages in a real browser before a real server, watched for what must never happen."""

from contextlib import AsyncExitStack
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from api.auth.permissions import Role
from tests.congresses import PASSWORD, Hall

Theme = Literal["light", "dark"]
Language = Literal["vi", "en"]
PHONE, TABLET, LAPTOP, FULL_HD, UHD = (360, 800), (1024, 768), (1280, 800), (1920, 1080), (3840, 2160)

# Pages report what the policy stopped; a violation is a defect also where nobody sees it.
_WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Stage:
    """
    Pages of the four faces, and the observer's, on the hall's servers.

    ``keeps_pages`` lets the service worker in. Without it a page is the same and nothing is kept; most tests are of one
    visit, and each would fetch the eighty files for the next.

    ``faults`` gathers requests to anywhere else, violations of the policy, and errors that pages threw or logged; the
    fixture asserts that there are none. A test that cuts the network on purpose empties what it provoked.
    """

    def __init__(self, hall: Hall, browser: Browser, *, keeps_pages: bool = False) -> None:
        self.hall, self.browser, self._keeps_pages = hall, browser, keeps_pages
        self.faults: list[str] = []
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Stage":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def address(self) -> str:
        """Of the first server."""
        return self.hall.servers[0].address

    async def context(
        self, size: tuple[int, int] = PHONE, *, theme: Theme = "light", language: Language = "vi", **options: Any
    ) -> BrowserContext:
        """A browser profile of its own: a phone, a laptop, a screen."""
        context = await self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            locale="vi-VN" if language == "vi" else "en-GB",
            timezone_id="Asia/Ho_Chi_Minh",
            service_workers="allow" if self._keeps_pages else "block",
            **options,
        )
        self._stack.push_async_callback(context.close)
        await context.add_init_script(_WATCH)
        remember = f"localStorage.setItem('dienhong.language', '{language}')"
        await context.add_init_script(f"if (location.protocol === 'http:') {remember}")
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"thrown: {error.error}"))
        context.set_default_timeout(20_000)
        return context

    async def page(self, path: str, size: tuple[int, int] = PHONE, **options: Any) -> Page:
        """A page at ``path``, in a profile of its own."""
        page = await (await self.context(size, **options)).new_page()
        await page.goto(path)
        return page

    async def delegate(self, number: str, size: tuple[int, int] = PHONE, **options: Any) -> Page:
        """The page of a delegate who is signed in."""
        issued = self.hall.issued[number]
        context = await self.context(size, **options)
        await self._sign_in(context, "delegate", "delegate", {"badge": issued.code, "pin": issued.pin})
        return await self._opened(context, "/")

    async def console(self, role: Role = Role.ORGANISER, size: tuple[int, int] = LAPTOP, **options: Any) -> Page:
        """The console of somebody of the staff who is signed in."""
        context = await self.context(size, **options)
        await self._sign_in(context, "console", "staff", {"login": str(role), "password": PASSWORD})
        page = await self._opened(context, "/console")
        await expect(page.locator("main h1")).to_be_focused()  # a menu opened before would lose the focus to it
        return page

    async def screen(self, size: tuple[int, int] = FULL_HD, **options: Any) -> Page:
        """The main screen, enrolled."""
        context = await self.context(size, **options)
        await self._sign_in(context, "screen", "device", {"code": await self.hall.enrolment("main", Role.SCREEN)})
        return await self._opened(context, "/screen")

    async def door(self, size: tuple[int, int] = PHONE, name: str = "Cửa A", **options: Any) -> Page:
        """A door station, enrolled."""
        context = await self.context(size, **options)
        await self._sign_in(context, "door", "device", {"code": await self.hall.enrolment(name, Role.DOOR)})
        return await self._opened(context, "/door")

    async def _sign_in(self, context: BrowserContext, face: str, kind: str, data: dict[str, Any]) -> None:
        headers = {"X-Face": face, "Origin": self.address}
        answer = await context.request.post(f"/api/v1/sign-in/{kind}", data=data, headers=headers)
        assert answer.ok, await answer.text()

    async def _opened(self, context: BrowserContext, path: str) -> Page:
        page = await context.new_page()
        await page.goto(path)
        return page

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.faults.append(f"foreign request: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")


async def fits_its_width(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

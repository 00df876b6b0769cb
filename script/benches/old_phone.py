"""An old phone: Chromium with its processor slowed down, and a clock in its pages that sees what is painted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Page

from delegates.badges import Issued

SLOWER = 4  # times: the processor of the phone
DOWN, UP, ROUND_TRIP_MS = 1_600_000 / 8, 750_000 / 8, 150  # bytes/s: a full hall's Wi-Fi
WAIT_MS = 60_000
SIZE = {"width": 360, "height": 800}

# When an element was first painted, by the wall clock in milliseconds.
CLOCK = """(() => {
  const wanted = new Map();
  const look = () => {
    for (const [selector, tell] of wanted) {
      const found = document.querySelector(selector);
      if (!found || (found instanceof HTMLImageElement && !(found.complete && found.naturalWidth))) continue;
      wanted.delete(selector);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => tell(performance.timeOrigin + performance.now());
        port2.postMessage(null);
      });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  document.addEventListener("load", look, true); // of pictures
  globalThis.painted = (selector) => new Promise((tell) => { wanted.set(selector, tell); look(); });
})()"""
SEEN = "(selector) => painted(selector)"
GO_AND_SEE = """async ([hash, selector]) => {
  const began = performance.timeOrigin + performance.now();
  location.hash = hash;
  return (await painted(selector)) - began;
}"""


async def evaluated(page: Page, script: str, argument: Any) -> float:
    """What the script answers. Raises :class:`TimeoutError` when what it waits for does not come."""
    async with asyncio.timeout(WAIT_MS / 1e3):
        return float(await page.evaluate(script, argument))


class OldPhones:
    """Phones before the server at ``address``."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    @asynccontextmanager
    async def context(self, issued: Issued | None = None, address: str = "") -> AsyncIterator[BrowserContext]:
        """A phone that has seen nothing; signed in, if somebody is given."""
        context = await self.browser.new_context(
            base_url=address or self.address, viewport=SIZE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        await context.add_init_script(CLOCK)
        if issued:
            answer = await context.request.post(
                "/api/v1/sign-in/delegate",
                data={"badge": issued.code, "pin": issued.pin},
                headers={"X-Face": "delegate", "Origin": self.address},
            )
            assert answer.ok, await answer.text()
        try:
            yield context
        finally:
            await context.close()

    async def slow(
        self, context: BrowserContext, *, slower: int = SLOWER, network: bool = False
    ) -> tuple[Page, CDPSession]:
        """A page on an old phone; ``slower`` times the processor of this machine."""
        page = await context.new_page()
        tools = await context.new_cdp_session(page)
        await tools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        await tools.send("Network.enable")
        if network:
            conditions = {
                "offline": False,
                "latency": ROUND_TRIP_MS,
                "downloadThroughput": DOWN,
                "uploadThroughput": UP,
            }
            await tools.send("Network.emulateNetworkConditions", conditions)
        return page, tools

    async def opened(self, context: BrowserContext, selector: str, *, slower: int = SLOWER) -> Page:
        """A page that shows ``selector``."""
        page, _ = await self.slow(context, slower=slower)
        await page.goto("/")
        await evaluated(page, SEEN, selector)
        return page

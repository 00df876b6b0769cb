"""The line between a page and the server, which can be cut at the worst moment."""

import json
from collections.abc import Callable

from playwright.async_api import BrowserContext, WebSocketRoute

Frame = str | bytes


class Line:
    """
    The live sockets and requests of one browser profile.

    ``swallow_answers`` lets frames through to the server and nothing back: what a phone does that was heard and does
    not know it.
    """

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._pairs: list[tuple[WebSocketRoute, WebSocketRoute]] = []
        self.is_cut = self.swallow_answers = False
        self.casts = 0  # ballots that left for the server

    @classmethod
    async def of(cls, context: BrowserContext) -> "Line":
        """Watch a profile from now on; its pages have to be opened afterwards."""
        line = cls(context)
        await context.route_web_socket(lambda url: "/api/v1/live" in url, line._connected)
        return line

    async def cut(self) -> None:
        """The Wi-Fi dies: open sockets close, nothing connects, requests fail."""
        await self._context.set_offline(True)
        await self.cut_sockets()

    async def cut_sockets(self) -> None:
        """Something between page and server lets requests through and no sockets."""
        self.is_cut = True
        pairs, self._pairs = self._pairs, []
        for page, server in pairs:
            await server.close()
            await page.close(code=1001)

    async def heal(self) -> None:
        """The Wi-Fi is back."""
        self.is_cut = self.swallow_answers = False
        await self._context.set_offline(False)

    async def _connected(self, page: WebSocketRoute) -> None:
        if self.is_cut:
            await page.close(code=1001)
            return
        server = page.connect_to_server()
        self._pairs.append((page, server))
        page.on_message(self._towards(server))
        server.on_message(self._back(page))

    def _towards(self, server: WebSocketRoute) -> Callable[[Frame], None]:
        def forward(frame: Frame) -> None:
            if json.loads(frame)["type"] == "cast":
                self.casts += 1
            if not self.is_cut:
                server.send(frame)

        return forward

    def _back(self, page: WebSocketRoute) -> Callable[[Frame], None]:
        def forward(frame: Frame) -> None:
            if not (self.is_cut or self.swallow_answers):
                page.send(frame)

        return forward

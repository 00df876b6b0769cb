"""
The bare page: what a browser does with a page that only says what it hears. The baseline of ``web``.

One file of a kilobyte, one WebSocket, one picture; no framework, no style, no typeface. What it takes is the browser's
own time and the network's; what ours takes beyond it is ours.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

PAGE = b"""<!doctype html><html lang="vi"><meta charset="utf-8"><title>bare</title><main></main><script>
const main = document.querySelector("main");
new WebSocket(`ws://${location.host}/live`).onmessage = ({ data }) => {
  const heading = document.createElement("h1");
  heading.id = JSON.parse(data).kind;
  heading.textContent = data;
  main.replaceChildren(heading);
};
addEventListener("hashchange", () => {
  const picture = new Image();
  picture.src = "/picture.webp";
  main.replaceChildren(picture);
});
</script></html>"""
HEARD = '{"kind": "now"}'


class Bare:
    """The bare page's server, in a thread of its own."""

    def __init__(self, picture: bytes) -> None:
        self._picture = picture
        self._loop = asyncio.new_event_loop()
        self._pages: set[ServerConnection] = set()
        self._port: asyncio.Future[int] = self._loop.create_future()

    @property
    def address(self) -> str:
        """Its URL."""
        return f"http://127.0.0.1:{self._port.result()}"

    def say(self, text: str) -> None:
        """Send a frame to every page."""
        self._loop.call_soon_threadsafe(broadcast, self._pages, text)

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        match request.path:
            case "/live":
                return None
            case "/picture.webp":
                body, kind, keep = self._picture, "image/webp", "max-age=31536000, immutable"
            case _:
                body, kind, keep = PAGE, "text/html", "no-cache"
        headers = Headers({"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": keep})
        return Response(HTTPStatus.OK, "OK", Headers([*headers.raw_items(), ("Connection", "close")]), body)

    async def _hold(self, connection: ServerConnection) -> None:
        self._pages.add(connection)
        await connection.send(HEARD)
        await connection.wait_closed()
        self._pages.discard(connection)

    async def _serve(self, ends: asyncio.Event) -> None:
        async with serve(self._hold, "127.0.0.1", 0, process_request=self._answer, compression=None) as server:
            self._port.set_result(next(iter(server.sockets)).getsockname()[1])
            await ends.wait()


@contextmanager
def bare_page(picture: bytes) -> Iterator[Bare]:
    """The bare page, served."""
    bare, ends = Bare(picture), asyncio.Event()
    thread = threading.Thread(target=bare._loop.run_until_complete, args=(bare._serve(ends),), daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(_wait(bare._port), bare._loop).result(10)
    try:
        yield bare
    finally:
        bare._loop.call_soon_threadsafe(ends.set)
        thread.join(10)


async def _wait(port: "asyncio.Future[int]") -> int:
    return await port

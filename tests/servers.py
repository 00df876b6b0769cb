"""Real servers for tests: uvicorn in a thread, on a fresh database."""

import asyncio
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

import uvicorn
from litestar import Litestar
from msgspec import structs

from api.app import create_litestar, served, settle
from api.auth.keys import pin_key
from api.serve import uvicorn_config
from api.settings import Settings
from tests.engines import aim

CONNECTIONS = 10  # of a server to its database


def bound(port: int = 0) -> socket.socket:
    """A socket with this port on loopback, or with a free one."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    return found


_spare: list[Litestar] = []  # apps that served and stopped


def settled(settings: Settings, url: str) -> Litestar:
    """
    An app for this installation: one that served another before, where there is one.

    To register its routes takes an app a quarter of a second, to compile its statements a tenth, and nothing of either
    is of the installation. What it works with is made when it starts.
    """
    if not _spare or settings.database_connections != CONNECTIONS:
        app = create_litestar(settings, url)
        aim(app.state.database.get_engine(), lambda: app.state.database_url)
        return app
    app = _spare.pop()
    # What its database kept from it while it stopped must not be waited for in another loop: a pool of its own.
    app.state.database.get_engine().sync_engine.dispose(close=False)
    settle(app, settings, url)
    return app


class Server:
    """
    One app process's worth, served on loopback by uvicorn in a thread with a loop of its own.

    ``settings`` are those that matter to the test.

    Several of them on one database behave as several processes do: they share nothing but Postgres and the keys.
    """

    def __init__(self, url: str, data_dir: Path, **changes: Any) -> None:
        self.database_url = url
        self._socket: socket.socket | None = bound()  # from now on: a port that is only chosen may be taken meanwhile
        port = self._socket.getsockname()[1]
        usual = Settings(
            data_dir=data_dir, database_url=url, port=port, insecure_cookies=True, database_connections=CONNECTIONS
        )
        self.settings = structs.replace(usual, **changes)
        self.pin_key = pin_key(self.settings.keys_dir)

    @property
    def address(self) -> str:
        """Its URL."""
        return f"http://127.0.0.1:{self.settings.port}"

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def start(self) -> None:
        """Serve; after :meth:`stop` again, at the same address."""
        self._app: Litestar | None = settled(self.settings, self.database_url)
        self._server = uvicorn.Server(uvicorn_config(self.settings, served(self._app), pair=None))
        self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        listening, self._socket = self._socket or bound(self.settings.port), None
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        async with asyncio.timeout(20):
            while not self._server.started:
                assert self._thread.is_alive(), "the server did not start"
                await asyncio.sleep(0.01)  # uvicorn offers no event to wait for

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Go away. A repeat is harmless."""
        self._server.should_exit = True
        await asyncio.to_thread(self._thread.join, 20)
        went_well = not self._thread.is_alive() and not getattr(self._server.lifespan, "shutdown_failed", False)
        if self._app and went_well and self.settings.database_connections == CONNECTIONS:
            _spare.append(self._app)
        self._app = None

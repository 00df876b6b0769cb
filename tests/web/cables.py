"""A network cable between a browser and a server, to be cut, mended, and to go slow, as it happens in halls."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Cable:
    """
    Passes bytes between whoever connects to ``address`` and the server.

    Cut, it refuses new connections and drops those there are. Clogged, it takes what is said and lets no answer
    through.
    """

    def __init__(self, server: str) -> None:
        self._port = urlsplit(server).port
        self._is_whole = True
        self._is_clear = asyncio.Event()
        self._is_clear.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._plug, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.unclog()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """No network at all."""
        self._is_whole = False
        for end in self._ends:
            end.close()

    def mend(self) -> None:
        """The network is back."""
        self._is_whole = True

    def clog(self) -> None:
        """Questions arrive, answers do not."""
        self._is_clear.clear()

    def unclog(self) -> None:
        """What was held back arrives."""
        self._is_clear.set()

    async def _plug(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_whole:
            writer.close()
            return
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends |= {writer, to_server}
        for task in (
            asyncio.create_task(self._pass(reader, to_server, answers=False)),
            asyncio.create_task(self._pass(from_server, writer, answers=True)),
        ):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                if answers:
                    await self._is_clear.wait()
                writer.write(data)
                await writer.drain()
        self._ends.discard(writer)
        writer.close()

"""A line to Postgres that fails as networks do."""

import asyncio
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url


class Line:
    """A TCP line to a Postgres that can be cut, silenced and shut."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._silent: set[asyncio.StreamWriter] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self._is_shut = False

    async def opens(self) -> str:
        """Begin; the URL at this end."""
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return self._target.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)

    async def __aenter__(self) -> "Line":
        self.url = await self.opens()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.ends()

    async def ends(self) -> None:
        self.cuts()
        for pump in self._pumps:
            pump.cancel()
        self._server.close()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def cuts(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    def silences(self) -> None:
        self._silent |= self._writers

    def shuts(self, *, shut: bool = True) -> None:
        self._is_shut = shut
        if shut:
            self.cuts()

    def lets_nobody_else_in(self) -> None:
        """Who is connected stays so."""
        self._is_shut = True

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_shut:
            writer.transport.abort()
            return
        directory, port = self._target.query.get("host"), self._target.port or 5432
        if directory is None:
            there = await asyncio.open_connection(self._target.host, port)
        else:
            there = await asyncio.open_unix_connection(Path(str(directory)) / f".s.PGSQL.{port}")
        self._writers |= {writer, there[1]}
        for source, sink in ((reader, there[1]), (there[0], writer)):
            pump = asyncio.create_task(self._pump(source, sink))
            self._pumps.add(pump)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(1 << 16):
                if sink not in self._silent:
                    sink.write(data)
        if sink not in self._silent:
            sink.close()

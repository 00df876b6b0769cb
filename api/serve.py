"""
Serving: the embedded database if none is given, migrations, then uvicorn with one or several workers.

Workers are started as processes that read the same environment; the parent owns the embedded Postgres and hands its
address down in ``DIENHONG_DATABASE_URL``.
"""

import asyncio
import contextlib
import errno
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.app import create_app
from api.auth.keys import pin_key, token_keys
from api.database import database_config, migrate
from api.embedded import AlreadyRunning, EmbeddedPostgres
from api.logs import configure_logs
from api.settings import PREFIX, Settings, read_settings
from api.tls import certificate, lan_address
from realtime.asgi import AsgiApp

Say = Callable[[str], None]


class PortTaken(RuntimeError):
    """Another program listens where we should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is in use. Stop the program that listens there, or choose another with --port."
        )


def check_port(settings: Settings) -> None:
    """See early, before a database is started, whether we can listen. Raises :class:`PortTaken`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(settings.host, settings.port) from None


@contextlib.contextmanager
def database(settings: Settings, say: Say = lambda _: None, *, join: bool = False) -> Iterator[str]:
    """
    The database's address, for as long as it is needed: the one that is set, or the embedded one, started.

    With ``join`` the embedded one may be that of a server that is running.
    """
    if settings.database_url:
        yield settings.database_url
        return
    embedded = EmbeddedPostgres(settings.data_dir / "database")
    with contextlib.ExitStack() as stack:
        try:
            say(f"Starting the embedded PostgreSQL in {settings.data_dir / 'database'}")
            url = stack.enter_context(embedded)
        except AlreadyRunning:
            running = embedded.running_url() if join else None
            if running is None:
                raise
            say("It is running; joining it")
            url = running
        yield url


def prepare(settings: Settings, url: str, say: Say = lambda _: None) -> None:
    """Bring the schema up to date and make what workers share: keys and folders."""
    say("Bringing the database to the newest schema")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    token_keys(settings.keys_dir)
    pin_key(settings.keys_dir)
    settings.files_dir.mkdir(parents=True, exist_ok=True)

    async def run() -> None:
        config = database_config(url, settings)
        await migrate(config)
        await config.get_engine().dispose()

    asyncio.run(run())


@asynccontextmanager
async def session_on(url: str, settings: Settings) -> AsyncIterator[AsyncSession]:
    """A session for a command of the CLI; committed when the block ends well."""
    engine = database_config(url, settings).get_engine()
    try:
        async with async_sessionmaker(engine, expire_on_commit=False).begin() as session:
            yield session
    finally:
        await engine.dispose()


def worker_app() -> AsgiApp:
    """The app of one worker, from the environment (uvicorn calls this in each process)."""
    settings = read_settings(os.environ)
    configure_logs(settings)
    app = create_app(settings, settings.database_url)
    # The largest one-line win under load: the collector no longer walks what was made at start-up.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    return app


def uvicorn_config(settings: Settings, app: AsgiApp | str, *, pair: tuple[Path, Path] | None) -> uvicorn.Config:
    """
    uvicorn as measured to be fastest (``field/limits.md`` §8).

    permessage-deflate costs a third of the throughput and 34 kB a socket; the frames are small and encoded once.
    """
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        loop="uvloop" if os.name != "nt" else "asyncio",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        backlog=4096,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=10,
        ssl_certfile=str(pair[0]) if pair else None,
        ssl_keyfile=str(pair[1]) if pair else None,
    )


def serve(settings: Settings, url: str) -> None:
    """Serve until told to stop."""
    settings = structs.replace(settings, database_url=url)
    os.environ.update(environment_of(settings))  # workers read it
    config = uvicorn_config(settings, "api.serve:worker_app", pair=certificate_for(settings))
    server = uvicorn.Server(config)
    if settings.workers > 1:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[config.bind_socket()]).run()
    else:
        server.run()


def environment_of(settings: Settings) -> dict[str, str]:
    """This process's environment with every setting in it, for a child."""
    given = {f"{PREFIX}{field.name.upper()}": str(getattr(settings, field.name)) for field in structs.fields(Settings)}
    return {**os.environ, **given}


def certificate_for(settings: Settings) -> tuple[Path, Path] | None:
    """Certificate and key, if the settings ask for TLS."""
    if not settings.tls:
        return None
    host = urlsplit(settings.url).hostname or "localhost"
    return certificate(settings.keys_dir, [host, lan_address()])


def stop_on_signals() -> None:
    """Let SIGTERM end a command the way Ctrl-C does, so that the embedded database is stopped."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def stop_with_stdin() -> None:
    """End this process as SIGTERM does when standard input ends: whoever holds its other end is gone then."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="stdin", daemon=True).start()

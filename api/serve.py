"""
Serving: uvicorn with one or several workers.

Workers are started as processes that read the same environment; the parent owns the embedded Postgres and hands its
address down in ``DIENHONG_DATABASE_URL``.
"""

import gc
import os
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from msgspec import structs

from api.app import create_app
from api.logs import configure_logs
from api.process import environment_of
from api.settings import Settings, read_settings
from api.tls import certificate, lan_address
from realtime.asgi import AsgiApp


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


def certificate_for(settings: Settings) -> tuple[Path, Path] | None:
    """Certificate and key, if the settings ask for TLS."""
    if not settings.tls:
        return None
    host = urlsplit(settings.url).hostname or "localhost"
    return certificate(settings.keys_dir, [host, lan_address()])

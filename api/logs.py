"""
Logs: one structured line an event, with the id of the request it belongs to.

The id is the client's own ``X-Request-Id`` if that is a plain word, else it is made here; it comes back in the answer's
header and in Problem Details. Requests are logged by the *template* of their path (``/b/{code}``), never by what was in
it, because paths may hold badge codes; query strings, bodies and cookies are not logged at all. Casting in secret polls
(``/api/v1/urn/…``) leaves no line.
"""

import logging
import re
import sys
import time
from typing import Any
from uuid import uuid4

import structlog

from api.settings import LogFormat, Settings
from realtime.asgi import AsgiApp, AsgiMessage, Receive, Scope, Send

UNLOGGED = ("/api/v1/urn/", "/healthz", "/readyz", "/metrics")


def configure_logs(settings: Settings) -> None:
    """Let structlog and the standard library's loggers write the same lines to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if settings.log_format is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # Plain: the prettier ones show local variables, and those hold ballots, PINs and cookies.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    if settings.log_format is LogFormat.JSON:
        shared.append(structlog.processors.format_exc_info)
    level = getattr(logging, settings.log_level)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "alembic", "sqlalchemy", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for noisy in ("alembic", "uvicorn.error", "httpx", "httpcore", "websockets"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))


class RequestLog:
    """
    Gives each HTTP request an id (answered as ``X-Request-Id``) and writes one line when it is done.

    It stands around the whole app, so that a wrong route or method has its line too.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection."""
        if scope["type"] != "http" or scope["path"].startswith(UNLOGGED):
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        began = time.perf_counter()
        status = 500

        async def watched(message: AsgiMessage) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await self._app(scope, receive, watched)
            finally:
                _log.info(
                    "request",
                    method=scope["method"],
                    path=scope.get("path_template") or "(none)",
                    status=status,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )


def current_request_id() -> str | None:
    """The id of the request that is being answered, if there is one."""
    found: str | None = structlog.contextvars.get_contextvars().get("request")
    return found


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _SANE_ID.fullmatch(value):
            return str(value.decode())
    return uuid4().hex[:12]


_SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")  # no spaces or line breaks: it stands in log lines

_log = structlog.get_logger("api.request")

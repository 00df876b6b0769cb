"""
The application: everything put together, once a process.

``create_app`` takes what comes from outside (settings, the database's address) and returns an ASGI app. Nothing else in
the house reads the environment.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import anyio.to_thread
from advanced_alchemy.extensions.litestar import SQLAlchemyAsyncConfig, SQLAlchemyPlugin
from litestar import Litestar, Request, Router
from litestar.di import Provide
from litestar.exceptions import HTTPException
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda.drawing import Drawing
from agenda.files import FileStore
from api import errors, health, live, pages
from api.auth.keys import congress_key, pin_key, token_keys
from api.auth.middleware import SignInMiddleware
from api.auth.principal import Principal
from api.auth.registry import ACCESS_TOPIC, TOPIC_PREFIX, SignInRegistry
from api.auth.sign_ins import nobodys_hash
from api.auth.sockets import SignedOutSockets
from api.database import DatabaseAway, database_config
from api.logs import RequestLog
from api.metrics import Metrics
from api.openapi import Contract, Sequences, openapi_config
from api.routes import HANDLERS
from api.seal import seal_in
from api.settings import Settings
from api.states import registry
from realtime.asgi import AsgiApp
from realtime.errors import Refusal
from realtime.hub import Hub, Limits
from realtime.relay import PostgresRelay
from realtime.wiring import Wiring
from voting.casting import Casting
from voting.deadlines import Deadlines
from voting.intake import Intake
from voting.issuer import Issuer
from voting.proofs import Proofs
from voting.secrecy import SecretTerms
from voting.tidying import Tidying
from voting.urn import Urn

LARGEST_BODY = 1_000_000  # bytes of an ordinary command; uploads have their own bound


async def provide_now() -> datetime:
    """The server's time."""
    return datetime.now(UTC)


async def provide_principal(request: Request) -> Principal:  # type: ignore[type-arg]
    """Who is behind the request; guards have seen to it that somebody is."""
    principal: Principal = request.user
    return principal


def create_litestar(settings: Settings, url: str) -> Litestar:
    """The Litestar app on the database at ``url``; :func:`served` wraps it for serving."""
    app = _for_anybody(_http_database(url, settings))
    settle(app, settings, url)
    return app


def _http_database(url: str, settings: Settings) -> SQLAlchemyAsyncConfig:
    """
    The database as handlers have it.

    The HTTP layer commits after the handler and before the answer leaves (``autocommit``): nothing is acknowledged
    before it is durable, and a refusal rolls everything back.
    """
    config = database_config(url, settings)
    return SQLAlchemyAsyncConfig(
        engine_instance=config.get_engine(),
        before_send_handler="autocommit",
        session_config=config.session_config,
        metadata=config.metadata,
    )


def settle(app: Litestar, settings: Settings, url: str) -> None:
    """
    Tell the app, before it starts, which installation it serves: settings, keys, files, and the database's address.

    All of it is state and nothing global: a test may run two apps in one process, and one app after another.
    """
    app.state.update(
        settings=settings,
        database_url=url,
        token_keys=token_keys(settings.keys_dir),
        pin_key=pin_key(settings.keys_dir),
        congress_key=congress_key(settings.keys_dir),
        seal=seal_in(settings, datetime.now(UTC)),
        files=FileStore.in_folder(settings.files_dir),
        pages=pages.Pages.in_folder(pages.BUILD),
    )


def _for_anybody(database: SQLAlchemyAsyncConfig) -> Litestar:
    @asynccontextmanager
    async def running(app: Litestar) -> AsyncIterator[None]:
        settings: Settings = app.state.settings
        engine = database.get_engine()
        sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
        # What one state reads in several statements must be of one moment.
        reading = async_sessionmaker(
            engine.execution_options(isolation_level="REPEATABLE READ"), class_=AsyncSession, expire_on_commit=False
        )
        metrics = Metrics()
        relay = PostgresRelay(app.state.database_url)
        hub = Hub(registry(), reading, Limits(patience_s=settings.slow_client_seconds))
        sign_ins = SignInRegistry(app.state.token_keys, sessions, lambda: relay.healthy)
        signed_out = SignedOutSockets(hub, sessions)
        intake = Intake(engine, capacity=settings.intake_queue, observe=metrics.batch)
        drawing = Drawing(sessions, app.state.files)
        terms = SecretTerms(Issuer(settings.paper_keys_dir), settings.secret_papers, settings.secret_window_seconds)
        tidying = Tidying(engine, terms.issuer)
        deadlines = Deadlines(sessions, app.state.congress_key, terms)
        urn = Urn(engine, app.state.congress_key, capacity=settings.intake_queue)

        hub.on_touch(TOPIC_PREFIX, sign_ins.touched)
        hub.on_touch(TOPIC_PREFIX, signed_out.touched)
        hub.on_touch(ACCESS_TOPIC, sign_ins.touched)
        hub.on_touch("polls", deadlines.wake)
        hub.on_touch("polls", tidying.wake)
        hub.on_touch("document-desk", lambda _: drawing.wake())
        metrics.watch(hub, intake)
        app.state.update(
            sessions=sessions,
            hub=hub,
            relay=relay,
            sign_ins=sign_ins,
            intake=intake,
            casting=Casting(sessions, intake),
            proofs=Proofs(),
            secret_terms=terms,
            urn=urn,
            drawing=drawing,
        )
        await anyio.to_thread.run_sync(nobodys_hash)
        await relay.start(hub.touch)
        intake.start()
        terms.issuer.start()
        tidying.start()
        deadlines.start()
        drawing.start()
        try:
            yield
        finally:
            await signed_out.stop()
            await hub.stop()
            await intake.stop()
            await deadlines.stop()
            await tidying.stop()
            await terms.issuer.stop()
            await drawing.stop()
            await relay.stop()
            await engine.dispose()  # Litestar's plugin does so before us: those who stopped just now connected anew

    app = Litestar(
        route_handlers=[
            Router(path="/api/v1", route_handlers=[*HANDLERS, live.live]),
            *health.HANDLERS,
            *pages.HANDLERS,
        ],
        plugins=[SQLAlchemyPlugin(config=database), Contract(), Sequences()],
        dependencies={
            "now": Provide(provide_now),
            "principal": Provide(provide_principal),
            "settings": Provide(lambda: app.state.settings, sync_to_thread=False),
            "files": Provide(lambda: app.state.files, sync_to_thread=False),
            "pages": Provide(lambda: app.state.pages, sync_to_thread=False),
        },
        middleware=[SignInMiddleware],
        exception_handlers={
            Refusal: errors.on_refusal,
            HTTPException: errors.on_http_exception,
            UnicodeDecodeError: errors.on_bad_text,
            RecursionError: errors.on_too_deep,
            DBAPIError: errors.on_database_error,
            DatabaseAway: errors.on_database_away,
            PoolTimeout: errors.on_pool_timeout,
            Exception: errors.on_exception,
        },
        lifespan=[running],
        request_max_body_size=LARGEST_BODY,
        openapi_config=openapi_config(live.VERSION),
        logging_config=None,
    )
    app.state.database = database
    return app


def served(app: Litestar) -> AsgiApp:
    """The app inside the layers that log requests and know the sockets."""
    return Wiring(RequestLog(app))  # type: ignore[arg-type]


def create_app(settings: Settings, url: str) -> AsgiApp:
    """The ASGI app of an installation."""
    return served(create_litestar(settings, url))

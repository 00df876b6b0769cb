"""
The application: everything put together, once a process.

``create_app`` takes what comes from outside (settings, the database's address) and returns an ASGI app. Nothing else in
the house reads the environment.
"""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from advanced_alchemy.extensions.litestar import SQLAlchemyPlugin
from litestar import Litestar, Request, Router
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware  # noqa: F401
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, YamlRenderPlugin
from litestar.types import ControllerRouterHandler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agenda.drawing import Drawing
from agenda.files import FileStore
from api import errors, health, live, logs, states
from api.auth.errors import NotSignedIn
from api.auth.keys import pin_key, token_keys
from api.auth.middleware import SignInMiddleware
from api.auth.principal import Principal
from api.auth.registry import ACCESS_TOPIC, TOPIC_PREFIX, SignInRegistry
from api.database import database_config
from api.metrics import Metrics
from api.routes import ROUTES
from api.settings import Settings
from realtime.asgi import AsgiApp
from realtime.errors import Refusal
from realtime.hub import Hub, Limits
from realtime.relay import PostgresRelay
from realtime.wiring import Wiring
from voting.casting import Casting
from voting.deadlines import Deadlines
from voting.intake import Intake


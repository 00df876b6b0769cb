"""
Authentication of every request and every socket by the cookie's token, and the check of ``Origin``.

Litestar's CORS, CSRF and rate limits do not cover WebSockets, and a same-site cookie does not stop a page on a sibling
host; so a command or a socket that names a foreign ``Origin`` is refused here.
"""

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import Scope

from api.auth.errors import WrongOrigin
from api.auth.faces import face_of, tokens_of
from api.auth.registry import SignInRegistry

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def origin_is_ours(origin: str, host: str, ours: frozenset[str], *, secure: bool) -> bool:
    """
    Whether a page of ``origin`` may act: it came from the very host it now talks to, or is configured.

    Over a ``secure`` connection a page that came without TLS is not ours: anybody on the Wi-Fi may have made it.

    >>> origin_is_ours("https://hall.local:8710", "hall.local:8710", frozenset(), secure=True)
    True
    >>> origin_is_ours("https://evil.example", "hall.local:8710", frozenset(), secure=True)
    False
    """
    if origin in ours:
        return True
    try:
        page = urlsplit(origin)
    except ValueError:  # no address at all
        return False
    return bool(host) and page.netloc == host and (page.scheme == "https" or not secure)


class SignInMiddleware(AbstractAuthenticationMiddleware):
    """Puts the principal into ``connection.user`` and its token into ``auth`` (or ``None``); guards decide."""

    async def authenticate_request(
        self,
        connection: ASGIConnection[Any, Any, Any, Any],
    ) -> AuthenticationResult:
        """Raises :class:`WrongOrigin` when a page of somebody else sends a command or opens a socket."""
        origin = connection.headers.get("origin")
        if origin is not None and not _is_safe(connection.scope):
            ours = connection.app.state.settings.origins
            secure = connection.scope["scheme"] in {"https", "wss"}
            if not origin_is_ours(origin, connection.headers.get("host", ""), ours, secure=secure):
                raise WrongOrigin(origin=origin)
        registry: SignInRegistry = connection.app.state.sign_ins
        face = face_of(connection.headers, connection.query_params)
        for token in tokens_of(face, connection.cookies):
            principal = await registry.principal(token)
            if principal is not None:
                return AuthenticationResult(user=principal, auth=token)
        return AuthenticationResult(user=None, auth=None)


def _is_safe(scope: Scope) -> bool:
    return scope["type"] == ScopeType.HTTP and scope["method"] in _SAFE

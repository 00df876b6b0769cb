"""
Tokens: what the cookie holds. A JWT (HS256) that names the sign-in (``sid``), signed by the newest key.

A token alone proves nothing lasting: its sign-in must still be live (``api.auth.sign_ins``).
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import jwt
from jwt.types import Options

from api.auth.keys import TokenKeys

_ISSUER = "dienhong"


class Claims(NamedTuple):
    """What a token says."""

    sid: UUID
    expires_at: int  # seconds since 1970


def issue(keys: TokenKeys, sid: UUID, *, now: datetime, expires_at: datetime) -> str:
    """A token for sign-in ``sid``."""
    claims = {
        "iss": _ISSUER,
        "sid": sid.hex,
        "iat": int(now.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    return jwt.encode(claims, keys.signing.secret, algorithm="HS256", headers={"kid": keys.signing.kid})


def read(keys: TokenKeys, token: str) -> Claims | None:
    """What ``token`` says, or ``None`` if it is not ours, not whole, signed by a key rotated out, or expired."""
    try:
        key = keys.named(jwt.get_unverified_header(token).get("kid", ""))
        if key is None:
            return None
        # Not "iat": servers whose clocks differ by a second would refuse each other's fresh tokens.
        options: Options = {"require": ["exp", "iat", "sid"], "verify_iat": False}
        claims = jwt.decode(token, key.secret, algorithms=["HS256"], issuer=_ISSUER, options=options)
        return Claims(UUID(hex=claims["sid"]), claims["exp"])
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
        return None

"""
Secret keys in the data folder: those that sign tokens, with rotation, the one that PINs are hashed with, and the
congress's own, which signs what it states.
"""

import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from agenda.secret_file import made_once, write_secret


class TokenKey(Struct, frozen=True, kw_only=True):
    """One HS256 key. ``kid`` goes into the token's header."""

    kid: str
    secret: bytes


class TokenKeys(Struct, frozen=True, kw_only=True):
    """All keys that tokens are accepted from; the first one signs."""

    keys: tuple[TokenKey, ...]

    @property
    def signing(self) -> TokenKey:
        """The newest key."""
        return self.keys[0]

    def named(self, kid: str) -> TokenKey | None:
        """The key of this id, if it has not been rotated out."""
        return next((key for key in self.keys if key.kid == kid), None)


def token_keys(folder: Path) -> TokenKeys:
    """The token keys kept in ``folder``; made when there are none."""
    fresh = msgspec.json.encode(TokenKeys(keys=(_fresh_key(),)))
    return msgspec.json.decode(made_once(folder / "tokens.json", fresh), type=TokenKeys)


def rotate_token_keys(folder: Path, *, keep: int = 1) -> TokenKeys:
    """Sign with a new key from now on; the ``keep`` newest old ones are accepted still. Takes effect at restart."""
    old = token_keys(folder).keys
    keys = TokenKeys(keys=(_fresh_key(), *old[:keep]))
    write_secret(folder / "tokens.json", msgspec.json.encode(keys))
    return keys


def pin_key(folder: Path) -> bytes:
    """
    The key that PINs are hashed with; made when there is none.

    A six-digit PIN has too little chance in it for any slow hash to protect a stolen database; a key that is not
    in the database does.
    """
    return made_once(folder / "pins.key", secrets.token_bytes(32))


def congress_key(folder: Path) -> Ed25519PrivateKey:
    """The key with which the congress signs receipts and checkpoints; made when there is none."""
    return Ed25519PrivateKey.from_private_bytes(made_once(folder / "congress.key", secrets.token_bytes(32)))


def _fresh_key() -> TokenKey:
    return TokenKey(kid=secrets.token_hex(4), secret=secrets.token_bytes(32))

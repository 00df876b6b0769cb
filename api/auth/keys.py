"""
Secret keys in the data folder: those that sign tokens, with rotation, and the one that PINs are hashed with.

Files are readable by the server's user alone and are written whole or not at all.
"""

import os
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct


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


def write_secret(path: Path, content: bytes) -> None:
    """Replace ``path`` in one step by a file that only the owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def token_keys(folder: Path) -> TokenKeys:
    """The token keys kept in ``folder``; made when there are none."""
    path = folder / "tokens.json"
    if not path.exists():
        write_secret(path, msgspec.json.encode(TokenKeys(keys=(_fresh_key(),))))
    return msgspec.json.decode(path.read_bytes(), type=TokenKeys)


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
    path = folder / "pins.key"
    if not path.exists():
        write_secret(path, secrets.token_bytes(32))
    return path.read_bytes()


def _fresh_key() -> TokenKey:
    return TokenKey(kid=secrets.token_hex(4), secret=secrets.token_bytes(32))

"""
Secret keys in the data folder: those that sign tokens, with rotation, and the one that PINs are hashed with.

Files are readable by the server's user alone and are written whole or not at all.
"""

import os
import secrets
from contextlib import suppress
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
    _written_beside(path, content).replace(path)


def _made_once(path: Path, content: bytes) -> bytes:
    """What ``path`` holds; ``content`` if it was not there. Of several who make it at one instant the first wins."""
    if not path.exists():
        part = _written_beside(path, content)
        with suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    return path.read_bytes()


def _written_beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return part


def token_keys(folder: Path) -> TokenKeys:
    """The token keys kept in ``folder``; made when there are none."""
    fresh = msgspec.json.encode(TokenKeys(keys=(_fresh_key(),)))
    return msgspec.json.decode(_made_once(folder / "tokens.json", fresh), type=TokenKeys)


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
    return _made_once(folder / "pins.key", secrets.token_bytes(32))


def _fresh_key() -> TokenKey:
    return TokenKey(kid=secrets.token_hex(4), secret=secrets.token_bytes(32))

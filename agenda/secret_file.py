"""Files that hold secrets: readable by the server's user alone, written whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_secret(path: Path, content: bytes) -> None:
    """Replace ``path`` in one step by a file that only the owner can read."""
    _written_beside(path, content).replace(path)


def made_once(path: Path, content: bytes) -> bytes:
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


def destroy_secret(path: Path) -> None:
    """
    Overwrite ``path`` and remove it. Harmless if it is not there.

    A disk that writes elsewhere than it reads (flash, a journal, a snapshot) may keep what was overwritten.
    """
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()

"""
Files: uploaded originals and drawn pages, named by the SHA-256 of their content.

Behind it is ``obstore``: a folder by default, S3 by another store. A file never changes, so that it may be cached for
ever, and storing the same content twice is one file.
"""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore

from agenda.errors import DocumentTooLarge


class FileStore:
    """The congress's files."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def in_folder(cls, folder: Path) -> "FileStore":
        """Files in a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(prefix=str(folder)))

    async def put(self, content: bytes) -> str:
        """Keep ``content``; returns its name, the SHA-256 in hex. Durable and whole when this returns."""
        name = hashlib.sha256(content).hexdigest()
        await obstore.put_async(self._store, _path(name), content)
        return name

    async def get(self, name: str) -> bytes:
        """The content of this name. Raises :class:`FileNotFoundError`."""
        answer = await obstore.get_async(self._store, _path(name))
        return bytes(await answer.bytes_async())

    async def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        try:
            await obstore.head_async(self._store, _path(name))
        except FileNotFoundError:
            return False
        return True

    async def delete(self, name: str) -> None:
        """Forget a file. A repeat is harmless."""
        if await self.exists(name):
            await obstore.delete_async(self._store, _path(name))


async def read_bounded(chunks: AsyncIterator[bytes], limit_bytes: int) -> bytes:
    """All of ``chunks``, which are not read on past the limit. Raises :class:`DocumentTooLarge`."""
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > limit_bytes:
            raise DocumentTooLarge(limit_bytes=limit_bytes)
    return bytes(content)


def _path(name: str) -> str:
    return f"{name[:2]}/{name[2:]}"

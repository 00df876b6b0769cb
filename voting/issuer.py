"""
The issuer: makes a key for each secret poll, signs papers with it, and destroys it.

A key is a file of its own, readable by the server's user alone, shared by the processes of one server and never in the
database, a backup or a log. Without the file nobody can make papers any more: that is the point of destroying it before
a strict poll opens, and when an attended one closes.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import gmpy2
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from agenda.secret_file import destroy_secret, write_secret
from voting.blind_rsa import EXPONENT, BlindSignatureError, PrivateKey, PublicKey
from voting.secret_errors import InvalidBlindedPaper, NoMorePapers

BITS = 3072  # OWASP ASVS 11.2.3, BSI TR-02102
_BEING_ANNOUNCED_S = 60
_SETTLE_S = 20  # after a start or an announcement: those who wait for the server come first


class Issuer:
    """Signs off the event loop, in one thread that lets go of Python's lock while it computes."""

    def __init__(self, folder: Path) -> None:
        """``folder``: where keys lie while papers are given out."""
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "issuer", initializer=_let_go)
        self._spare: asyncio.Task[RSAPrivateKey] | None = None
        self._wanted = asyncio.Event()
        self._keys: dict[UUID, PrivateKey] = {}

    def start(self) -> None:
        """Make a key ahead, in a while: it takes a tenth of a second of a core, at times two."""
        self._wanted.clear()
        self._spare = asyncio.create_task(self._ahead(), name="issuer's next key")

    async def stop(self) -> None:
        """End."""
        if self._spare is not None:
            self._spare.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def new_key(self, poll_id: UUID) -> PublicKey:
        """The public half of a fresh key for a poll; its private half is on the disk. Replaces one without papers."""
        spare, self._spare = self._spare, None
        self._wanted.set()
        made = await (spare or self._made())
        self.start()
        der = made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        await asyncio.to_thread(write_secret, self._file(poll_id), der)
        self._keys[poll_id] = key = PrivateKey(made.private_numbers())
        return key.public

    async def sign(self, poll_id: UUID, blinded: bytes) -> bytes:
        """
        The signature that makes a blinded message a paper; the same message always gets the same.

        Raises:
            NoMorePapers: the key has been destroyed.
            InvalidBlindedPaper: this cannot be a blinded message under the poll's key.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._sign, poll_id, blinded)

    async def check(self, poll_id: UUID, blinded: bytes) -> None:
        """Whether :meth:`sign` would sign this later. Raises what it raises."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._check, poll_id, blinded)

    async def destroy(self, poll_id: UUID) -> None:
        """Make further papers impossible. Harmless if it was done before."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._destroy, poll_id)

    async def forget(self) -> None:
        """Let go of what another process has destroyed, which is in our memory still."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._forget)

    async def keep_only(self, poll_ids: set[UUID]) -> None:
        """
        Destroy the keys of all other polls: a process that was killed may have left one.

        A key that was made this minute may be of a poll that is being announced elsewhere, and is kept.
        """
        for file in await asyncio.to_thread(lambda: list(self._folder.glob("*.key"))):
            is_old = time.time() - file.stat().st_mtime > _BEING_ANNOUNCED_S
            if is_old and UUID(file.stem) not in poll_ids:
                await self.destroy(UUID(file.stem))

    def _sign(self, poll_id: UUID, blinded: bytes) -> bytes:
        key = self._key(poll_id)
        try:
            return key.sign(blinded)
        except BlindSignatureError:
            raise InvalidBlindedPaper from None

    def _check(self, poll_id: UUID, blinded: bytes) -> None:
        try:
            self._key(poll_id).public.integer(blinded)
        except BlindSignatureError:
            raise InvalidBlindedPaper from None

    def _key(self, poll_id: UUID) -> PrivateKey:
        """The poll's key. The file is asked each time: another process may have destroyed it."""
        if not self._file(poll_id).exists():
            self._keys.pop(poll_id, None)
            raise NoMorePapers
        if poll_id not in self._keys:
            loaded = load_der_private_key(self._file(poll_id).read_bytes(), None)
            assert isinstance(loaded, RSAPrivateKey)
            self._keys[poll_id] = PrivateKey(loaded.private_numbers())
        return self._keys[poll_id]

    def _destroy(self, poll_id: UUID) -> None:
        self._keys.pop(poll_id, None)
        destroy_secret(self._file(poll_id))

    def _forget(self) -> None:
        for poll_id in list(self._keys):  # all at once: the event loop adds keys meanwhile
            if not self._file(poll_id).exists():
                self._keys.pop(poll_id, None)

    def _file(self, poll_id: UUID) -> Path:
        return self._folder / f"{poll_id}.key"

    async def _ahead(self) -> RSAPrivateKey:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wanted.wait(), _SETTLE_S)
        return await self._made()

    @staticmethod
    async def _made() -> RSAPrivateKey:
        return await asyncio.to_thread(generate_private_key, EXPONENT, BITS)


def _let_go() -> None:
    gmpy2.get_context().allow_release_gil = True

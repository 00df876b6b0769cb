"""Signed notes (C2SP ``signed-note``), checkpoints in them, and trees (RFC 9162)."""

import hashlib
from base64 import b64decode
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class WrongNote(ValueError):
    """Not a note of whom it should be; the message says why."""


class Verifier(NamedTuple):
    """A public key with its name and id."""

    name: str
    id: bytes
    key: Ed25519PublicKey


class Checkpoint(NamedTuple):
    """A tree as it was stated."""

    origin: str
    size: int
    root: bytes


def read_verifier(written: str) -> Verifier:
    """``name+id+key``; the id is the beginning of a hash over name and key."""
    name, id_, key = written.split("+", 2)
    content = b64decode(key, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    if content[:1] != b"\x01" or expected.hex() != id_:
        raise WrongNote("the verifier is not an Ed25519 key of its own id")
    return Verifier(name, expected, Ed25519PublicKey.from_public_bytes(content[1:]))


def open_note(note: str, verifier: Verifier) -> str:
    """The text that ``verifier`` signed. Raises :class:`WrongNote`."""
    text, parted, signatures = note.rpartition("\n\n")
    text += "\n"
    if not parted:
        raise WrongNote("no note")
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.rpartition(" ")
        if dash != "—" or name != verifier.name:
            continue
        content = b64decode(encoded)
        if content[:4] != verifier.id:
            continue
        try:
            verifier.key.verify(content[4:], text.encode())
        except InvalidSignature:
            raise WrongNote("the signature does not hold") from None
        return text
    raise WrongNote("no signature of this key")


def open_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """What ``verifier`` stated of a tree. Raises :class:`WrongNote`."""
    lines = open_note(note, verifier).split("\n")
    if len(lines) < 4:
        raise WrongNote("no checkpoint")
    return Checkpoint(lines[0], int(lines[1]), b64decode(lines[2]))


def leaf_hash(content: bytes) -> bytes:
    """What stands for an entry in a tree."""
    return hashlib.sha256(b"\0" + content).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The root of a tree over leaves in this order."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = leaves
    while len(level) > 1:  # pairs from the left; one that is left over goes up as it is: the same tree as RFC 9162's
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0]

"""Signed notes (C2SP ``signed-note``), checkpoints in them, and trees (RFC 9162)."""

from base64 import b64decode
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Verifier = tuple[str, bytes, Ed25519PublicKey]  # a public key with its name and id


def read_verifier(written: str) -> Verifier:
    """``name+id+key``; the id is the beginning of a hash over name and key. Raises :class:`ValueError`."""
    name, id_, key = written.split("+", 2)
    content = b64decode(key, validate=True)
    expected = sha256(name.encode() + b"\n" + content).digest()[:4]
    if content[:1] != b"\x01" or expected.hex() != id_:
        raise ValueError("the verifier is not an Ed25519 key of its own id")
    return name, expected, Ed25519PublicKey.from_public_bytes(content[1:])


def open_note(note: str, verifier: Verifier) -> str:
    """The text that ``verifier`` signed. Raises :class:`ValueError`: why the note is not of whom it should be."""
    name, id_, key = verifier
    text, _, lines = note.rpartition("\n\n")
    signatures = [b64decode(line.split(" ")[-1]) for line in lines.splitlines() if line.startswith(f"— {name} ")]
    for signature in signatures:
        if signature[:4] == id_:
            try:
                key.verify(signature[4:], f"{text}\n".encode())
            except InvalidSignature:
                raise ValueError("the signature does not hold") from None
            return f"{text}\n"
    raise ValueError("no signature of this key")


def open_checkpoint(note: str, verifier: Verifier) -> tuple[str, int, bytes]:
    """What ``verifier`` stated of a tree: origin, size, root. Raises :class:`ValueError`."""
    origin, size, root, *_ = open_note(note, verifier).split("\n")
    return origin, int(size), b64decode(root)


def root_of(entries: list[bytes]) -> bytes:
    """The root of a tree over entries in this order (RFC 9162 § 2.1.1)."""
    if len(entries) < 2:
        return sha256(b"\0" + entries[0] if entries else b"").digest()
    left = 1 << (len(entries) - 1).bit_length() - 1  # the largest power of two that leaves something to the right
    return sha256(b"\1" + root_of(entries[:left]) + root_of(entries[left:])).digest()

"""
Checkpoints: what a congress states about the ballots of a closed poll, signed with its Ed25519 key. Pure.

The form is that of transparency logs, so that anybody's tools can read it: a *signed note* (C2SP ``signed-note``) whose
text is a *checkpoint* (C2SP ``tlog-checkpoint``): which tree, how many leaves, the root.

    dienhong/hcm-2025/polls/0193…
    612
    p7Yk…=

    — dienhong/hcm-2025 x08go/ZJ…=
"""

import binascii
import re
from base64 import b64decode, b64encode
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct
from nacl.signing import SigningKey

LONGEST = 10_000  # characters of a note: one of ours has 300

_ED25519 = b"\x01"  # the algorithm, in key ids and written keys
_KEY_ID = 4  # bytes
_ROOT = 32  # bytes
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class WrongNote(ValueError):
    """Not a note, or not signed by whom it should be; the message says which."""


class Checkpoint(Struct, frozen=True, kw_only=True):
    """A tree as it was: ``origin`` says which, ``size`` how many leaves, ``root`` is its hash (32 bytes)."""

    origin: str
    size: int
    root: bytes


class Signer(Struct, frozen=True, kw_only=True, dict=True):
    """A private key and the name under which it signs: no spaces, no ``+``."""

    name: str
    key: Ed25519PrivateKey

    @cached_property
    def pen(self) -> SigningKey:
        """The key as libsodium has it, which signs in three fifths of the time; the signatures are the same."""
        return SigningKey(self.key.private_bytes_raw())

    @cached_property  # to work out a public key takes as long as to sign, and every ballot is promised to be published
    def verifier(self) -> "Verifier":
        """What others need to check what it signs."""
        return Verifier(name=self.name, key=self.key.public_key())


def congress_signer(slug: str, key: Ed25519PrivateKey) -> Signer:
    """The congress, as it signs."""
    return Signer(name=signer_name(slug), key=key)


class Verifier(Struct, frozen=True, kw_only=True, dict=True):
    """A public key and its name."""

    name: str
    key: Ed25519PublicKey

    @cached_property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + _raw(self.key)).digest()[:_KEY_ID]

    def written(self) -> str:
        """``name+id+key``: as it is published, and read by :func:`read_verifier`."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + _raw(self.key)).decode()}"


def signer_name(slug: str) -> str:
    """
    The name under which a congress signs.

    >>> signer_name("hcm-2025"), signer_name(""), signer_name("Đại hội + 1")
    ('dienhong/hcm-2025', 'dienhong/congress', 'dienhong/Đại-hội---1')
    """
    return "dienhong/" + (re.sub(r"[^\w.-]", "-", slug) or "congress")


def origin_of(name: str, poll_id: UUID) -> str:
    """Which tree: that of a poll of the congress that signs as ``name``."""
    return f"{name}/polls/{poll_id}"


def read_verifier(written: str) -> Verifier:
    """A published key. Raises :class:`WrongNote` if it is none, or if its id is of another key."""
    name, _, rest = written.partition("+")
    id_, _, key = rest.partition("+")
    content = _decoded(key)
    if not _NAME.fullmatch(name) or content[:1] != _ED25519 or len(content) != 33:
        raise WrongNote("this is not an Ed25519 key of a signed note")
    verifier = Verifier(name=name, key=Ed25519PublicKey.from_public_bytes(content[1:]))
    if verifier.id.hex() != id_:
        raise WrongNote("the key's id is of another key")
    return verifier


def sign_note(text: str, signer: Signer) -> str:
    """
    ``text`` as a signed note.

    Raises:
        WrongNote: the text does not end with a new line, or has control characters; the name has spaces or ``+``.
    """
    if not text.endswith("\n") or _CONTROL.search(text):
        raise WrongNote("a note is lines of text, and ends with one")
    if not _NAME.fullmatch(signer.name):
        raise WrongNote("a signer's name has neither spaces nor +")
    signature = b64encode(signer.verifier.id + signer.pen.sign(text.encode()).signature).decode()
    return f"{text}\n— {signer.name} {signature}\n"


def open_note(note: str, verifier: Verifier) -> str:
    """
    The text of a note that ``verifier`` signed; signatures of others (witnesses) are passed over.

    Raises :class:`WrongNote` if it is none, or if that signature is missing or wrong.
    """
    if len(note) > LONGEST:
        raise WrongNote(f"a note has at most {LONGEST} characters")
    above, parted, below = note.rpartition("\n\n")
    if not parted or not below.endswith("\n") or _CONTROL.search(note):
        raise WrongNote("this is not a signed note")
    text = above + "\n"
    for line in below.splitlines():
        if (signature := _SIGNATURE.fullmatch(line)) is None:
            raise WrongNote("this is not a signed note")
        content = _decoded(signature[2])
        if signature[1] != verifier.name or content[:_KEY_ID] != verifier.id:
            continue
        try:
            verifier.key.verify(content[_KEY_ID:], text.encode())
        except InvalidSignature:
            raise WrongNote(f"the signature of {verifier.name} is wrong") from None
        return text
    raise WrongNote(f"{verifier.name} has not signed this note")


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The congress's word on a tree. Raises :class:`WrongNote` if the origin is not one line."""
    if not checkpoint.origin or "\n" in checkpoint.origin:
        raise WrongNote("the origin of a checkpoint is one line")
    root = b64encode(checkpoint.root).decode()
    return sign_note(f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n", signer)


def open_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """What ``verifier`` stated. Raises :class:`WrongNote` if it did not, or stated something else."""
    lines = open_note(note, verifier).split("\n")
    if len(lines) < 4 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]):
        raise WrongNote("this note is not a checkpoint")
    root = _decoded(lines[2])
    if len(root) != _ROOT:
        raise WrongNote("this note is not a checkpoint")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def root_in(note: str) -> bytes:
    """The root in a checkpoint of our own, to be shown; whoever wants to rely on it opens the note instead."""
    return _decoded(note.split("\n")[2])


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except binascii.Error:
        raise WrongNote("this is not base64") from None

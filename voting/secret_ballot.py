"""
The secret ballot as bytes: what is blind-signed, what the voter signs, what lies in the urn.

A phone makes a key pair for one poll (P-256). Its public key is the *paper*: the congress signs it blindly under the
poll's RSA key, and so vouches for a paper that it will not recognise. The private key then signs the *vote*, so that
nobody who sees a paper can change what is on it. Both messages begin with a fixed prefix and the poll's id, so that
neither passes for anything else (RFC 9474 §7.2; ``field/secret-voting.md`` §1.4).

All numbers are big-endian, all lengths fixed: every ballot of a poll has the same size, whatever is marked.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from voting.blind_rsa import PublicKey
from voting.errors import InvalidSecretBallot
from voting.kinds import fullest
from voting.paper import Answer, Paper, canonical_json, check_answers, read_answers
from voting.paper_errors import InvalidPaper
from voting.tree import leaf_hash

PAPER_PREFIX = b"dienhong paper 1\n"
VOTE_PREFIX = b"dienhong vote 1\n"
KEY_BYTES = 33  # a compressed point
VOTE_SIGNATURE_BYTES = 64  # r ‖ s
_BLOCK = 64  # marks are padded to a multiple
_CURVE, _ECDSA = SECP256R1(), ECDSA(SHA256())
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class SecretBallot(NamedTuple):
    """
    One ballot, as it is sent, lies in the urn and is published: nothing in it says whose it is.

    ``marks`` are the canonical answers, padded to the size that all ballots of the poll have.
    """

    key: bytes
    paper_signature: bytes
    marks: bytes
    vote_signature: bytes

    def encoded(self) -> bytes:
        """Its one form in bytes: the entry in the tree."""
        return self.key + self.paper_signature + self.marks + self.vote_signature

    @property
    def is_void(self) -> bool:
        """Nothing stands on it, not even that it is blank: the paper is given back (:mod:`voting.voids`)."""
        return not self.marks.strip(b"\0")

    @property
    def leaf(self) -> bytes:
        """What stands for it in the tree, and what the promise to publish names."""
        return leaf_hash(self.encoded())


def paper_message(poll_id: UUID, key: bytes) -> bytes:
    """What the congress signs blindly."""
    return PAPER_PREFIX + poll_id.bytes + key


def vote_message(poll_id: UUID, marks: bytes) -> bytes:
    """What the voter signs."""
    return VOTE_PREFIX + poll_id.bytes + marks


def marks_size(paper: Paper) -> int:
    """
    Bytes of the marks on any ballot of ``paper``: as many as the longest answers take, in whole blocks.

    >>> from voting.kinds import motion
    >>> marks_size(Paper(questions=(motion.question(1, "?"),)))
    64
    """
    everything = [Answer(one.number, fullest(one)) for one in paper.questions]
    longest = canonical_json(everything)
    return -(-len(longest) // _BLOCK) * _BLOCK


def padded(answers: bytes, size: int) -> bytes:
    """Canonical answers with zero bytes behind them; JSON has none, so that taking them off is certain."""
    if len(answers) > size:
        raise InvalidSecretBallot(reason="marks")
    return answers.ljust(size, b"\0")


def decode(content: bytes, key: PublicKey, size: int) -> SecretBallot:
    """The ballot in a request's body; ``size``: of its marks. Raises :class:`InvalidSecretBallot` if it is another."""
    ends = [KEY_BYTES, key.bytes, size, VOTE_SIGNATURE_BYTES]
    if len(content) != sum(ends):
        raise InvalidSecretBallot(reason="size")
    parts, at = [], 0
    for end in ends:
        parts.append(content[at : at + end])
        at += end
    return SecretBallot(*parts)


def verify(ballot: SecretBallot, poll_id: UUID, key: PublicKey, paper: Paper) -> tuple[Answer, ...]:
    """
    What a valid ballot marks.

    Raises :class:`InvalidSecretBallot` with the first that does not hold: what :func:`check_signatures` names, or
    ``marks``.
    """
    check_signatures(ballot, poll_id, key)
    return marked_on(ballot, paper)


def check_signatures(ballot: SecretBallot, poll_id: UUID, key: PublicKey) -> None:
    """
    The congress signed this paper, and the paper's own key these marks, whatever they are.

    Raises :class:`InvalidSecretBallot` with what :func:`faults` finds.
    """
    [fault] = faults([ballot], poll_id, key)
    if fault is not None:
        raise InvalidSecretBallot(reason=fault)


def faults(ballots: Sequence[SecretBallot], poll_id: UUID, key: PublicKey) -> list[str | None]:
    """
    Of each ballot the first that does not hold: ``paper_signature``, ``key``, ``vote_signature``; ``None`` if both do.

    The cheap and deciding check comes first: whoever has no paper costs 0.04 ms. Each check is made of all ballots
    before the next one: its tables stay in the processor's cache, which takes a twentieth less than ballot by ballot.
    """
    paper, vote = PAPER_PREFIX + poll_id.bytes, VOTE_PREFIX + poll_id.bytes
    has_paper = [key.verifies(paper + ballot.key, ballot.paper_signature) for ballot in ballots]
    voters = [_voter(ballot.key) if holds else None for ballot, holds in zip(ballots, has_paper, strict=True)]
    return [
        "paper_signature" if not holds
        else "key" if voter is None
        else None if _has_signed(voter, vote + ballot.marks, ballot.vote_signature)
        else "vote_signature"
        for ballot, holds, voter in zip(ballots, has_paper, voters, strict=True)
    ]  # fmt: skip


def _voter(key: bytes) -> EllipticCurvePublicKey | None:
    """The key on a paper; ``None`` if these bytes are no point of the curve."""
    try:
        return EllipticCurvePublicKey.from_encoded_point(_CURVE, key)
    except ValueError:
        return None


def _has_signed(voter: EllipticCurvePublicKey, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is the one of ``voter`` over ``message``."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    # Of the two signatures that verify for one message the lower is taken, so that a ballot has one form and no twin.
    if not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    try:
        voter.verify(encode_dss_signature(r, s), message, _ECDSA)
    except InvalidSignature:
        return False
    return True


def marked_on(ballot: SecretBallot, paper: Paper) -> tuple[Answer, ...]:
    """
    The canonical answers in the marks of a ballot: they are what their own canonical form says, and nothing else.

    Raises :class:`InvalidSecretBallot`.
    """
    marks = ballot.marks
    text = marks.rstrip(b"\0")
    try:
        answers = check_answers(paper, read_answers(text))
    except (msgspec.DecodeError, InvalidPaper):
        raise InvalidSecretBallot(reason="marks") from None
    if padded(canonical_json(answers), len(marks)) != marks:
        raise InvalidSecretBallot(reason="marks")
    return answers

"""
The record of an open vote: each ballot as an entry of the poll's tree. Pure.

A phone knows everything that its own entry is made of, and so finds its leaf without asking anybody. Leaves stand in
the order of their hashes, which tells nothing of who voted when, and lets two neighbours prove that nothing lies
between.
"""

from base64 import b64encode
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from voting.tree import inclusion_proof, leaf_hash

_PREFIX = b"dienhong ballot 1\n"


class BallotProof(Struct, frozen=True, kw_only=True):
    """
    That a ballot is in the count: the hashes that lead from its leaf to the root in the checkpoint (RFC 9162 §2.1.3).

    Bytes are written in base64; ``index`` counts from 0.
    """

    leaf: str
    index: int
    size: int
    hashes: list[str]
    checkpoint: str


def entry(poll_id: UUID, ballot_id: UUID, voter_id: UUID, mandates: int, answers: bytes) -> bytes:
    """A ballot in bytes: the ids, the mandates in eight bytes (big-endian), the canonical answers."""
    return _PREFIX + poll_id.bytes + ballot_id.bytes + voter_id.bytes + mandates.to_bytes(8, "big") + answers


def leaves_in_order(entries: Iterable[bytes]) -> list[bytes]:
    """The leaves of the tree over these entries."""
    return sorted(leaf_hash(one) for one in entries)


def proof_of(leaf: bytes, leaves: list[bytes], checkpoint: str) -> BallotProof:
    """The proof for one of the leaves. Raises :class:`ValueError` if it is none of them."""
    index = leaves.index(leaf)
    hashes = [b64encode(one).decode() for one in inclusion_proof(leaves, index)]
    return BallotProof(
        leaf=b64encode(leaf).decode(), index=index, size=len(leaves), hashes=hashes, checkpoint=checkpoint
    )

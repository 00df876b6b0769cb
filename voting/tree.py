"""
The tree over the ballots of a closed poll: a Merkle tree as RFC 9162 §2.1 (Certificate Transparency) has it. Pure.

Its root, shown to everybody, fixes every ballot; a proof of ten hashes shows one of a thousand to be among them. Leaves
and nodes are hashed under different prefixes, so that none passes for the other.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """What stands in the tree for one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """
    The Merkle Tree Hash of leaf hashes (§2.1.1).

    >>> root([]) == EMPTY
    True
    >>> root([leaf_hash(b"")]).hex()[:16]
    '6e340b9cffb37a98'
    """
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """
    The hashes that lead from the leaf at ``index`` (from 0) to the root, nearest first (§2.1.3.1).

    Raises :class:`IndexError` if there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof, level = [], list(leaves)
    while len(level) > 1:
        if (beside := index ^ 1) < len(level):  # the last of an odd level goes up alone
            proof.append(level[beside])
        level, index = _level_above(level), index // 2
    return proof


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], of: bytes) -> bool:
    """Whether ``proof`` leads from ``leaf`` at ``index`` of ``size`` leaves to the root ``of`` (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    last, reached, rest = size - 1, leaf, list(proof)
    while last:
        if index ^ 1 <= last:
            if not rest:
                return False
            beside = rest.pop(0)
            reached = node_hash(beside, reached) if index & 1 else node_hash(reached, beside)
        index, last = index // 2, last // 2
    return not rest and reached == of


def _level_above(level: list[bytes]) -> list[bytes]:
    paired = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return paired + level[len(paired) * 2 :]

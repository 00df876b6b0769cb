"""The tree against the published roots of Certificate Transparency, RFC 9162's own recursion, and whoever tampers."""

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.tree import EMPTY, inclusion_proof, leaf_hash, node_hash, proves_inclusion, root

# The inputs and roots of certificate-transparency's own tests, used by every implementation since.
ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70).map(lambda entries: [leaf_hash(e) for e in entries])


def as_the_rfc_defines_it(leaves: Sequence[bytes]) -> bytes:
    """§2.1.1, word for word: split at the largest power of two smaller than the number of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(as_the_rfc_defines_it(leaves[:k]), as_the_rfc_defines_it(leaves[k:]))


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size: int) -> None:
    assert root([leaf_hash(entry) for entry in ENTRIES[:size]]).hex() == ROOTS[size]


@given(leaves=trees)
def test_a_root_is_what_the_rfc_defines(leaves: list[bytes]) -> None:
    assert root(leaves) == as_the_rfc_defines_it(leaves)


@given(leaves=trees)
def test_every_leaf_has_a_proof_that_holds(leaves: list[bytes]) -> None:
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert len(proof) <= (len(leaves) - 1).bit_length()
        assert proves_inclusion(leaf, index, len(leaves), proof, root(leaves))


@given(leaves=trees, data=st.data())
def test_a_proof_with_anything_changed_does_not_hold(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, top, size = inclusion_proof(leaves, index), root(leaves), len(leaves)
    other = leaf_hash(b"another ballot, longer than any of theirs")
    assert not proves_inclusion(other, index, size, proof, top)
    assert not proves_inclusion(leaves[index], index, size, proof, other)
    assert not proves_inclusion(leaves[index], index, size, [*proof, other], top)
    assert not proves_inclusion(leaves[index], size, size, proof, top)
    assert not proves_inclusion(leaves[index], -1, size, proof, top)
    for at in range(len(proof)):
        assert not proves_inclusion(leaves[index], index, size, proof[:at] + proof[at + 1 :], top)
        assert not proves_inclusion(leaves[index], index, size, [*proof[:at], other, *proof[at + 1 :]], top)


# ---- D3 of field/secret-voting.md §4: every leaf of every tree

LARGEST = 300
LEAVES = [leaf_hash(number.to_bytes(2, "big")) for number in range(LARGEST)]
STRANGER = leaf_hash(b"of no tree here")
Proof = list[bytes]


@cache
def top(first: int, end: int) -> bytes:
    """§2.1.1 over ``LEAVES[first:end]``."""
    if end - first == 1:
        return LEAVES[first]
    middle = first + (1 << ((end - first - 1).bit_length() - 1))
    return node_hash(top(first, middle), top(middle, end))


def path(index: int, first: int, end: int) -> Proof:
    """§2.1.3.1, word for word, for the leaf at ``index`` of ``LEAVES[first:end]``."""
    if end - first == 1:
        return []
    middle = first + (1 << ((end - first - 1).bit_length() - 1))
    if index < middle:
        return [*path(index, first, middle), top(middle, end)]
    return [*path(index, middle, end), top(first, middle)]


def mutations(proof: Proof) -> Iterator[Proof]:
    """``proof`` with something changed: one bit of a hash, a hash left out, twice, in another's place, or too many."""
    for at, one in enumerate(proof):
        flipped = bytes([one[0] ^ 1]) + one[1:]
        yield [*proof[:at], flipped, *proof[at + 1 :]]
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[: at + 1], *proof[at:]]
        if at:
            yield [*proof[: at - 1], one, proof[at - 1], *proof[at + 1 :]]
    yield [*proof, STRANGER]
    yield [STRANGER, *proof]


def test_every_leaf_of_every_tree_is_proven_and_nothing_else_is(long: bool) -> None:
    """
    How many leaves there are is not in the root but beside it in the signed checkpoint; so the size is not mutated:
    a proof of the first of three holds in a tree of four with the same root, which nobody has signed.
    """
    around = [size for power in (64, 128, 256) for size in (power - 1, power, power + 1)]
    for size in range(1, LARGEST + 1) if long else [*range(1, 33), *around, LARGEST]:
        of = root(LEAVES[:size])
        assert of == top(0, size)
        for index in range(size):
            leaf, proof = LEAVES[index], inclusion_proof(LEAVES[:size], index)
            assert proof == path(index, 0, size)
            assert proves_inclusion(leaf, index, size, proof, of)
            assert not proves_inclusion(STRANGER, index, size, proof, of)
            assert not any(proves_inclusion(leaf, index, size, changed, of) for changed in mutations(proof))
            beside = {index - 1, index + 1, *(index ^ 1 << bit for bit in range(size.bit_length()))}
            assert not any(proves_inclusion(leaf, other, size, proof, of) for other in beside)


def test_a_node_does_not_pass_for_a_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert root([leaf_hash(left + right)]) != root([left, right])


def test_there_is_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof([], 0)
    with pytest.raises(IndexError):
        inclusion_proof([leaf_hash(b"")], -1)

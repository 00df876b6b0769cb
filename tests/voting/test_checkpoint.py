"""Signed notes and checkpoints: published examples of other programs, and everything that is none."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from voting.checkpoint import (
    Checkpoint,
    Signer,
    WrongNote,
    open_checkpoint,
    open_note,
    read_verifier,
    sign_checkpoint,
    sign_note,
)

# The example of Go's golang.org/x/mod/sumdb/note, which the C2SP specification was written after.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANNS_SEED = bytes.fromhex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173")
NEUMANNS_WORDS = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NEUMANNS_NOTE = f"""{NEUMANNS_WORDS}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""

CONGRESS = Signer(name="dienhong/test", key=Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
ROOT = sha256(b"ballots").digest()
CLOSED = Checkpoint(origin="dienhong/test/polls/1", size=612, root=ROOT)
NOTE = sign_checkpoint(CLOSED, CONGRESS)


def test_a_note_of_another_program_is_read_and_written_to_the_letter():
    signer = Signer(name="PeterNeumann", key=Ed25519PrivateKey.from_private_bytes(NEUMANNS_SEED))

    assert signer.verifier.written() == NEUMANN
    assert open_note(NEUMANNS_NOTE, read_verifier(NEUMANN)) == NEUMANNS_WORDS
    assert sign_note(NEUMANNS_WORDS, signer) == NEUMANNS_NOTE


def test_a_checkpoint_says_which_tree_how_many_leaves_and_the_root():
    lines = NOTE.splitlines()

    assert lines[:2] == ["dienhong/test/polls/1", "612"]
    assert lines[3] == ""
    assert lines[4].startswith("— dienhong/test ")
    assert open_checkpoint(NOTE, CONGRESS.verifier) == CLOSED


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60), st.integers(0, 10**17))
def test_every_checkpoint_comes_back_as_it_was_signed(origin: str, size: int):
    checkpoint = Checkpoint(origin=origin, size=size, root=ROOT)

    assert open_checkpoint(sign_checkpoint(checkpoint, CONGRESS), CONGRESS.verifier) == checkpoint


@given(st.integers(0, len(NOTE) - 1), st.sampled_from("0aZ+/=— \n\x00é"))
def test_no_letter_of_a_note_can_be_changed(place: int, letter: str):
    changed = NOTE[:place] + letter + NOTE[place + 1 :]

    if changed != NOTE:
        with pytest.raises(WrongNote):
            open_checkpoint(changed, CONGRESS.verifier)


def test_a_witness_may_sign_beside_the_congress():
    witness = Signer(name="witness.example", key=Ed25519PrivateKey.from_private_bytes(bytes(32)))
    text = open_note(NOTE, CONGRESS.verifier)
    both = NOTE + sign_note(text, witness).rpartition("\n\n")[2]

    assert open_checkpoint(both, CONGRESS.verifier) == open_checkpoint(both, witness.verifier) == CLOSED


def test_another_key_of_the_same_name_has_not_signed():
    impostor = Signer(name=CONGRESS.name, key=Ed25519PrivateKey.from_private_bytes(bytes(32)))

    with pytest.raises(WrongNote, match="has not signed"):
        open_note(NOTE, impostor.verifier)


@pytest.mark.parametrize(
    "text", ["", "no line's end", "a tab\there\n", "a bell \x07\n"], ids=["empty", "no end", "tab", "bell"]
)
def test_what_is_not_lines_of_text_is_not_signed(text: str):
    with pytest.raises(WrongNote):
        sign_note(text, CONGRESS)


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_could_not_be_read_back_does_not_sign(name: str):
    with pytest.raises(WrongNote):
        sign_note("words\n", Signer(name=name, key=CONGRESS.key))


@pytest.mark.parametrize(
    "text",
    ["one line\n", "origin\n-1\nAAAA\n", "origin\n01\nAAAA\n", "origin\n1\nAAAA\n", "origin\n1\n!\n", "\n1\nAAAA\n"],
)
def test_a_signed_note_that_is_no_checkpoint_is_said_so(text: str):
    with pytest.raises(WrongNote):
        open_checkpoint(sign_note(text, CONGRESS), CONGRESS.verifier)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "name",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("Peter", "Paul"),
        NEUMANN.replace("+ARpc", "+AhpC"),
        NEUMANN[:-4],
        NEUMANN + "!",
    ],
)
def test_what_is_not_a_published_key_is_refused(written: str):
    with pytest.raises(WrongNote):
        read_verifier(written)


def test_a_note_of_any_length_is_not_read():
    with pytest.raises(WrongNote, match="at most"):
        open_note("x" * 20_000, CONGRESS.verifier)


@pytest.mark.parametrize("origin", ["", "a\nb"])
def test_an_origin_is_one_line(origin: str):
    with pytest.raises(WrongNote, match="one line"):
        sign_checkpoint(Checkpoint(origin=origin, size=1, root=ROOT), CONGRESS)

"""The secret ballot as bytes: made on phones and here, and everything that is not one."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from hypothesis import given, settings
from hypothesis import strategies as st

from api.simulation.papers import Pocket
from tests.voting.papers import a_motion, a_paper, an_election, papers, valid_answers
from voting.blind_rsa import PrivateKey, PublicKey, blind, finalise
from voting.errors import InvalidSecretBallot
from voting.paper import Answer, Paper, canonical_json, check_answers
from voting.secret_ballot import (
    ORDER,
    SecretBallot,
    decode,
    marks_size,
    padded,
    paper_message,
    verify,
    vote_message,
)

EXAMPLES = json.loads((Path(__file__).parent / "data" / "secret_ballots.json").read_text())
SIGNING = PrivateKey.made(2048)  # shorter than the product's: tests make hundreds of signatures
KEY = SIGNING.public
POLL_ID = UUID("0193a0b0-0000-7000-8000-000000000001")
PAPER = a_paper(a_motion())
FOR = (Answer(1, ("for",)),)


class Phone(Pocket):
    """A voter's pocket with a paper that has been signed."""

    def __init__(self, poll_id: UUID = POLL_ID, key: PrivateKey = SIGNING) -> None:
        super().__init__(poll_id, key.public)
        self.take(key.sign(self.blinded))

    def casts(self, answers=FOR, paper: Paper = PAPER) -> SecretBallot:
        return self.ballot(answers, paper)


def written(r: int, s: int) -> bytes:
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def refused(ballot: SecretBallot, *, poll_id: UUID = POLL_ID, paper: Paper = PAPER) -> str:
    """Why."""
    with pytest.raises(InvalidSecretBallot) as refused:
        verify(ballot, poll_id, KEY, paper)
    return refused.value.reason


@pytest.fixture(scope="module")
def phone() -> Phone:
    return Phone()


@settings(max_examples=40)
@given(st.data())
def test_a_ballot_says_what_was_marked_and_comes_back_from_its_bytes(data):
    paper = data.draw(papers())
    answers = check_answers(paper, data.draw(valid_answers(paper)))
    phone = Phone()

    ballot = phone.casts(answers, paper)

    again = decode(ballot.encoded(), KEY, marks_size(paper))
    assert again == ballot
    assert verify(again, POLL_ID, KEY, paper) == answers


@given(st.data())
def test_all_ballots_of_a_paper_have_one_size(data):
    paper = data.draw(papers())
    one, other = (check_answers(paper, data.draw(valid_answers(paper))) for _ in range(2))

    size = marks_size(paper)

    assert len(padded(canonical_json(one), size)) == len(padded(canonical_json(other), size)) == size


@pytest.mark.parametrize("made", EXAMPLES["by_a_phone"], ids=lambda made: str(made["example"]))
def test_what_a_phone_has_sealed_is_read_here(made):
    example = EXAMPLES["by_the_server"][made["example"]]
    poll_id, keys = UUID(example["poll_id"]), [one["key"] for one in example["paper"]["questions"][0]["options"]]
    paper = PAPER if len(keys) == 3 else a_paper(an_election(*keys, seats=61))
    public = load_der_public_key(bytes.fromhex(made["key"]))
    key = PublicKey(public.public_numbers().n)

    answers = verify(decode(bytes.fromhex(made["ballot"]), key, marks_size(paper)), poll_id, key, paper)

    assert json.loads(canonical_json(answers)) == example["answers"]
    assert key.bits == 3072


def test_there_are_examples_of_phones_and_of_here():
    assert len(EXAMPLES["by_a_phone"]) == 3
    assert len(EXAMPLES["by_the_server"]) == 5


@pytest.mark.parametrize("example", EXAMPLES["by_the_server"])
def test_the_examples_that_phones_are_tested_by_are_what_is_made_here(example):
    poll_id, answers = UUID(example["poll_id"]), [Answer(n, tuple(options)) for n, options in example["answers"]]
    keys = [one["key"] for one in example["paper"]["questions"][0]["options"]]
    paper = PAPER if len(keys) == 3 else a_paper(an_election(*keys, seats=61))
    marks = padded(canonical_json(answers), marks_size(paper))

    assert paper_message(poll_id, bytes.fromhex(example["key"])).hex() == example["paper_message"]
    assert marks.hex() == example["marks"]
    assert vote_message(poll_id, marks).hex() == example["vote_message"]


# ---- what is none


@given(st.data())
def test_no_bit_of_a_ballot_can_be_turned(data):
    content = bytearray(BALLOT.encoded())
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    content[bit // 8] ^= 1 << bit % 8

    with pytest.raises(InvalidSecretBallot):
        verify(decode(bytes(content), KEY, marks_size(PAPER)), POLL_ID, KEY, PAPER)


BALLOT = Phone().casts()


@pytest.mark.parametrize("size", [0, 1, len(BALLOT.encoded()) - 1, len(BALLOT.encoded()) + 1, 100_000])
def test_a_body_of_another_size_is_not_even_looked_at(size):
    with pytest.raises(InvalidSecretBallot) as refused:
        decode(bytes(size), KEY, marks_size(PAPER))

    assert refused.value.reason == "size"


def test_a_paper_of_another_poll_is_none_of_this_one(phone):
    assert refused(Phone(uuid4()).casts()) == "paper_signature"
    assert refused(phone.casts(), poll_id=uuid4()) == "paper_signature"


def test_a_paper_that_the_congress_did_not_sign_is_none(phone):
    assert refused(Phone(key=PrivateKey.made(2048)).casts()) == "paper_signature"
    assert refused(phone.casts()._replace(key=Phone().key)) == "paper_signature"


def test_marks_that_the_papers_own_key_did_not_sign_are_none(phone):
    theirs = Phone().casts((Answer(1, ("against",)),))

    swapped = phone.casts()._replace(marks=theirs.marks, vote_signature=theirs.vote_signature)

    assert refused(swapped) == "vote_signature"


def test_a_vote_of_one_poll_is_none_of_another(phone):
    marks = phone.casts().marks

    elsewhere = phone.casts()._replace(vote_signature=written(*phone.signs(marks, uuid4())))

    assert refused(elsewhere) == "vote_signature"


def test_a_ballot_has_no_twin_with_the_other_signature(phone):
    ballot = phone.casts()
    r, s = (int.from_bytes(half, "big") for half in (ballot.vote_signature[:32], ballot.vote_signature[32:]))

    assert refused(ballot._replace(vote_signature=written(r, ORDER - s))) == "vote_signature"


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (2**256 - 1, 1)])
def test_numbers_that_are_no_signature_are_refused(phone, r, s):
    assert refused(phone.casts()._replace(vote_signature=written(r, s))) == "vote_signature"


@pytest.mark.parametrize("point", [b"\x02" + b"\xff" * 32, b"\x04" + b"\0" * 32, b"\0" * 33])
def test_a_paper_that_is_no_point_of_the_curve_is_refused_even_if_it_was_signed(point):
    message = paper_message(POLL_ID, point)
    blinded, inverse = blind(KEY, message)
    signature = finalise(KEY, message, SIGNING.sign(blinded), inverse)

    assert refused(SecretBallot(point, signature, BALLOT.marks, BALLOT.vote_signature)) == "key"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b"[[1]]",
        b'[[1,["nobody"]]]',
        b'[[1,["for","against"]]]',
        b'[[2,["for"]]]',
        b'[[1,["for"]],[1,["for"]]]',
        b'[[1, ["for"]]]',  # what it says is well, how it says it is another form of the same
        b'[[1,["\\u0066or"]]]',
        b'[[1,["for"]]] ',
        b'[[1,["for"]]]\0x',
        b"\xff\xfe",
        b"[" * 40,
    ],
)
def test_marks_that_the_paper_does_not_have_or_in_another_form_are_refused(phone, text):
    assert refused(phone.marked(text.ljust(marks_size(PAPER), b"\0"))) == "marks"


def test_marks_that_do_not_fit_are_not_cut():
    with pytest.raises(InvalidSecretBallot):
        padded(b"x" * 65, 64)

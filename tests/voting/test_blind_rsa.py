"""Blind signatures against the vectors of RFC 9474 (appendix A) and against ``cryptography``."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.blind_rsa import EXPONENT, BlindSignatureError, PrivateKey, PublicKey, blind, encode, finalise

VECTORS = json.loads((Path(__file__).parent / "data" / "rfc9474_vectors.json").read_text())
KEY = PrivateKey.made(2048)
ANOTHER = PrivateKey.made(2048)


def key_of(vector: dict[str, str]) -> PrivateKey:
    p, q, d, n = (int(vector[name], 16) for name in "pqdn")
    public = rsa.RSAPublicNumbers(int(vector["e"], 16), n)
    return PrivateKey(rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_every_value_of_the_official_vectors_comes_out(vector: dict[str, str]) -> None:
    key = key_of(vector)
    message, salt = bytes.fromhex(vector["input_msg"]), bytes.fromhex(vector["salt"])
    inverse = int(vector["inv"], 16)
    mask = pow(inverse, -1, int(key.public.modulus))

    blinded, inverse_again = blind(key.public, message, salt=salt, mask=mask)
    signed = key.sign(blinded)
    signature = finalise(key.public, message, signed, inverse_again, len(salt))

    assert inverse_again == inverse
    assert blinded.hex() == vector["blinded_msg"]
    assert signed.hex() == vector["blind_sig"]
    assert signature.hex() == vector["sig"]


@given(message=st.binary(max_size=200))
@settings(max_examples=20)
def test_a_finalised_signature_is_an_ordinary_one(message: bytes) -> None:
    blinded, inverse = blind(KEY.public, message)
    signature = finalise(KEY.public, message, KEY.sign(blinded), inverse)
    theirs = serialization.load_der_public_key(KEY.public.der())
    assert isinstance(theirs, rsa.RSAPublicKey)
    theirs.verify(signature, message, padding.PSS(padding.MGF1(hashes.SHA384()), 48), hashes.SHA384())


def test_the_same_request_gets_the_same_signature() -> None:
    """Base blinding is drawn anew each time, and must not show: a retry has to be answered alike."""
    blinded, _ = blind(KEY.public, b"paper")
    assert KEY.sign(blinded) == KEY.sign(blinded)


def test_the_same_message_is_never_blinded_alike() -> None:
    assert blind(KEY.public, b"paper")[0] != blind(KEY.public, b"paper")[0]


def test_a_signature_holds_for_its_message_and_key_alone() -> None:
    blinded, inverse = blind(KEY.public, b"paper")
    signature = finalise(KEY.public, b"paper", KEY.sign(blinded), inverse)
    assert KEY.public.verifies(b"paper", signature)
    assert not KEY.public.verifies(b"papes", signature)
    assert not ANOTHER.public.verifies(b"paper", signature)
    assert not KEY.public.verifies(b"paper", signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not KEY.public.verifies(b"paper", b"")


def test_a_phone_refuses_an_answer_of_another_key() -> None:
    blinded, inverse = blind(KEY.public, b"paper")
    small_enough = ANOTHER.sign(bytes(1) + blinded[1:])
    with pytest.raises(BlindSignatureError):
        finalise(KEY.public, b"paper", bytes(1) + small_enough[1:], inverse)


@pytest.mark.parametrize(
    "blinded", [b"", b"\x01", bytes(257), b"\xff" * 256], ids=["empty", "short", "long", "too large"]
)
def test_only_a_number_below_the_modulus_and_of_its_length_is_signed(blinded: bytes) -> None:
    with pytest.raises(BlindSignatureError):
        KEY.sign(blinded)


def test_a_number_without_length_or_out_of_range_is_not_finalised() -> None:
    _, inverse = blind(KEY.public, b"paper")
    for signed in (b"", b"\xff" * 256):
        with pytest.raises(BlindSignatureError):
            finalise(KEY.public, b"paper", signed, inverse)


def test_a_faulty_computation_is_never_answered() -> None:
    """One wrong half of a CRT signature gives away the primes (Boneh, DeMillo and Lipton 1997)."""
    key = PrivateKey.made(2048)
    p, q, d_p, d_q, q_inverse = key._crt
    key.__dict__["_crt"] = (p, q, d_p + 2, d_q, q_inverse)
    blinded, _ = blind(key.public, b"paper")
    with pytest.raises(BlindSignatureError, match="signing failure"):
        key.sign(blinded)


def test_another_exponent_is_refused() -> None:
    with pytest.raises(BlindSignatureError):
        PrivateKey(rsa.generate_private_key(3, 2048).private_numbers())


def test_a_key_too_short_for_the_encoding_is_refused() -> None:
    with pytest.raises(BlindSignatureError):
        encode(b"paper", bytes(48), 8 * 97)
    assert len(encode(b"paper", bytes(48), 8 * 98)) == 98


def test_a_public_key_is_known_by_its_der() -> None:
    again = PublicKey(int(KEY.public.modulus))
    assert sha256(again.der()).digest() == sha256(KEY.public.der()).digest()
    assert again.bits == 2048
    assert EXPONENT == 65537

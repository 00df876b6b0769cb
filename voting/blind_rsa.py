"""
Blind RSA signatures, RFC 9474 (RSABSSA-SHA384-PSS-Deterministic): the server stamps a paper that it cannot read.

A phone blinds a message, the server signs what it is given, the phone finalises: the result is an ordinary RSA-PSS
signature (SHA-384, salt of 48 bytes, e = 65537) that everybody can verify and the server cannot recognise.
Deterministic preparation is safe for messages of high entropy only (RFC 9474 §5); ours holds a fresh public key.

Signing takes milliseconds of one core: call it off the event loop. Nothing here may be logged.
"""

import secrets
from functools import cached_property
from hashlib import sha384

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from gmpy2 import mpz, powmod, powmod_sec

EXPONENT = 65537
SALT_BYTES = 48  # RSABSSA-SHA384-PSS; the RFC's PSSZERO variants have 0
DIGEST_BYTES = sha384().digest_size
_SHA384 = hashes.SHA384()
_SCHEMES = {
    salt: padding.PSS(padding.MGF1(_SHA384), salt) for salt in (0, SALT_BYTES)
}  # made once, not for each ballot


class BlindSignatureError(Exception):
    """Not as RFC 9474 wants it: a value out of range, a signature that does not verify, a faulty computation."""


class PublicKey:
    """What papers of one poll are verified with. Phones refuse every other exponent and length of the modulus."""

    def __init__(self, modulus: int) -> None:
        self.modulus = mpz(modulus)
        self.bits = modulus.bit_length()
        self.bytes = (self.bits + 7) // 8
        self._key = rsa.RSAPublicNumbers(EXPONENT, modulus).public_key()

    def der(self) -> bytes:
        """SubjectPublicKeyInfo; its SHA-256 is the fingerprint that the screen shows."""
        return self._key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, message: bytes, signature: bytes, salt_bytes: int = SALT_BYTES) -> bool:
        """Whether ``signature`` is one of this key over ``message``."""
        try:
            self._key.verify(signature, message, _SCHEMES[salt_bytes], _SHA384)
        except InvalidSignature:
            return False
        return True

    def integer(self, content: bytes) -> mpz:
        """``content`` as a number below the modulus. Raises :class:`BlindSignatureError` if it is none."""
        number = mpz.from_bytes(content, "big")
        if len(content) != self.bytes or number >= self.modulus:
            raise BlindSignatureError("message representative out of range")
        return number

    def octets(self, number: mpz) -> bytes:
        """``number`` in as many bytes as the modulus has."""
        return int(number).to_bytes(self.bytes, "big")


class PrivateKey:
    """What signs papers of one poll; it lives in memory and never longer than papers are given out."""

    def __init__(self, numbers: rsa.RSAPrivateNumbers) -> None:
        if numbers.public_numbers.e != EXPONENT:
            raise BlindSignatureError(f"the public exponent must be {EXPONENT}")
        self._numbers = numbers
        self.public = PublicKey(numbers.public_numbers.n)

    @classmethod
    def made(cls, bits: int) -> "PrivateKey":
        """A new key. Finding the primes takes 0.1 s at 3072 bits: have one ready."""
        return cls(rsa.generate_private_key(EXPONENT, bits).private_numbers())

    @cached_property
    def _crt(self) -> tuple[mpz, mpz, mpz, mpz, mpz]:
        numbers = self._numbers
        return mpz(numbers.p), mpz(numbers.q), mpz(numbers.dmp1), mpz(numbers.dmq1), mpz(numbers.iqmp)

    def sign(self, blinded: bytes) -> bytes:
        """
        BlindSign (RFC 9474 §4.3): the same ``blinded`` message always gets the same signature.

        The base is blinded anew each time, so that neither the time nor a fault of the computation tells about the key.
        Raises :class:`BlindSignatureError` if the message is out of range or the result does not hold.
        """
        public = self.public
        message = public.integer(blinded)
        mask = _invertible(public.modulus)
        masked = message * powmod(mask, EXPONENT, public.modulus) % public.modulus
        signature = self._power(masked) * gmpy2.invert(mask, public.modulus) % public.modulus
        if powmod(signature, EXPONENT, public.modulus) != message:  # a fault in one half would give the primes away
            raise BlindSignatureError("signing failure")
        return public.octets(signature)

    def _power(self, base: mpz) -> mpz:
        """``base`` to the private exponent, by halves, in time that does not depend on the exponents."""
        p, q, d_p, d_q, q_inverse = self._crt
        by_p, by_q = powmod_sec(base % p, d_p, p), powmod_sec(base % q, d_q, q)
        return by_q + q * ((by_p - by_q) * q_inverse % p)


def blind(key: PublicKey, message: bytes, *, salt: bytes | None = None, mask: int | None = None) -> tuple[bytes, int]:
    """
    Blind (RFC 9474 §4.2), the voter's part: the blinded message, and the inverse that :func:`finalise` wants.

    ``salt`` and ``mask`` are drawn unless test vectors give them. Raises :class:`BlindSignatureError`.
    """
    encoded = encode(message, secrets.token_bytes(SALT_BYTES) if salt is None else salt, key.bits - 1)
    number = mpz.from_bytes(encoded, "big")
    if gmpy2.gcd(number, key.modulus) != 1:
        raise BlindSignatureError("invalid input")
    r = _invertible(key.modulus) if mask is None else mpz(mask)
    blinded = number * powmod(r, EXPONENT, key.modulus) % key.modulus
    return key.octets(blinded), int(gmpy2.invert(r, key.modulus))


def finalise(key: PublicKey, message: bytes, signed: bytes, inverse: int, salt_bytes: int = SALT_BYTES) -> bytes:
    """Finalize (RFC 9474 §4.4): the paper's signature. Raises :class:`BlindSignatureError` if it does not verify."""
    signature = key.octets(key.integer(signed) * inverse % key.modulus)
    if not key.verifies(message, signature, salt_bytes):
        raise BlindSignatureError("invalid signature")
    return signature


def encode(message: bytes, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-384, for a number of at most ``bits`` bits."""
    length = (bits + 7) // 8
    if length < DIGEST_BYTES + len(salt) + 2:
        raise BlindSignatureError("encoding error")
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - DIGEST_BYTES - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, _mask(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017 §B.2.1) with SHA-384."""
    blocks = -(-length // DIGEST_BYTES)
    return b"".join(sha384(seed + number.to_bytes(4, "big")).digest() for number in range(blocks))[:length]


def _invertible(modulus: mpz) -> mpz:
    """A random number that has an inverse; of a real modulus practically each has."""
    while True:
        number = mpz(secrets.randbelow(int(modulus) - 1) + 1)
        if gmpy2.gcd(number, modulus) == 1:
            return number

"""
The badge: its code, the URL in its QR, and the hash that is stored. Pure.

A code is 26 characters of Crockford's base32 (no I, L, O, U), 130 random bits: nobody guesses it, so a plain hash
suffices. The QR holds an upper-case URL and nothing else: no name, no personal data. The badge alone opens nothing.
"""

import hashlib
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_LOOK_ALIKES = str.maketrans("ILO", "110")


def new_code(random_bytes: Callable[[int], bytes]) -> str:
    """
    A fresh badge code.

    >>> new_code(lambda n: bytes(n))
    '00000000000000000000000000'
    """
    number = int.from_bytes(random_bytes(17), "big") >> 6  # 136 bits drawn, 130 kept
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def read_code(scanned: str) -> str | None:
    """
    The code in what a scanner or a hand typed: the URL of the QR, or the code alone, in any case, with gaps.

    ``None`` if there is no badge code in it.

    >>> read_code("https://dienhong.example/b/0123456789abcdefghjkmnpqrs")
    '0123456789ABCDEFGHJKMNPQRS'
    >>> read_code("O123-4567 89ABCDEFGHJKMNPQRS")
    '0123456789ABCDEFGHJKMNPQRS'
    >>> read_code("hello") is None
    True
    """
    text = scanned.strip().upper()
    _, slash, last = text.rpartition("/B/")
    if slash:
        text = last.split("?")[0].split("#")[0].rstrip("/")
    code = text.replace("-", "").replace(" ", "").translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def code_hash(code: str) -> bytes:
    """SHA-256 of the code: what the database and offline doors hold instead of it."""
    return hashlib.sha256(code.encode()).digest()


def badge_url(public_url: str, code: str) -> str:
    """
    What the QR says; upper case, so that QR's compact alphanumeric mode serves (host names ignore case).

    >>> badge_url("https://dh.example", "0" * 26)
    'HTTPS://DH.EXAMPLE/B/00000000000000000000000000'
    """
    return f"{public_url}/b/{code}".upper()

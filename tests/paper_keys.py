"""Keys of secret polls, for tests that are not about making them: they take turns with a few that OpenSSL found."""

import itertools
import threading
from collections import defaultdict

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from voting import issuer

FEW = 6  # a test that holds several polls has another key for each

_made: dict[int, list[RSAPrivateKey]] = defaultdict(list)  # by length
_turns: defaultdict[int, "itertools.count[int]"] = defaultdict(itertools.count)
_lock = threading.Lock()


def _in_turn(exponent: int, bits: int) -> RSAPrivateKey:
    with _lock:
        made, turn = _made[bits], next(_turns[bits]) % FEW
        if turn == len(made):
            made.append(generate_private_key(exponent, bits))
        return made[turn]


def share() -> None:
    """From now on in this process. To look for the primes takes a fifth of the time of the tests of secret polls."""
    issuer.generate_private_key = _in_turn

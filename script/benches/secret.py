"""
Secret: papers signed, ballots verified, casts verified and stored a second, against the bare arithmetic.

- ``sign`` is the product: ``voting.blind_rsa`` with everything that a server needs which strangers may time and make
  fail (base blinding, exponentiation of constant time, the check that the signature holds).
- ``sign, bare`` is the least that signs at all: two ``gmpy2.powmod_sec`` by the halves of the key and their joining.
- ``verify`` is the product's check of a ballot's paper; ``verify, bare`` calls ``cryptography`` with what it wants.
- ``recount`` is what ``dienhong verify`` does with an urn (both signatures, marks, leaf, tree, count);
  ``recount, bare`` only verifies the two signatures.
- ``cast`` is the product's urn on a real Postgres, ``cast, bare`` the same loop as ``recount, bare``: see ``urn.py``.

Variants take turns within each repetition, and a ratio is the median over repetitions of ours divided by theirs.

    python script/benches/secret.py            prints what run() returns
"""

import json
import secrets
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from gmpy2 import mpz, powmod_sec
from results import Result, ratio, row
from urn import PAPER, VARIANTS, bare_opener, bare_verifier, casts

from api.simulation.papers import Pocket
from verify.ballots import open_secret, read_key
from verify.counting import count
from verify.notes import root_of
from voting.blind_rsa import EXPONENT, PrivateKey, blind, finalise
from voting.paper import Answer

BITS = (3072, 2048)
PAPERS = 200
REPETITIONS = 9
VERIFIED = 10  # times as many as are signed: it takes a twentieth of the time
CAST = 5  # times as many: a hall of a thousand


def _rate(calls: Sequence[Callable[[], object]]) -> float:
    """How many of these a second, one after another."""
    began = time.perf_counter()
    for call in calls:
        call()
    return len(calls) / (time.perf_counter() - began)


def bare_signer(numbers: rsa.RSAPrivateNumbers) -> Callable[[bytes], bytes]:
    """RSA by the Chinese remainder theorem, and nothing around it."""
    p, q, d_p, d_q, inverse = map(mpz, (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp))
    size = numbers.public_numbers.n.bit_length() // 8

    def sign(blinded: bytes) -> bytes:
        base = mpz.from_bytes(blinded, "big")
        by_p, by_q = powmod_sec(base % p, d_p, p), powmod_sec(base % q, d_q, q)
        return int(by_q + q * ((by_p - by_q) * inverse % p)).to_bytes(size, "big")

    return sign


def measure(bits: int, size: int, repetitions: int) -> dict[str, list[float]]:
    """Rates a second of each variant."""
    numbers = rsa.generate_private_key(EXPONENT, bits).private_numbers()
    key, bare = PrivateKey(numbers), bare_signer(numbers)
    verify = bare_verifier(key.public)
    found: dict[str, list[float]] = {name: [] for name in ("sign", "sign, bare", "verify", "verify, bare")}
    for repetition in range(repetitions + 1):
        messages = [secrets.token_bytes(64) for _ in range(size)]
        blinded = [blind(key.public, message) for message in messages]
        signed = [key.sign(paper) for paper, _ in blinded]
        assert signed == [bare(paper) for paper, _ in blinded]
        papers = [
            (message, finalise(key.public, message, signature, inverse))
            for message, signature, (_, inverse) in zip(messages, signed, blinded, strict=True)
        ]
        rates = {
            "sign": _rate([lambda paper=paper: key.sign(paper) for paper, _ in blinded]),
            "sign, bare": _rate([lambda paper=paper: bare(paper) for paper, _ in blinded]),
            "verify": _rate([lambda paper=paper: key.public.verifies(*paper) for paper in papers * VERIFIED]),
            "verify, bare": _rate([lambda paper=paper: verify(*paper) for paper in papers * VERIFIED]),
        }
        if repetition:  # the first warms caches
            for name, rate in rates.items():
                found[name].append(rate)
    return found


def recount(size: int, repetitions: int) -> dict[str, list[float]]:
    """Ballots recounted a second; the bare loop verifies the same ones."""
    poll_id, private = uuid4(), PrivateKey.made(BITS[0])
    ballots = []
    for _ in range(size):
        pocket = Pocket(poll_id, private.public)
        pocket.take(private.sign(pocket.blinded))
        ballots.append(pocket.ballot((Answer(1, ("for",)),), PAPER))
    key, plain = read_key(private.public.der()), msgspec.to_builtins(PAPER)
    contents = [ballot.encoded() for ballot in ballots]
    verify = bare_opener(poll_id, private.public)

    def ours() -> None:
        answers = [(open_secret(content, poll_id, key, plain, is_void=False), 1) for content in contents]
        root_of(contents)
        count(plain, answers, {})

    def bare() -> None:
        for ballot in ballots:
            verify(ballot)

    rates: dict[str, list[float]] = {"recount": [], "recount, bare": []}
    for _ in range(repetitions):
        for name, all_of_them in (("recount", ours), ("recount, bare", bare)):
            rates[name].append(_rate([all_of_them]) * size)
    return rates


def run(size: int = PAPERS, repetitions: int = REPETITIONS) -> Result:
    """Measure at each length of key with ``size`` papers; see the top."""
    found = {bits: measure(bits, size, repetitions) for bits in BITS}
    counted = recount(size, repetitions)
    taken = {bits: casts(bits, size * CAST, repetitions) for bits in BITS}
    cast = {bits: {name: [one.rate for one in of[name]] for name in VARIANTS} for bits, of in taken.items()}
    return {
        "bench": "secret",
        "ratios": {
            f"secret-{bits}/{name}": ratio(rates[name], rates[f"{name}, bare"])
            for bits, rates in found.items()
            for name in ("sign", "verify")
        }
        | {f"secret-{bits}/cast": ratio(rates["cast"], rates["cast, bare"]) for bits, rates in cast.items()}
        | {"secret/recount": ratio(counted["recount"], counted["recount, bare"])},
        "rows": [
            row(f"{name} at {bits} bits", values, "a second")
            for bits, rates in found.items()
            for name, values in rates.items()
        ]
        + [
            row(f"{name} at {bits} bits", rates[name], "ballots a second")
            for bits, rates in cast.items()
            for name in VARIANTS
        ]
        + [
            row(f"{name} at {bits} bits", [one.processor_us for one in of[name]], "µs of processor a ballot")
            for bits, of in taken.items()
            for name in VARIANTS
        ]
        + [row(name, values, "ballots a second") for name, values in counted.items()],
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

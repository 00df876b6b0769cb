"""Ballots as bytes: the recorded one, which names its voter, and the secret one, which proves that it is one."""

import json
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from verify.archive import canonical

BLOCK = 64  # bytes: marks are padded to a multiple of it
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256

Paper = dict[str, Any]
EACH = ("approval", "ranking", "score")  # kinds where each option can be marked
Answers = list[tuple[int, list[str]]]
Ballots = list[tuple[Answers, int]]  # with the mandates of each


def marks_of(question: dict[str, Any]) -> list[str]:
    """Everything that can be marked: options, or options and what is said of them."""
    points = [str(number) for number in range(question.get("most_points", 0) + 1)]
    words = {"approval": ["yes", "no"], "score": points}.get(question["kind"])
    keys = [option["key"] for option in question["options"]]
    return [f"{key}={word}" for key in keys for word in words] if words else keys


def recorded_entry(poll_id: str, ballot: dict[str, Any]) -> bytes:
    """A recorded ballot in bytes: the entry in its poll's tree."""
    ids = [UUID(one).bytes for one in (poll_id, ballot["ballot_id"], ballot["voter_id"])]
    mandates, answers = int(ballot["mandates"]), str(ballot["answers"])
    return b"dienhong ballot 1\n" + b"".join(ids) + mandates.to_bytes(8, "big") + answers.encode()


def read_answers(text: str, paper: Paper) -> Answers:
    """
    The canonical answers in ``text``.

    Raises :class:`ValueError` if they are not: every question once and in order, options of the paper in its order, as
    many as may be marked, written in the one way.
    """
    answers = [(int(number), list(options)) for number, options in json.loads(text)]  # written anew below
    if [number for number, _ in answers] != [question["number"] for question in paper["questions"]]:
        raise ValueError("not the questions of the paper")
    for (_, options), question in zip(answers, paper["questions"], strict=True):
        keys, allowed = [option["key"] for option in question["options"]], marks_of(question)
        said = [mark.partition("=")[0] for mark in options]
        in_order = [key for key in (said if question["kind"] == "ranking" else keys) if key in said]
        if said != in_order or len(set(said)) != len(said) or not set(options) <= set(allowed):
            raise ValueError("not options of the paper in its order")
        is_alone = question["kind"] == "election" and len(keys) == 1  # the only candidate may be struck out
        if not options and not paper.get("allows_blank", True) and not is_alone:
            raise ValueError("blank, which is not allowed")
        most = len(keys) if question["kind"] in EACH else question.get("max_marks", 1)
        if options and not question.get("min_marks", 1) <= len(options) <= most:
            raise ValueError("too many or too few marks")
    if canonical(answers) != text:
        raise ValueError("not written canonically")
    return answers


def read_key(der: bytes) -> rsa.RSAPublicKey:
    """The key of a poll's papers. Raises :class:`ValueError` if it is no RSA key of 3072 bits, usual exponent."""
    key = serialization.load_der_public_key(der)
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size != 3072 or key.public_numbers().e != 65537:
        raise ValueError("not an RSA key of 3072 bits")
    return key


def is_signed(blinded: bytes, signature: bytes, key: rsa.RSAPublicKey) -> bool:
    """Whether a blinded paper was signed."""
    numbers = key.public_numbers()
    return pow(int.from_bytes(signature, "big"), numbers.e, numbers.n) == int.from_bytes(blinded, "big")


def marks_size(paper: Paper) -> int:
    """Bytes of the marks on any ballot of a paper: those of the longest answers, padded."""
    longest = [
        [one["number"], [max(marks_of({**one, "options": [option]}), key=len) for option in one["options"]]]
        for one in paper["questions"]
    ]
    return -(-len(canonical(longest).encode()) // BLOCK) * BLOCK


def open_secret(content: bytes, poll_id: UUID, key: rsa.RSAPublicKey, paper: Paper, *, is_void: bool) -> Answers:
    """What a secret ballot marks; nothing may stand on a void one. Raises :class:`ValueError`: what does not hold."""
    point, signature, marks, vote = content[:33], content[33:417], content[417:-64], content[-64:]
    if len(marks) != marks_size(paper):
        raise ValueError("its size is not that of a ballot of this poll")
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    try:
        key.verify(signature, b"dienhong paper 1\n" + poll_id.bytes + point, pss, hashes.SHA384())
    except InvalidSignature:
        raise ValueError("its paper was not signed by the congress") from None
    r, s = int.from_bytes(vote[:32], "big"), int.from_bytes(vote[32:], "big")
    if s > ORDER // 2:
        raise ValueError("its signature is not the lower of the two")
    try:
        voter = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        message = b"dienhong vote 1\n" + poll_id.bytes + marks
        voter.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise ValueError("its marks are not those that were signed") from None
    if is_void and marks.strip(b"\0"):
        raise ValueError("something is marked on it")
    return [] if is_void else read_answers(marks.rstrip(b"\0").decode(), paper)

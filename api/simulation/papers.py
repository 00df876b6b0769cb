"""A voter's pocket in a secret poll, and what a phone sends: a blinded paper with a name, a ballot without."""

from base64 import b64decode, b64encode
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.simulation.actors import Phone, State
from voting.blind_rsa import PublicKey, blind, finalise
from voting.paper import Answer, Paper, canonical_json
from voting.secret_ballot import ORDER, SecretBallot, marks_size, padded, paper_message, vote_message
from voting.urn import public_key


class Pocket:
    """What a phone keeps to itself: made when a poll is announced, of no use to anybody before its paper is signed."""

    def __init__(self, poll_id: UUID, key: PublicKey) -> None:
        self.poll_id, self._issuer = poll_id, key
        self._private = generate_private_key(SECP256R1())
        self.key = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        self.blinded, self._inverse = blind(key, paper_message(poll_id, self.key))
        self.paper = b""

    def take(self, signed: bytes) -> None:
        """Take the blinding off what the server signed. Raises :class:`BlindSignatureError` if it is no signature."""
        self.paper = finalise(self._issuer, paper_message(self.poll_id, self.key), signed, self._inverse)

    def ballot(self, answers: tuple[Answer, ...], paper: Paper) -> SecretBallot:
        """The ballot on which these canonical answers are marked."""
        return self.marked(padded(canonical_json(answers), marks_size(paper)))

    def void(self, paper: Paper) -> SecretBallot:
        """The paper unused, to be given back when the poll is over."""
        return self.marked(bytes(marks_size(paper)))

    def marked(self, marks: bytes) -> SecretBallot:
        """The ballot with any bytes for marks, as a phone would send them that is not ours."""
        r, s = self.signs(marks)
        return SecretBallot(self.key, self.paper, marks, r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def signs(self, marks: bytes, poll_id: UUID | None = None) -> tuple[int, int]:
        """The signature over marks (for another poll, if one is given), with the lower of the two possible halves."""
        message = vote_message(poll_id or self.poll_id, marks)
        r, s = decode_dss_signature(self._private.sign(message, ECDSA(SHA256())))
        return r, min(s, ORDER - s)


def new_pocket(poll: State) -> Pocket:
    """One for a secret poll that is announced."""
    return Pocket(UUID(poll["id"]), public_key(b64decode(poll["secret"]["key"])))


async def ask_for_signature(phone: Phone, pocket: Pocket) -> bytes:
    """What the server signed for whoever holds this phone. Raises :class:`Refused`."""
    body = {"blinded": b64encode(pocket.blinded).decode()}
    return b64decode((await phone.post(f"/polls/{pocket.poll_id}/papers", body))["signed"])


async def paper_for(phone: Phone, poll: State) -> Pocket:
    """A pocket with a signed paper. Raises :class:`Refused`."""
    pocket = new_pocket(poll)
    pocket.take(await ask_for_signature(phone, pocket))
    return pocket


async def put_into_urn(
    http: httpx.AsyncClient, address: str, poll_id: object, content: bytes, headers: dict[str, str] | None = None
) -> httpx.Response:
    """What the urn of the server at ``address`` answers; nothing of ``http`` says who asks."""
    kind = {"Content-Type": "application/octet-stream"}
    return await http.post(f"{address}/api/v1/urn/{poll_id}", content=content, headers=kind | (headers or {}))

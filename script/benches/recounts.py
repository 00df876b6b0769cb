"""
The recount of a published secret poll in Chromium, its processor as it is: what phones and the observer's page do.

The baseline ``recount, bare`` verifies the two signatures of the same ballots by WebCrypto, as many at once: no point
is uncompressed, no mark read, no tree built. A ratio is its time divided by ours.
"""

from collections import defaultdict
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from old_phone import OldPhones, evaluated
from playwright.async_api import Route
from urn import PAPER, marked_ballots

from tests.verify.archives import SIGNER
from tests.verify.boards import Board
from tests.web.modules import offers
from voting.blind_rsa import EXPONENT, PublicKey
from voting.secrecy import fingerprint

BITS = 3072
OURS, BARE = "recount in the browser", "recount in the browser, bare"

PREPARE = """async () => {
    const { fromBase64, importKey, paperMessage, recount, voteMessage } = await import("/recount.js");
    const { poll, verifier, ...urn } = await (await fetch("/published.json")).json();
    const [ballots, points] = [urn.ballots.map(fromBase64), urn.points.map(fromBase64)];
    const { verifying } = await importKey(fromBase64(poll.secret.key), 3072);
    const [pss, ecdsa, curve] = [
        { name: "RSA-PSS", saltLength: 48 }, { name: "ECDSA", hash: "SHA-256" }, { name: "ECDSA", namedCurve: "P-256" },
    ];
    const isSigned = async (ballot, point) => {
        const voter = await crypto.subtle.importKey("raw", point, curve, false, ["verify"]);
        const both = await Promise.all([
            crypto.subtle.verify(pss, verifying, ballot.slice(33, 417), paperMessage(poll.id, ballot.slice(0, 33))),
            crypto.subtle.verify(ecdsa, voter, ballot.slice(-64), voteMessage(poll.id, ballot.slice(417, -64))),
        ]);
        if (!both.every(Boolean)) throw new Error("a signature does not hold");
    };
    window.recounts = () => recount(poll, ballots, verifier);
    window.verifies = async () => {
        for (let from = 0; from < ballots.length; from += 64)
            await Promise.all(ballots.slice(from, from + 64).map((ballot, at) => isSigned(ballot, points[from + at])));
    };
}"""
TIMED = """async (what) => {
    const began = performance.now();
    await window[what]();
    return performance.now() - began;
}"""


def published(size: int) -> str:
    """A secret poll of ``size`` ballots as it is published, and its voters' keys as WebCrypto reads them: JSON."""
    poll_id, private = uuid4(), rsa.generate_private_key(EXPONENT, BITS)
    key = PublicKey(private.public_key().public_numbers().n)
    ballots = sorted(marked_ballots(poll_id, private, size), key=lambda ballot: ballot.key)
    board = Board(poll_id, key.der(), PAPER, [], [ballot.encoded() for ballot in ballots], [], {}, "")
    board.stated()
    poll = {
        "id": str(poll_id),
        "paper": PAPER,
        "checkpoint": board.checkpoint,
        "secret": {"key": board.key, "fingerprint": fingerprint(board.key), "papers": size},
        "tally": board.result["tally"] | {"outcomes": board.result["outcomes"]},
    }
    points = [
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ballot.key).public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        for ballot in ballots
    ]
    said = {
        "poll": poll,
        "verifier": SIGNER.verifier.written(),
        "ballots": board.urn,
        "points": points,
    }
    return msgspec.json.encode(said).decode()


async def recounts(phones: OldPhones, size: int, repetitions: int) -> dict[str, list[float]]:
    """Milliseconds for an urn of ``size`` ballots, by whose; the two take turns."""
    urn, times = published(size), defaultdict(list)

    async def answer(route: Route) -> None:
        await route.fulfill(body=urn, content_type="application/json")

    async with phones.context() as context:
        page, _ = await phones.slow(context, slower=1)
        await offers(page, "recount")
        await page.route("**/published.json", answer)
        await page.goto("/")
        await page.evaluate(PREPARE)
        for _ in range(repetitions):
            for name, what in ((OURS, "recounts"), (BARE, "verifies")):
                times[name].append(await evaluated(page, TIMED, what))
    return dict(times)

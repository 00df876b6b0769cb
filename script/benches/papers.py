"""
Papers on an old phone: blinding one and taking the blinding off again, in Chromium slowed down six times.

A phone does it once a poll, so each turn has a page of its own in which nothing has been compiled yet. Between the two
halves the key's owner signs, which is not counted. The baseline is ``@cloudflare/blindrsa-ts``, in turn, under the same
key of 3072 bits.
"""

from collections import defaultdict
from typing import Any

from old_phone import OldPhones

from tests.web.modules import offers
from voting.blind_rsa import PrivateKey

SLOWER = 6
BITS = 3072
OURS_BLIND, THEIRS_BLIND = "paper blinded and finished", "paper, by blindrsa-ts"

OURS = """async (spki) => {
    const { blind, finalise, importKey } = await import("/blind.js");
    const key = await importKey(Uint8Array.from(spki), 3072);
    window.blinds = (paper) => blind(key, paper);
    window.finishes = (paper, signed, { inverse }) => finalise(key, paper, signed, inverse);
}"""
THEIRS = """async (spki) => {
    const suite = (await import("/blind.js")).RSABSSA.SHA384.PSS.Deterministic();
    const pss = { name: "RSA-PSS", hash: "SHA-384" };
    const key = await crypto.subtle.importKey("spki", Uint8Array.from(spki), pss, true, ["verify"]);
    window.blinds = async (paper) => {
        const { blindedMsg, inv } = await suite.blind(key, paper);
        return { message: blindedMsg, inv };
    };
    window.finishes = (paper, signed, { inv }) => suite.finalize(key, paper, signed, inv);
}"""
BLIND = """async () => {
    window.paper = crypto.getRandomValues(new Uint8Array(66));
    const began = performance.now();
    window.blinded = await window.blinds(window.paper);
    return { ms: performance.now() - began, message: Array.from(window.blinded.message) };
}"""
FINISH = """async (signed) => {
    const began = performance.now();
    await window.finishes(window.paper, Uint8Array.from(signed), window.blinded);
    return performance.now() - began;
}"""


async def papers(phones: OldPhones, repetitions: int) -> dict[str, list[float]]:
    """Milliseconds for both halves, by whose."""
    key, times = PrivateKey.made(BITS), defaultdict(list)
    async with phones.context() as context:
        for _ in range(repetitions):
            for name, prepare in ((OURS_BLIND, OURS), (THEIRS_BLIND, THEIRS)):
                page, _ = await phones.slow(context, slower=SLOWER)
                await offers(page, "blind")
                await page.goto("/")
                await page.evaluate(prepare, list(key.public.der()))
                blinded: dict[str, Any] = await page.evaluate(BLIND)
                signed = key.sign(bytes(blinded["message"]))
                times[name].append(blinded["ms"] + await page.evaluate(FINISH, list(signed)))
                await page.close()
    return dict(times)

"""The phone's half of blind signatures in a real browser, against the vectors of RFC 9474 (appendix A)."""

import pytest

from tests.voting.test_blind_rsa import VECTORS, key_of
from tests.web.modules import offers
from tests.web.stage import Stage

COMES_OUT = """async ({ spki, bits, message, salt, mask, signed }) => {
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const { blind, finalise, importKey } = await import("/blind.js");
    const key = await importKey(bytes(spki), bits);
    const blinded = await blind(key, bytes(message), bytes(salt), BigInt(mask));
    const signature = await finalise(key, bytes(message), bytes(signed), blinded.inverse, salt.length / 2);
    return { inv: blinded.inverse.toString(), blinded_msg: hex(blinded.message), sig: hex(signature) };
}"""


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
async def test_every_value_of_the_official_vectors_comes_out_in_the_browser(stage: Stage, vector: dict[str, str]):
    public = key_of(vector).public
    inverse = int(vector["inv"], 16)
    page = await stage.page("/")
    await offers(page, "blind")

    found = await page.evaluate(
        COMES_OUT,
        {
            "spki": public.der().hex(),
            "bits": public.bits,
            "message": vector["input_msg"],
            "salt": vector["salt"],
            "mask": str(pow(inverse, -1, int(public.modulus))),
            "signed": vector["blind_sig"],
        },
    )

    assert found == {"inv": str(inverse), "blinded_msg": vector["blinded_msg"], "sig": vector["sig"]}

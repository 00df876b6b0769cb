// @vitest-environment node
import { readFileSync } from "node:fs";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { beforeAll, describe, expect, it } from "vitest";
import { blind, BlindSignatureError, finalise, importKey, verifies, type PaperKey } from "./blind_rsa.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Field = "name" | "n" | "e" | "d" | "p" | "q" | "input_msg" | "salt" | "inv" | "blinded_msg" | "blind_sig" | "sig";
type Vector = Record<Field, string>;

/** Those of the RFC (appendix A), as the server's tests have them. */
const VECTORS = JSON.parse(
  readFileSync(new URL("../../tests/voting/data/rfc9474_vectors.json", import.meta.url), "utf8"),
) as Vector[];
const HASH = { name: "RSA-PSS", hash: "SHA-384" };
const PAPER: Bytes = new TextEncoder().encode("a paper");
const theirs = RSABSSA.SHA384.PSS.Deterministic();

const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function spkiOf(n: string, e = "AQAB"): Promise<Bytes> {
  const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, HASH, true, ["verify"]);
  return new Uint8Array(await crypto.subtle.exportKey("spki", key));
}

/** The inverse of an inverse is the mask itself. */
function maskOf(inverse: bigint, modulus: bigint): bigint {
  let [rest, next, factor, following] = [modulus, inverse, 0n, 1n];
  while (next > 0n) {
    const quotient = rest / next;
    [rest, next, factor, following] = [next, rest - quotient * next, following, factor - quotient * following];
  }
  return ((factor % modulus) + modulus) % modulus;
}

describe("the official vectors", () => {
  it.each(VECTORS)("come out: $name", async (vector) => {
    const n = fromHex(vector.n.replace("0x", ""));
    const key = await importKey(await spkiOf(Buffer.from(n).toString("base64url")), 4096);
    const salt = fromHex(vector.salt);
    const message = fromHex(vector.input_msg);

    const blinded = await blind(key, message, salt, maskOf(BigInt(vector.inv), key.modulus));
    const signature = await finalise(key, message, fromHex(vector.blind_sig), blinded.inverse, salt.length);

    expect(blinded.inverse).toBe(BigInt(vector.inv));
    expect(toHex(blinded.message)).toBe(vector.blinded_msg);
    expect(toHex(signature)).toBe(vector.sig);
  });
});

describe("beside another implementation", () => {
  let pair: CryptoKeyPair;
  let key: PaperKey;

  beforeAll(async () => {
    const algorithm = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
    pair = await RSABSSA.SHA384.generateKey(algorithm);
    key = await importKey(new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)), 2048);
  });

  it("what we blind, it signs and finds good", async () => {
    const { message, inverse } = await blind(key, PAPER);
    const signed = new Uint8Array(await theirs.blindSign(pair.privateKey, message));
    const signature = await finalise(key, PAPER, signed, inverse);
    expect(await theirs.verify(pair.publicKey, signature, PAPER)).toBe(true);
  });

  it("what it blinds and signs, we find good, and over nothing else", async () => {
    const { blindedMsg, inv } = await theirs.blind(pair.publicKey, PAPER);
    const signed = await theirs.blindSign(pair.privateKey, blindedMsg);
    const signature = new Uint8Array(await theirs.finalize(pair.publicKey, PAPER, signed, inv));
    expect(await verifies(key, PAPER, signature)).toBe(true);
    expect(await verifies(key, new TextEncoder().encode("a papes"), signature)).toBe(false);
  });

  it("no two papers are blinded alike", async () => {
    const [one, other] = [await blind(key, PAPER), await blind(key, PAPER)];
    expect(toHex(one.message)).not.toBe(toHex(other.message));
  });

  it("an answer that is not the signature is refused, whatever it is", async () => {
    const { message, inverse } = await blind(key, PAPER);
    const wrong = [new Uint8Array(256), new Uint8Array(256).fill(0xff), new Uint8Array(0), new Uint8Array(257)];
    for (const answer of [message, ...wrong]) {
      await expect(finalise(key, PAPER, answer, inverse)).rejects.toThrow(BlindSignatureError);
    }
  });
});

describe("a key that could mark a phone is refused", () => {
  const modulus = Buffer.from(fromHex((VECTORS[0]?.n ?? "").replace("0x", ""))).toString("base64url");

  it("another exponent", async () => {
    await expect(importKey(await spkiOf(modulus, "Aw"), 4096)).rejects.toThrow("another exponent");
  });

  it("another length than announced", async () => {
    const spki = await spkiOf(modulus);
    for (const bits of [3072, 4095, 4097]) await expect(importKey(spki, bits)).rejects.toThrow("another length");
  });

  it("no key at all", async () => {
    await expect(importKey(new Uint8Array([1, 2, 3]), 3072)).rejects.toThrow("not an RSA key");
  });
});

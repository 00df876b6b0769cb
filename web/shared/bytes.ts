/** Bytes as ballots, papers and records are made of them. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (hex: string): Bytes =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));

const SHOWN = 16; // hexadecimal digits of a hash, as `voting/sign.py` shows them

/** The beginning of a hash as people compare it, in fours. */
export const inFours = (hex: string): string =>
  hex.slice(0, SHOWN).toUpperCase().replace(/(....)(?=.)/g, "$1 ");

export const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Throws a `DOMException` if the text is not base64. */
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** The sixteen bytes of a UUID. */
export const idBytes = (id: string): Bytes => fromHex(id.replaceAll("-", ""));

/** A number from big-endian bytes; no bytes at all are zero. */
export const integer = (bytes: Uint8Array): bigint => BigInt(`0x0${hexOf(bytes)}`);

/** A number in `size` big-endian bytes. */
export const octets = (number: bigint, size: number): Bytes => fromHex(number.toString(16).padStart(2 * size, "0"));

/** JSON from strangers: bounded before it is parsed, and taken apart with the place of what is wrong. */

import { fromBase64, type Bytes } from "../shared/bytes.ts";

const DEEPEST = 16; // an urn has seven levels
const MOST_PARTS = 600_000; // values beside each other: a hundred thousand ballots, and the longest of all results

/** `not_json`: it is none, or none that an urn could be. */
export class NotJson extends Error {}

/** A value is missing, or another one than was expected; `part` says where: `poll.tally.ballots`. */
export class WrongShape extends Error {
  constructor(readonly part: string) {
    super(part);
  }
}

/**
 * What `bytes` say. Throws {@link NotJson}.
 *
 * A tab that has run out of memory can say nothing any more, so that brackets and commas are counted first.
 */
export function parsed(bytes: Uint8Array): unknown {
  if (!isBounded(bytes)) throw new NotJson();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new NotJson();
  }
}

function isBounded(bytes: Uint8Array): boolean {
  let [depth, parts, isQuoted] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isQuoted) {
      if (byte === 0x5c) at++; // what is behind a backslash ends no text
      else if (byte === 0x22) isQuoted = false;
    } else if (byte === 0x22) isQuoted = true;
    else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) depth--;
    else if (byte === 0x2c) parts++;
    if (depth > DEEPEST || parts > MOST_PARTS) return false;
  }
  return true;
}

/** A value and where it stands. Every reader throws {@link WrongShape} if it is not what was asked for. */
export class Part {
  constructor(
    readonly value: unknown,
    readonly name: string,
  ) {}

  /** What an object has under `key`; never what all objects have. */
  at(key: string): Part {
    const name = this.name ? `${this.name}.${key}` : key;
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value)) this.fail();
    const isThere = Object.prototype.hasOwnProperty.call(this.value, key);
    return new Part(isThere ? (this.value as Record<string, unknown>)[key] : undefined, name);
  }

  list(least = 0, most = Infinity): Part[] {
    if (!Array.isArray(this.value) || this.value.length < least || this.value.length > most) this.fail();
    return this.value.map((one, place) => new Part(one, `${this.name}[${place}]`));
  }

  text(pattern = /^[^]{0,5000}$/): string {
    if (typeof this.value !== "string" || !pattern.test(this.value)) this.fail();
    return this.value;
  }

  /** Bytes in base64, of at most so many characters. */
  bytes(most = 60_000): Bytes {
    if (typeof this.value !== "string" || this.value === "" || this.value.length > most) this.fail();
    try {
      return fromBase64(this.value);
    } catch {
      this.fail();
    }
  }

  /** A whole number. */
  number(least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most) this.fail();
    return value;
  }

  flag(): boolean {
    return typeof this.value === "boolean" ? this.value : this.fail();
  }

  oneOf<T extends string>(values: readonly T[]): T {
    return values.find((one) => one === this.value) ?? this.fail();
  }

  get isNothing(): boolean {
    return this.value === undefined || this.value === null;
  }

  fail(): never {
    throw new WrongShape(this.name);
  }
}

/** The badge's code, read and hashed exactly as the server does (`delegates/badge.py`). */

const LENGTH = 26;
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]+$/; // Crockford's base32
const LOOK_ALIKES: Record<string, string> = { I: "1", L: "1", O: "0" };

/**
 * The code in what a scanner or a hand typed: the URL of the QR, or the code alone, in any case, with gaps. `null` if
 * there is no badge code in it.
 */
export function readCode(scanned: string): string | null {
  let text = scanned.trim().toUpperCase();
  const at = text.lastIndexOf("/B/");
  if (at >= 0)
    text = text
      .slice(at + 3)
      .split("?")[0]!
      .split("#")[0]!
      .replace(/\/+$/, "");
  const code = text.replace(/[- ]/g, "").replace(/[ILO]/g, (letter) => LOOK_ALIKES[letter]!);
  return code.length === LENGTH && ALPHABET.test(code) ? code : null;
}

/**
 * Hex SHA-256 of the code in `scanned`, or of all of it when it holds none: so that an unknown code is on record too.
 *
 * A door sends and keeps nothing but this; a stolen device tells nobody's code.
 */
export async function hashOf(scanned: string): Promise<string> {
  const bytes = new TextEncoder().encode(readCode(scanned) ?? scanned);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const LONGEST_GAP_MS = 400; // between two keys: slow Bluetooth scanners, busy devices; a torn code would be an unknown one
const SHORTEST = 8; // characters; a name typed in a hurry must not count as a scan

/**
 * A hardware scanner that types like a keyboard ("wedge"): fast keystrokes, ended by Enter.
 *
 * Pure: fed with keys and their times, it tells when a whole code has come. People type as fast at times; in a field the
 * caller therefore takes only what is a badge's code.
 */
export class Wedge {
  private text = "";
  private lastAt = -Infinity;

  /** One key that went down. The text when it was the Enter that ends a scan, else `null`. */
  key(key: string, at: number): string | null {
    if (at - this.lastAt > LONGEST_GAP_MS) this.text = "";
    if (key === "Enter") {
      const text = this.text;
      this.text = "";
      return text.length >= SHORTEST ? text : null;
    }
    if (key.length === 1) {
      this.text += key;
      this.lastAt = at;
    } else if (key !== "Shift" && key !== "CapsLock") this.text = "";
    return null;
  }
}

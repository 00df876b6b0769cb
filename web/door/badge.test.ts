import { describe, expect, it } from "vitest";
import { hashOf, readCode } from "./badge.ts";

const CODE = "0123456789ABCDEFGHJKMNPQRS";

describe("a code", () => {
  it.each([
    ["alone", CODE],
    ["in the URL of the QR", `HTTPS://DH.EXAMPLE/B/${CODE}`],
    ["in lower case, with a query and a slash", `https://dh.example/b/${CODE.toLowerCase()}/?x=1#y`],
    ["typed with gaps and look-alikes", "O123-4567 89ABCDEFGHJKMNPQRS"],
    ["with spaces around it", `  ${CODE}\n`],
  ])("is read %s", (_, scanned) => expect(readCode(scanned)).toBe(CODE));

  it.each(["hello", "", CODE.slice(1), `${CODE}0`, "U".repeat(26), "https://dh.example/b/"])(
    "is not found in %j",
    (scanned) => expect(readCode(scanned)).toBeNull(),
  );

  it("is hashed as the server hashes it", async () => {
    // python: hashlib.sha256(b"0123456789ABCDEFGHJKMNPQRS").hexdigest()
    const known = "f5f69e3261dbfad2110670e539999eab56d4b1f0ce2e613dca4fd2e1f70faf44";

    expect(await hashOf(CODE)).toBe(known);
    expect(await hashOf(`https://dh.example/b/${CODE.toLowerCase()}`)).toBe(known);
  });

  it("has a hash also when it is none of ours", async () => {
    // python: hashlib.sha256("vé xe số 7".encode()).hexdigest()
    expect(await hashOf("vé xe số 7")).toBe("d84f8eb59fa32eaf24c5da69c0d8db7bffe47fc44d87a2e37c5361e757cf8b5f");
  });
});

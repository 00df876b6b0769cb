// @vitest-environment node
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fromBase64, hexOf, type Bytes } from "./bytes.ts";
import { NotProven } from "./record.ts";
import { recount, rootOf, WrongUrn, type CountedPoll } from "./urn.ts";

// A published poll of 25 ballots and 26 papers; the server's tests read the same file (tests/voting/test_published_urn.py).
const EXAMPLE = JSON.parse(readFileSync(new URL("../../tests/voting/data/urn.json", import.meta.url), "utf8"));
const poll = EXAMPLE.poll as CountedPoll;
const verifier = EXAMPLE.verifier as string;
const ballots = (EXAMPLE.ballots as string[]).map(fromBase64);

async function wrong(changed: CountedPoll, urn: readonly Bytes[] = ballots): Promise<string> {
  try {
    await recount(changed, urn, verifier);
  } catch (error) {
    if (error instanceof WrongUrn) return error.message;
    if (error instanceof NotProven) return `note: ${error.what}`;
    throw error;
  }
  return "";
}

const flipped = (place: number, byte: number): Bytes[] =>
  ballots.map((ballot, at) => (at === place ? ballot.map((one, n) => (n === byte ? one ^ 1 : one)) : ballot) as Bytes);

describe("a recount of the published urn", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("finds what was published", async () => {
    const shares: number[] = [];
    const found = await recount(poll, ballots, verifier, (share) => shares.push(share));
    expect(found.size).toBe(25);
    expect(found.marks).toEqual(poll.tally.questions[0]!.marks);
    expect(found.blank).toBe(2);
    expect(shares.at(-1)).toBe(1);
  });

  it.each([
    ["a ballot is missing", () => ballots.slice(1), "number"],
    ["a ballot is there twice", () => [ballots[0]!, ...ballots], "order of ballot 2"],
    ["two are swapped", () => [ballots[1]!, ballots[0]!, ...ballots.slice(2)], "order of ballot 2"],
    ["a ballot is longer", () => [...ballots.slice(0, 24), new Uint8Array([...ballots[24]!, 0])], "size of ballot 25"],
    ["a paper's signature is changed", () => flipped(3, 40), "paper of ballot 4"],
    ["marks are changed", () => flipped(3, 33 + 384 + 8), "vote of ballot 4"],
    ["a vote's signature is changed", () => flipped(3, 33 + 384 + 64 + 5), "vote of ballot 4"],
  ])("says so when %s", async (_, urn, what) => {
    expect(await wrong(poll, urn() as Bytes[])).toBe(what);
  });

  it.each([
    ["the tally is another", { tally: { ...poll.tally, questions: [{ marks: { for: 25, against: 0, other: 0 }, blank: 0 }] } }, "tally"],
    ["a blank ballot more is told of", { tally: { ...poll.tally, questions: [{ ...poll.tally.questions[0]!, blank: 3 }] } }, "tally"],
    ["the conclusion is another", { tally: { ...poll.tally, outcomes: [{ ...poll.tally.outcomes[0]!, conclusion: "rejected", chosen: [] }] } }, "outcome"],
    ["so many were present that it was not adopted", { tally: { ...poll.tally, outcomes: [{ ...poll.tally.outcomes[0]!, whole: 30 }] } }, "outcome"],
    ["fewer papers were given out", { secret: { ...poll.secret, papers: 24 } }, "papers"],
    ["the key is not the one of the fingerprint", { secret: { ...poll.secret, fingerprint: "00".repeat(32) } }, "key"],
    ["the root was not signed", { checkpoint: poll.checkpoint.replace("\n25\n", "\n24\n") }, "note: signature"],
    ["it is another poll", { id: "0193a0b0-0000-7000-8000-0000000000ab" }, "checkpoint"],
  ])("says so when %s", async (_, changes, what) => {
    expect(await wrong({ ...poll, ...changes } as CountedPoll)).toBe(what);
  });

  it.each([
    ["a ballot is shown as given back", ballots[3]!, "void of void 1"],
    ["a paper was given back that nobody signed", flipped(3, 40)[3]!, "paper of void 1"],
    ["something was written on it afterwards", flipped(3, 33 + 384 + 8)[3]!, "vote of void 1"],
  ])("says so when %s", async (_, paper, what) => {
    await expect(recount(poll, ballots, verifier, () => {}, [paper])).rejects.toThrow(what);
  });

  it("finds the same where the browser reads points only whole", async () => {
    const { importKey } = crypto.subtle;
    const whole: number[] = [];
    vi.spyOn(crypto.subtle, "importKey").mockImplementation(async (...given: unknown[]) => {
      const [format, bytes, algorithm] = given as [string, Bytes, { name: string }];
      if (format === "raw" && algorithm.name === "ECDSA") {
        if (bytes.length !== 65) throw new DOMException("", "DataError");
        whole.push(bytes[0]!);
      }
      return Reflect.apply(importKey, crypto.subtle, given);
    });
    const found = await recount(poll, ballots, verifier);
    expect(found.marks).toEqual(poll.tally.questions[0]!.marks);
    expect(whole).toEqual(ballots.map(() => 4));
    expect(await wrong(poll, flipped(3, 20))).toBe("paper of ballot 4");
  });

  it("names the first of several that do not hold, also of those that are looked at together", async () => {
    const urn = flipped(7, 40);
    urn[3] = flipped(3, 33 + 384 + 8)[3]!;
    expect(await wrong(poll, urn)).toBe("vote of ballot 4");
  });

  it("has the roots of RFC 9162's tree", async () => {
    expect(hexOf(await rootOf([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(await rootOf([ballots[0]!])).toBe(ballots[0]);
  });
});

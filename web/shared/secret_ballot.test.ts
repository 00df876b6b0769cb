// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makePaper, marksOf, marksSize, paperMessage, pointOf, seal, voteMessage, type CanonicalAnswers } from "./secret_ballot.ts";

/** What the server makes of a poll and of marks on it: `tests/voting/data/secret_ballots.json`. */
interface Example {
  poll_id: string;
  paper: { questions: { number: number; options: { key: string }[] }[] };
  answers: CanonicalAnswers;
  key: string;
  paper_message: string;
  marks: string;
  vote_message: string;
}

const EXAMPLES = JSON.parse(
  readFileSync(new URL("../../tests/voting/data/secret_ballots.json", import.meta.url), "utf8"),
) as { by_the_server: Example[] };
const POLL = EXAMPLES.by_the_server[0]!;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("a secret ballot on the phone", () => {
  it.each(EXAMPLES.by_the_server)("is made of the bytes that the server expects: $answers", (example) => {
    const marks = marksOf(example.answers, example.paper);

    expect(toHex(paperMessage(example.poll_id, fromHex(example.key)))).toBe(example.paper_message);
    expect(toHex(marks)).toBe(example.marks);
    expect(toHex(voteMessage(example.poll_id, marks))).toBe(example.vote_message);
  });

  it("has one size, whatever is marked", async () => {
    const paper = await makePaper();
    const signature = new Uint8Array(384);

    const markings: CanonicalAnswers[] = [[[1, []]], [[1, ["for"]]], [[1, ["against"]]]];
    const sizes = markings.map(async (answers) => {
      const marks = marksOf(answers, POLL.paper);
      return (await seal(POLL.poll_id, paper, signature, marks)).length;
    });

    expect(new Set(await Promise.all(sizes))).toEqual(new Set([33 + 384 + marksSize(POLL.paper) + 64]));
  });

  it("is signed by the paper's key, with the lower of the two signatures that would do", async () => {
    const paper = await makePaper();
    const marks = marksOf(POLL.answers, POLL.paper);

    for (let n = 0; n < 20; n++) {
      const ballot = await seal(POLL.poll_id, paper, new Uint8Array(384), marks);
      const signature = ballot.slice(-64);
      const algorithm = { name: "ECDSA", hash: "SHA-256" };
      const message = voteMessage(POLL.poll_id, marks);
      expect(await crypto.subtle.verify(algorithm, paper.publicKey, signature, message)).toBe(true);
      expect(BigInt(`0x${toHex(signature.slice(32))}`) <= ORDER / 2n).toBe(true);
    }
  });

  it("holds its paper as a compressed point, which no other paper has", async () => {
    const [one, other] = [await pointOf(await makePaper()), await pointOf(await makePaper())];

    expect(one.length).toBe(33);
    expect([2, 3]).toContain(one[0]);
    expect(toHex(one)).not.toBe(toHex(other));
  });

  it("keeps the private key where not even the page can read it", async () => {
    const { privateKey } = await makePaper();

    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("pkcs8", privateKey)).rejects.toThrow();
  });
});

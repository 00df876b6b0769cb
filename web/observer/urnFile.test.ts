// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recount } from "../shared/urn.ts";
import { linesOf } from "./counts.ts";
import { LARGEST, NotAnUrn, readUrn } from "./urnFile.ts";

// A published poll of 25 ballots and 26 papers, as the server writes its file (tests/api/test_urn_file.py).
const EXAMPLE = JSON.parse(readFileSync(new URL("../../tests/voting/data/urn.json", import.meta.url), "utf8"));

/** The file with something else at `path`; `undefined` takes it out. */
function file(path = "", value?: unknown): Record<string, unknown> {
  const { poll } = EXAMPLE;
  const made = structuredClone({
    format: "dienhong urn",
    version: 1,
    congress_vi: "Đại hội",
    congress_en: "Congress",
    ...EXAMPLE,
    poll: { ...poll, number: 3, title_vi: "Bầu kín", title_en: "" },
    voids: [],
  });
  const [key, ...above] = path.split(".").reverse() as [string, ...string[]];
  if (key) (above.reverse().reduce((it, one) => it[one], made) as Record<string, unknown>)[key] = value;
  return made;
}

const read = (content: unknown) => readUrn(new Blob([typeof content === "string" ? content : JSON.stringify(content)]));

async function refusal(content: unknown): Promise<string> {
  try {
    await read(content);
  } catch (error) {
    if (error instanceof NotAnUrn) return error.message;
    throw error;
  }
  return "";
}

describe("the urn's file", () => {
  it("is read, and what was read can be counted again", async () => {
    const urn = await read(file());

    const found = await recount(urn.poll, urn.ballots, urn.verifier, () => {}, urn.voids);
    expect([urn.poll.number, urn.poll.title_vi, urn.congress_vi, urn.ballots.length]).toEqual([3, "Bầu kín", "Đại hội", 25]);
    expect(linesOf(urn.poll, found).map(({ option, urn }) => [option, urn])).toEqual([
      ["for", 15],
      ["against", 4],
      ["other", 4],
    ]);
  });

  it.each([
    ["nothing", "", "not_json"],
    ["no JSON", "%PDF-1.7", "not_json"],
    ["half a file", JSON.stringify(file()).slice(0, -200), "not_json"],
    ["an empty list", "[]", "format"],
    ["a text", '"dienhong urn"', "format"],
    ["null", "null", "format"],
    ["other JSON", '{"name": "package"}', "format"],
    ["a later version", file("version", 2), "version"],
    ["a version that only looks the same", file("version", "1"), "version"],
    ["a hundred thousand brackets", "[".repeat(100_000), "not_json"],
    ["brackets in brackets", `{"format": ${"[".repeat(5000)}${"]".repeat(5000)}}`, "not_json"],
    ["a million values", `[${"0,".repeat(1_000_000)}0]`, "not_json"],
  ])("is refused if it is %s", async (_, content, what) => {
    expect(await refusal(content)).toBe(what);
  });

  it.each([
    ["poll", undefined],
    ["poll", []],
    ["poll.id", "../../etc"],
    ["poll.number", -1],
    ["poll.number", 1.5],
    ["poll.title_vi", { toString: "x" }],
    ["poll.title_vi", "x".repeat(5001)],
    ["poll.checkpoint", null],
    ["poll.secret.fingerprint", "00"],
    ["poll.secret.key", "?"],
    ["poll.secret.papers", "26"],
    ["poll.secret.papers", 1e300],
    ["poll.paper.questions", []],
    ["poll.paper.questions", "constructor"],
    ["poll.tally.questions", [1, 2]],
    ["poll.tally.ballots", true],
    ["poll.tally.hand", 7],
    ["verifier", "dienhong+820e0b10"],
    ["ballots", {}],
    ["voids", undefined],
  ])("names %s if it is %j", async (part, value) => {
    const said = await refusal(file(part, value));

    expect(said).toMatch(new RegExp(`^shape ${part.replaceAll(".", "\\.")}`));
  });

  it.each([
    ["poll.paper.questions.0.kind", "lottery", "poll.paper.questions[0].kind"],
    ["poll.paper.questions.0.options.0.key", "__proto__", "poll.paper.questions[0].options[0].key"],
    ["poll.paper.questions.0.options.1.key", "for", "poll.paper.questions[0].options"],
    ["poll.paper.questions.0.options.1.key", "constructor", "poll.tally.questions[0].marks.constructor"],
    ["poll.tally.questions.0.marks", { for: 15, against: 4 }, "poll.tally.questions[0].marks.other"],
    ["poll.tally.outcomes.0.conclusion", "won", "poll.tally.outcomes[0].conclusion"],
    ["poll.tally.outcomes.0.chosen", ["nobody"], "poll.tally.outcomes[0].chosen[0]"],
    ["ballots.7", "not base64!", "ballots[7]"],
    ["ballots.7", 12, "ballots[7]"],
    ["ballots.7", "", "ballots[7]"],
    ["ballots.7", "A".repeat(60_004), "ballots[7]"],
  ])("with %s = %j names what is wrong", async (path, value, part) => {
    expect(await refusal(file(path, value))).toBe(`shape ${part}`);
  });

  it("is not even read if it is larger than any urn", async () => {
    const large = { size: LARGEST + 1, arrayBuffer: () => Promise.reject(new Error("was read")) };

    await expect(readUrn(large as unknown as Blob)).rejects.toThrow("too_big");
  });

  it("that cannot be read says so", async () => {
    const gone = { size: 10, arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) };

    await expect(readUrn(gone as unknown as Blob)).rejects.toThrow("unreadable");
  });

  it("may hold any text where people read it, brackets and quotes as well", async () => {
    const title = `"[[{{,,\\" <img src=x onerror=alert(1)> ${"[".repeat(400)}`;

    expect((await read(file("poll.title_vi", title))).poll.title_vi).toBe(title);
  });
});

describe("the lines of a count", () => {
  const question = { number: 1, options: ["an", "ba"].map((key) => ({ key, label_vi: key, label_en: "" })) };
  const lines = (kind: string, marks: Record<string, number>, hand: Record<string, number> | null = null) =>
    linesOf(
      { question: { ...question, kind, most_points: 3 }, hand: hand && { marks: hand } } as unknown as Parameters<typeof linesOf>[0],
      { marks },
    ).map(({ option, word, urn, hand: onPaper }) => [option, word, urn, onPaper]);

  it("have yes and no of each option in an approval, with what is on paper", () => {
    const marks = { "an=yes": 3, "an=no": 1, "ba=yes": 0, "ba=no": 4 };

    expect(lines("approval", marks, { "an=yes": 2, "an=no": 0, "ba=yes": 0, "ba=no": 1 })).toEqual([
      ["an", "yes", 3, 2],
      ["an", "no", 1, 0],
      ["ba", "yes", 0, 0],
      ["ba", "no", 4, 1],
    ]);
  });

  it("add up the points of a score", () => {
    expect(lines("score", { "an=0": 5, "an=1": 1, "an=3": 2, "ba=2": 1 })).toEqual([
      ["an", "", 7, 0],
      ["ba", "", 2, 0],
    ]);
  });
});

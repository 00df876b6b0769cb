// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Counting } from "./counting.svelte.ts";

const { poll, verifier, ballots } = JSON.parse(readFileSync(new URL("../../tests/voting/data/urn.json", import.meta.url), "utf8"));
const whole = { ...poll, number: 3, title_vi: "Bầu kín", title_en: "" };
const urn = { format: "dienhong urn", version: 1, congress_vi: "", congress_en: "", verifier, poll: whole, ballots, voids: [] };

const file = (content: unknown, name = "hom-phieu-3.json") => new File([JSON.stringify(content)], name);

it("says how far it is, and then what it found", async () => {
  const counting = new Counting();

  const done = counting.begin(file(urn));

  expect([counting.name, counting.share, counting.verdict]).toEqual(["hom-phieu-3.json", 0, undefined]);
  await done;
  expect(counting.share).toBeUndefined();
  expect(counting.verdict).toMatchObject({ kind: "holds", found: { size: 25, marks: { for: 15, against: 4, other: 4 }, blank: 2 } });
});

it("that is stopped forgets the file, and does not come back to it", async () => {
  const counting = new Counting();
  const done = counting.begin(file(urn));

  counting.stop();
  await done;

  expect([counting.name, counting.urn, counting.share, counting.verdict]).toEqual(["", undefined, undefined, undefined]);
});

it("goes by the file that was chosen last", async () => {
  const counting = new Counting();
  const first = counting.begin(file(urn));

  await counting.begin(file({ ...urn, ballots: ballots.slice(1) }, "khac.json"));
  await first;

  expect([counting.name, counting.verdict?.kind]).toEqual(["khac.json", "wrong"]);
});

it.each([
  ["no urn", "no_urn", { format: "other" }],
  ["an urn that does not hold", "wrong", { ...urn, poll: { ...whole, secret: { ...poll.secret, key: "AAAA" } } }],
  ["an urn whose key is not even base64", "no_urn", { ...urn, poll: { ...whole, secret: { ...poll.secret, key: "!" } } }],
])("makes a verdict of %s", async (_, kind, content) => {
  const counting = new Counting();

  await counting.begin(file(content));

  expect(counting.verdict?.kind).toBe(kind);
});

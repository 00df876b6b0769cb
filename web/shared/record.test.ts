// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NotProven, openCheckpoint, prove, shortHash, type BallotProof, type RecordedBallot } from "./record.ts";

interface Example {
  ballot: RecordedBallot;
  proof: BallotProof & { leaf: string };
}

/** Made by the server's own code: `tests/voting/data/proofs.json`. */
const { verifier, proofs } = JSON.parse(
  readFileSync(new URL("../../tests/voting/data/proofs.json", import.meta.url), "utf8"),
) as { verifier: string; proofs: Example[] };
const { ballot, proof } = proofs[proofs.length - 1]!;

const failing = async (change: { ballot?: Partial<RecordedBallot>; proof?: Partial<BallotProof>; verifier?: string }) =>
  prove({ ...ballot, ...change.ballot }, { ...proof, ...change.proof }, change.verifier ?? verifier).then(
    () => "proven",
    (error: unknown) => (error as NotProven).what,
  );

describe("the check that a ballot is in the count", () => {
  it.each(proofs)("holds for ballot $proof.index of $proof.size", async (example) => {
    const stated = await prove(example.ballot, example.proof, verifier);

    expect(stated.size).toBe(example.proof.size);
  });

  it("fails for a ballot that was changed in any part", async () => {
    const changes: Partial<RecordedBallot>[] = [
      { ballot_id: ballot.voter_id },
      { voter_id: ballot.ballot_id },
      { mandates: ballot.mandates + 1 },
      { answers: [{ question: 1, options: ["other"] }] },
      { answers: [] },
    ];

    expect(await Promise.all(changes.map((one) => failing({ ballot: one })))).toEqual(changes.map(() => "inclusion"));
  });

  it("fails for another place, for hashes too few or too many, and for another poll's word", async () => {
    expect(await failing({ proof: { index: proof.index - 1 } })).toBe("inclusion");
    expect(await failing({ proof: { index: -1 } })).toBe("inclusion");
    expect(await failing({ proof: { hashes: proof.hashes.slice(1) } })).toBe("inclusion");
    expect(await failing({ proof: { hashes: [...proof.hashes, proof.hashes[0]!] } })).toBe("inclusion");
    expect(await failing({ ballot: { poll_id: ballot.voter_id } })).toBe("poll");
  });

  it("fails when the congress did not sign what it is shown", async () => {
    const { checkpoint } = proof;
    const other = verifier.replace("dienhong/test", "dienhong/tesu");

    expect(await failing({ proof: { checkpoint: checkpoint.replace("\n13\n", "\n12\n") } })).toBe("signature");
    expect(await failing({ proof: { checkpoint: checkpoint.replace(/— .*/, "") } })).toBe("signature");
    expect(await failing({ proof: { checkpoint: "" } })).toBe("note");
    expect(await failing({ verifier: other })).toBe("signature");
  });

  it("names a root by a few letters that can be compared with the screen", async () => {
    const { root } = await openCheckpoint(proof.checkpoint, verifier);

    expect(shortHash(root)).toMatch(/^([0-9A-F]{4} ){3}[0-9A-F]{4}$/);
  });
});

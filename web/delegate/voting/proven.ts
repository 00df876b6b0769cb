import { api, got } from "../../shared/http.ts";
import { prove, type Checkpoint } from "../../shared/record.ts";
import type { OwnBallot } from "./own.ts";

/** What the congress stated of the count that this recorded ballot is in. Throws a problem, `NotProven`, `CannotVerify`. */
export async function proven(ballot: OwnBallot, voterId: string): Promise<Checkpoint> {
  const path = { params: { path: { poll_id: ballot.poll_id } } };
  const [proof, { verifier }] = await Promise.all([
    got(api.GET("/api/v1/me/ballots/{poll_id}/proof", path)),
    got(api.GET("/api/v1/congress-key")),
  ]);
  return prove({ ...ballot, voter_id: voterId }, proof, verifier);
}

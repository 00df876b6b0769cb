import type { components } from "../../shared/api.d.ts";
import { api, got } from "../../shared/http.ts";
import type { Answer } from "../../shared/protocol.ts";

/** A ballot of this delegate with what was marked. */
export type OwnBallot = Omit<components["schemas"]["OwnBallot"], "answers"> & { answers: Answer[] };

/** Receipts and marks of this delegate, the newest first. Throws a problem. */
export const ownBallots = async (): Promise<OwnBallot[]> =>
  (await got(api.GET("/api/v1/me/ballots"))) as OwnBallot[];

import { api, got } from "../../shared/http.ts";
import type { OnePoll, PollOnFloor } from "../../shared/protocol.ts";

/** A poll as it is now, whether it is on the floor or not. Throws a problem. */
export async function pollNow(pollId: string): Promise<PollOnFloor> {
  const query = { topic: `poll/${pollId}` };
  return ((await got(api.GET("/api/v1/states", { params: { query } }))) as OnePoll).poll;
}

import { api, got, Problem } from "../../shared/http.ts";
import { hear, type Heard } from "../../shared/live.svelte.ts";
import type { MyNominationsIn } from "../../shared/protocol.ts";
import { refusalText } from "../../shared/refusals.ts";
import type { Room } from "../room.svelte.ts";

/** One delegate's part in nominations: what they see, what they do. Lives as long as the component that makes it. */
export class Nominating {
  busy = $state(false);
  /** What went wrong last, in words. */
  error = $state("");
  /** What was done last, in words. */
  done = $state("");
  readonly #me: string;
  readonly #heard: Heard<`my-nominations/${string}`>;

  constructor(room: Room) {
    this.#me = room.account.me?.id ?? "";
    this.#heard = hear(() => `my-nominations/${this.#me}` as const);
  }

  /** Undefined until known. */
  mine(pollId: string): MyNominationsIn | undefined {
    return this.#heard.state?.polls.find(({ poll_id }) => poll_id === pollId);
  }

  /** Whether it was done; `said` is then shown. A repeat after a lost answer is harmless. */
  nominate(pollId: string, delegateId: string, said: string): Promise<boolean> {
    const params = { path: { id: pollId, delegate_id: delegateId } };
    return this.#run(said, () => got(api.PUT("/api/v1/polls/{id}/nominations/{delegate_id}", { params })));
  }

  stand(pollId: string, said: string): Promise<boolean> {
    return this.nominate(pollId, this.#me, said);
  }

  answer(pollId: string, stays: boolean, said: string): Promise<boolean> {
    const params = { path: { id: pollId } };
    return this.#run(said, () => got(api.PUT("/api/v1/polls/{id}/candidacy", { params, body: { stays } })));
  }

  async #run(said: string, act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = this.done = "";
    try {
      await act();
      this.done = said;
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.error = refusalText(problem.code);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

import { getContext, onDestroy, setContext } from "svelte";
import { hear, useConnection, type Heard } from "../shared/live.svelte.ts";
import type { Answer, PollOnFloor } from "../shared/protocol.ts";
import type { Account, Me } from "./account.svelte.ts";
import { Checks } from "./voting/checks.svelte.ts";
import { isSecret, Secret } from "./voting/secret.svelte.ts";
import { standing, type Standing } from "./voting/standing.ts";
import { Urn } from "./voting/urn.svelte.ts";

const KEY = Symbol("room");

/** A poll that is announced or open, and how this delegate stands in it. */
export interface PaperInHand {
  poll: PollOnFloor;
  standing: Standing;
}

/** A ballot that was cast, taken in hand again. */
export interface BallotInHand {
  pollId: string;
  /** Its id. */
  replaces: string;
  /** What was marked on it. */
  answers: Answer[];
}

/** What every view of a signed-in delegate looks at: the floor, one's own standing, the ballots on their way. */
export class Room {
  readonly account: Account;
  readonly urn: Urn;
  readonly secret: Secret;
  readonly checks = new Checks();
  readonly floor: Heard<"floor">;
  readonly mine: Heard<`me/${string}`>;
  readonly papers: PaperInHand[] = $derived.by(() =>
    (this.floor.state?.polls ?? []).map((poll) => ({
      poll,
      standing: standing(poll, this.mine.state, this.secret.standings.get(poll.id)),
    })),
  );
  /** The ballot that this delegate is changing, where the poll allows it. */
  changing = $state.raw<BallotInHand>();
  /** The paper that is asked for now: open, this delegate's to mark or to change, and not on its way. */
  readonly calling: PollOnFloor | undefined = $derived(
    this.papers.find(
      ({ poll, standing }) =>
        poll.state === "open" &&
        (this.changing?.pollId === poll.id || (standing.kind === "may_vote" && !this.urn.sendings.has(poll.id))),
    )?.poll,
  );
  /** The paper that calls, or that will when its poll opens. */
  readonly coming: PollOnFloor | undefined = $derived(
    this.calling ??
      this.papers.find(({ poll, standing }) => poll.state === "announced" && standing.kind === "may_vote")?.poll,
  );
  /** Marks are being made: nothing may pull the page away. */
  isMarking = $state(false);

  constructor(account: Account, me: Me) {
    this.account = account;
    const { live } = useConnection();
    this.secret = new Secret(live.clock);
    this.urn = new Urn(live, this.secret);
    this.floor = hear("floor");
    this.mine = hear(`me/${me.id}`);
    onDestroy(() => this.checks.stop());
  }

  /** Cast a ballot: with one's name, or into the urn. */
  cast(poll: PollOnFloor, answers: Answer[]): Promise<void> {
    const replaces = this.changing?.pollId === poll.id ? this.changing.replaces : undefined;
    this.changing = undefined;
    return isSecret(poll) ? this.urn.castSecretly(poll, answers) : this.urn.cast(poll.id, answers, replaces);
  }

  /** Ask for a paper in a secret poll that is open already. */
  async askLate(poll: PollOnFloor): Promise<void> {
    if (isSecret(poll)) await this.secret.askLate(poll, this.mandatesIn(poll.id));
  }

  /** One's own mandates, and those of the absent ones for whom one votes in this poll. */
  mandatesIn(pollId: string): number {
    const mine = this.mine.state;
    return (mine?.mandates ?? 0) + (mine?.on_behalf.find((one) => one.poll_id === pollId)?.mandates ?? 0);
  }

  /** Check by ourselves what was published. */
  checkResults(): void {
    const [newest, mine] = [this.floor.state?.last_result, this.mine.state];
    if (newest && mine) void this.checks.see(newest, mine);
  }

  /** Get papers for secret polls, go on with casting where the page died, and give back what is left of those over. */
  attendSecretPolls(): void {
    const mine = this.mine.state;
    if (mine === undefined) return;
    const wanted = new Set(["may_vote", "paper_coming", "late_paper", "in_line", "no_paper"]);
    const mineToo = this.papers.filter(({ standing }) => wanted.has(standing.kind)).map(({ poll }) => poll);
    // A holder of proxies learns with the roll of a poll how many mandates they carry in it: papers are made then.
    const isTold = ({ id }: PollOnFloor) => mine.holds_proxies.length === 0 || mine.open_polls.includes(id);
    const wantsPaper = mineToo.filter(isSecret).filter(isTold);
    void this.secret.attend(wantsPaper, (id) => this.mandatesIn(id), mine.papers);
    if (this.floor.state) void this.secret.settle(this.floor.state.polls.map(({ id }) => id));
    for (const poll of this.papers.map(({ poll }) => poll).filter(isSecret)) {
      const isUnderWay = this.secret.standings.get(poll.id)?.step === "casting";
      if (isUnderWay && poll.state === "open" && !this.urn.sendings.has(poll.id)) void this.urn.castSecretly(poll, []);
    }
  }
}

export function provideRoom(room: Room): Room {
  setContext(KEY, room);
  return room;
}

export const useRoom = (): Room => getContext<Room>(KEY);

import { getContext, setContext } from "svelte";
import { hear, useConnection, type Heard } from "../shared/live.svelte.ts";
import type { PollOnFloor } from "../shared/protocol.ts";
import type { Account, Me } from "./account.svelte.ts";
import { standing, type Standing } from "./voting/standing.ts";
import { Urn } from "./voting/urn.svelte.ts";

const KEY = Symbol("room");

/** A poll that is announced or open, and how this delegate stands in it. */
export interface PaperInHand {
  poll: PollOnFloor;
  standing: Standing;
}

/** What every view of a signed-in delegate looks at: the floor, one's own standing, the ballots on their way. */
export class Room {
  readonly account: Account;
  readonly urn: Urn;
  readonly floor: Heard<"floor">;
  readonly mine: Heard<`me/${string}`>;
  readonly papers: PaperInHand[] = $derived.by(() =>
    (this.floor.state?.polls ?? []).map((poll) => ({ poll, standing: standing(poll, this.mine.state) })),
  );
  /** The paper that is asked for now: open, this delegate's to mark, and not on its way. */
  readonly calling: PollOnFloor | undefined = $derived(
    this.papers.find(
      ({ poll, standing }) => poll.state === "open" && standing.kind === "may_vote" && !this.urn.sendings.has(poll.id),
    )?.poll,
  );
  /** Marks are being made: nothing may pull the page away. */
  isMarking = $state(false);

  constructor(account: Account, me: Me) {
    this.account = account;
    this.urn = new Urn(useConnection().live);
    this.floor = hear("floor");
    this.mine = hear(`me/${me.id}`);
  }
}

export function provideRoom(room: Room): Room {
  setContext(KEY, room);
  return room;
}

export const useRoom = (): Room => getContext<Room>(KEY);

/** Rankings, counted anew: the browser's half of `voting/stv.py` and `voting/schulze.py`, in whole numbers. Pure. */

/** An order of preference, the most preferred first, and how many made it. */
export interface Order {
  keys: readonly string[];
  times: number;
}

/** Who has a place, in order, and who is tied for what is left. */
export interface Places {
  chosen: string[];
  tied: string[];
}

const UNIT = 100_000n; // parts of a vote: five decimal places

interface Pile {
  keys: readonly string[];
  times: bigint;
  worth: bigint; // of each, in parts
}

/** Single transferable vote by SSI 2007/42, rules 46–51; a tie that only lots could settle stops the count. */
export const transferable = (keys: readonly string[], orders: readonly Order[], seats: number): Places =>
  orders.length === 0 ? { chosen: [], tied: [] } : new Transfers(keys, orders, seats).places();

class Transfers {
  private readonly quota: bigint;
  private readonly piles: Map<string, Pile[]>;
  private readonly votes: Map<string, bigint>;
  /** The votes at each stage: ties are settled by the last one in which they differed. */
  private readonly stages: Map<string, bigint>[] = [];
  private readonly chosen: string[] = [];
  private left: string[];
  /** Who has more than the quota, and has not passed it on. */
  private surplus: string[] = [];

  constructor(
    keys: readonly string[],
    orders: readonly Order[],
    private readonly seats: number,
  ) {
    this.left = [...keys];
    this.piles = new Map(keys.map((key) => [key, []]));
    for (const { keys: order, times } of orders) this.piles.get(order[0]!)!.push({ keys: order, times: BigInt(times), worth: UNIT });
    this.votes = new Map(keys.map((key) => [key, this.piles.get(key)!.reduce((sum, { times }) => sum + times * UNIT, 0n)]));
    const all = orders.reduce((sum, { times }) => sum + times, 0);
    this.quota = BigInt(Math.floor(all / (seats + 1)) + 1) * UNIT;
  }

  places(): Places {
    for (;;) {
      this.stages.push(new Map(this.votes));
      this.choose();
      const open = this.seats - this.chosen.length;
      if (this.left.length <= open || open === 0) {
        return { chosen: [...this.chosen, ...this.byMost(this.left.slice(0, open))], tied: [] };
      }
      const going = this.surplus.length > 0 ? this.settled(this.surplus, "most") : this.settled(this.left, "fewest");
      if (this.surplus.length === 0 && !this.mayGo(going, open)) return { chosen: this.chosen, tied: going };
      this.left = this.left.filter((key) => !going.includes(key));
      for (const key of going) this.pass(key, this.surplus.includes(key) ? this.quota : 0n);
      this.surplus = this.surplus.filter((key) => !going.includes(key));
    }
  }

  private has(key: string): bigint {
    return this.votes.get(key)!;
  }

  /** Who has reached the quota. */
  private choose(): void {
    const reached = this.byMost(this.left.filter((key) => this.has(key) >= this.quota));
    this.chosen.push(...reached);
    this.left = this.left.filter((key) => !reached.includes(key));
    this.surplus.push(...reached.filter((key) => this.has(key) > this.quota));
  }

  /** Of these who has the most votes, or the fewest: now, or else when they last differed. */
  private settled(keys: string[], which: "most" | "fewest"): string[] {
    let going = keys;
    for (const then of [...this.stages].reverse()) {
      const sorted = going.map((key) => then.get(key)!).sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
      const edge = sorted[which === "most" ? sorted.length - 1 : 0];
      going = going.filter((key) => then.get(key) === edge);
    }
    return going;
  }

  /** Several may be excluded together only where that cannot change who is excluded next, and enough are left. */
  private mayGo(going: string[], open: number): boolean {
    if (going.length === 1) return true;
    const others = this.left.filter((key) => !going.includes(key));
    const sum = going.reduce((total, key) => total + this.has(key), 0n);
    return others.length >= open && others.length > 0 && others.every((key) => sum < this.has(key));
  }

  /** What somebody has above `keeps` goes to whom each order prefers next. */
  private pass(key: string, keeps: bigint): void {
    const whole = this.has(key);
    for (const { keys: order, times, worth: before } of this.piles.get(key)!) {
      const worth = whole === 0n ? 0n : ((whole - keeps) * before) / whole;
      const to = order.find((one) => this.left.includes(one));
      if (to === undefined) continue;
      this.piles.get(to)!.push({ keys: order, times, worth });
      this.votes.set(to, this.has(to) + times * worth);
    }
    this.piles.set(key, []);
    this.votes.set(key, keeps);
  }

  private byMost(keys: string[]): string[] {
    return [...keys].sort((one, other) => (this.has(one) > this.has(other) ? -1 : this.has(one) < this.has(other) ? 1 : 0));
  }
}

/** Each against each by strongest paths; tied are those who might have a place or not. */
export function schulze(keys: readonly string[], orders: readonly Order[], places: number): Places {
  if (orders.length === 0) return { chosen: [], tied: [] };
  const duels = keys.map(() => keys.map(() => 0)); // how many put the one before the other
  for (const { keys: order, times } of orders) {
    const behind = new Set(keys.keys());
    for (const one of order.map((key) => keys.indexOf(key))) {
      behind.delete(one);
      for (const other of behind) duels[one]![other]! += times;
    }
  }
  const paths = duels.map((row, one) => row.map((won, other) => (won > duels[other]![one]! ? won : 0)));
  for (const over of keys.keys()) {
    for (const one of keys.keys()) {
      for (const other of keys.keys()) {
        if (one === other || over === one || over === other) continue;
        paths[one]![other] = Math.max(paths[one]![other]!, Math.min(paths[one]![over]!, paths[over]![other]!));
      }
    }
  }
  const beats = (one: number, other: number): boolean => paths[one]![other]! > paths[other]![one]!;
  const above = keys.map((_, at) => [...keys.keys()].filter((one) => beats(one, at)).length);
  const below = keys.map((_, at) => [...keys.keys()].filter((one) => beats(at, one)).length);
  const sure = [...keys.keys()].filter((at) => keys.length - 1 - below[at]! < places).sort((one, other) => above[one]! - above[other]!);
  const maybe = [...keys.keys()].filter((at) => above[at]! < places && !sure.includes(at));
  const named = (some: number[]): string[] => some.map((at) => keys[at]!);
  return { chosen: named(sure), tied: sure.length < places ? named(maybe) : [] };
}

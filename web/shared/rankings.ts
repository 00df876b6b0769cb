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
export function transferable(keys: readonly string[], orders: readonly Order[], seats: number): Places {
  if (orders.length === 0) return { chosen: [], tied: [] };
  const all = orders.reduce((sum, { times }) => sum + times, 0);
  const quota = BigInt(Math.floor(all / (seats + 1)) + 1) * UNIT;
  const piles = new Map<string, Pile[]>(keys.map((key) => [key, []]));
  for (const { keys: order, times } of orders) piles.get(order[0]!)!.push({ keys: order, times: BigInt(times), worth: UNIT });
  const votes = new Map(keys.map((key) => [key, piles.get(key)!.reduce((sum, { times }) => sum + times * UNIT, 0n)]));
  const past: Map<string, bigint>[] = [];
  const chosen: string[] = [];
  let [left, surplus] = [[...keys], [] as string[]];
  const has = (key: string): bigint => votes.get(key)!;
  for (;;) {
    past.push(new Map(votes));
    const reached = byMost(left.filter((key) => has(key) >= quota), has);
    chosen.push(...reached);
    left = left.filter((key) => !reached.includes(key));
    surplus.push(...reached.filter((key) => has(key) > quota));
    const open = seats - chosen.length;
    if (left.length <= open || open === 0) return { chosen: [...chosen, ...byMost(left.slice(0, open), has)], tied: [] };
    const isSurplus = surplus.length > 0;
    let going = isSurplus ? surplus : left;
    for (const then of [...past].reverse()) {
      const edge = going.map((key) => then.get(key)!).reduce((one, other) => (isSurplus === other > one ? other : one));
      going = going.filter((key) => then.get(key) === edge);
    }
    const others = left.filter((key) => !going.includes(key));
    // Several may be excluded together only where that cannot change who is excluded next.
    const sum = going.reduce((total, key) => total + has(key), 0n);
    const follow = others.length > 0 && others.every((key) => sum < has(key));
    if (!isSurplus && going.length > 1 && (others.length < open || !follow)) return { chosen, tied: going };
    left = others;
    for (const key of going) {
      const keeps = isSurplus ? quota : 0n;
      const whole = has(key);
      for (const { keys: order, times, worth: before } of piles.get(key)!) {
        const worth = whole === 0n ? 0n : ((whole - keeps) * before) / whole;
        const to = order.find((one) => left.includes(one));
        if (to === undefined) continue;
        piles.get(to)!.push({ keys: order, times, worth });
        votes.set(to, has(to) + times * worth);
      }
      piles.set(key, []);
      votes.set(key, keeps);
    }
    surplus = surplus.filter((key) => !going.includes(key));
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

function byMost(keys: string[], votes: (key: string) => bigint): string[] {
  return [...keys].sort((one, other) => (votes(one) > votes(other) ? -1 : votes(one) < votes(other) ? 1 : 0));
}

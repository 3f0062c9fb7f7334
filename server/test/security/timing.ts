/** A call whose time must not tell which of the two it was; `n` is another for every call. */
export interface Pair {
  one: (n: number) => Promise<unknown>;
  other: (n: number) => Promise<unknown>;
}

export interface Verdict {
  /** Of the medians, in milliseconds. */
  difference: number;
  /** How often chance alone makes a difference as large. */
  chance: number;
}

const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** Numbers that are the same in every run, so that a verdict depends on the times alone. */
function* seeded(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const distance = (rounds: [number, number][]) =>
  Math.abs(median(rounds.map(([one]) => one)) - median(rounds.map(([, other]) => other)));

const PERMUTATIONS = 4000;

/**
 * Measures both calls in rounds, one right after the other and in turn first, so that whatever else the machine does
 * slows both alike. Then the names of the two are exchanged in randomly chosen rounds, thousands of times: if the time
 * depends on the name, few of these exchanges make the medians differ as much as they did.
 */
export async function compareTimes({ one, other }: Pair, rounds: number): Promise<Verdict> {
  const times: [number, number][] = [];
  const measure = async (call: Pair['one'], n: number) => {
    const began = performance.now();
    await call(n);
    return performance.now() - began;
  };
  for (let n = -4; n < rounds; n += 1) {
    const first = n % 2 === 0 ? await measure(one, n) : null;
    const second = await measure(other, n);
    // The first rounds only warm up.
    const round: [number, number] = [first ?? (await measure(one, n)), second];
    if (n >= 0) times.push(round);
  }
  const difference = distance(times);
  const random = seeded();
  let asLarge = 0;
  for (let n = 0; n < PERMUTATIONS; n += 1) {
    const exchanged = times.map(([a, b]): [number, number] => (random.next().value < 0.5 ? [b, a] : [a, b]));
    if (distance(exchanged) >= difference) asLarge += 1;
  }
  return { difference, chance: (asLarge + 1) / (PERMUTATIONS + 1) };
}

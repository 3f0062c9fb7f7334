interface Sample {
  at: number;
  sent: number;
}

/** How far back the rate looks, in milliseconds: long enough to be steady, short enough to follow the line. */
const WINDOW = 4000;
/** Below this a rate would be a guess. */
const SHORTEST = 500;

/** The rate of a transfer over its last seconds. */
export class TransferRate {
  #samples: Sample[] = [];

  /** Notes that `sent` bytes had gone by the time `at` (milliseconds), and returns bytes a second, or null while unknown. */
  note(sent: number, at: number): number | null {
    const last = this.#samples.at(-1);
    // A resumed transfer may begin before the point last seen.
    if (last !== undefined && sent < last.sent) this.#samples = [];
    this.#samples.push({ at, sent });
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) < at - WINDOW) this.#samples.shift();
    const first = this.#samples[0];
    if (first === undefined || at - first.at < SHORTEST) return null;
    return ((sent - first.sent) * 1000) / (at - first.at);
  }

  /** Forgets what was seen, as after a pause. */
  reset(): void {
    this.#samples = [];
  }
}

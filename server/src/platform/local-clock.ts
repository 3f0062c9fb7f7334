/** Offsets change at quarters of an hour, so one is looked up per quarter. */
const QUARTER_MS = 900_000;
const KEPT = 10_000;

/**
 * What clocks of a time zone (an IANA name) show at moments given in milliseconds since 1970: answers in milliseconds
 * too, as if the zone were UTC. Quick enough for every row of a long table.
 */
export function localClock(timeZone: string): (moment: number) => number {
  const offsets = new Map<number, number>();
  return (moment) => {
    const quarter = Math.floor(moment / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const here = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS).toZonedDateTimeISO(timeZone);
      offset = here.offsetNanoseconds / 1_000_000;
      if (offsets.size >= KEPT) offsets.clear();
      offsets.set(quarter, offset);
    }
    return moment + offset;
  };
}

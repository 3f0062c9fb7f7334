/** When the daily mail goes out, in the person's time zone. */
const HOUR = 8;

/** The next time that it is due after `now`; where the clock jumps over it, as soon as it has. */
export function nextDaily(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const today = here.toPlainDate().toZonedDateTime({ timeZone, plainTime: new Temporal.PlainTime(HOUR) });
  const next =
    Temporal.ZonedDateTime.compare(today, here) > 0
      ? today
      : here
          .toPlainDate()
          .add({ days: 1 })
          .toZonedDateTime({ timeZone, plainTime: new Temporal.PlainTime(HOUR) });
  return new Date(next.epochMilliseconds);
}

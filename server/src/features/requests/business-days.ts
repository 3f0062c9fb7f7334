const SATURDAY = 6;
const WEEK = 7;

/**
 * When so many business days have passed since a moment: Monday to Friday, in UTC. What begins on a weekend counts from
 * Monday 00:00 on.
 */
export function afterBusinessDays(since: Date, days: number): Date {
  let at = Temporal.Instant.fromEpochMilliseconds(since.getTime()).toZonedDateTimeISO('UTC');
  if (at.dayOfWeek >= SATURDAY) at = at.add({ days: WEEK + 1 - at.dayOfWeek }).startOfDay();
  for (let left = days; left > 0; left -= 1) {
    at = at.add({ days: 1 });
    if (at.dayOfWeek >= SATURDAY) at = at.add({ days: WEEK + 1 - at.dayOfWeek });
  }
  return new Date(at.epochMilliseconds);
}

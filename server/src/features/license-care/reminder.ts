/** Days before (negative) and after the end of a license on which its company is reminded. */
export const REMINDER_DAYS = [-60, -30, 0, 20, 40] as const;
/** A reminder that was missed is made up until the next is due; the last one for so many days. */
const LAST_FOR_DAYS = 20;
const DAY_MS = 86_400_000;

/** One reminder, and the licenses that it is due for at a moment: those that end after `after` and not after `upTo`. */
export interface DueReminder {
  days: number;
  after: Date;
  upTo: Date;
}

/** The reminders by the ends of the licenses that each is due for now; no license is in two of them. */
export function dueReminders(now: Date): DueReminder[] {
  const ends = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return REMINDER_DAYS.map((days, place) => ({
    days,
    after: ends(REMINDER_DAYS[place + 1] ?? days + LAST_FOR_DAYS),
    upTo: ends(days),
  }));
}

/** Whether a license is due for this reminder; never for one whose day came before the license began. */
export const isDue = (
  { days, after, upTo }: DueReminder,
  { validFrom, validUntil }: { validFrom: Date; validUntil: Date },
): boolean => validUntil > after && validUntil <= upTo && validFrom.getTime() <= validUntil.getTime() + days * DAY_MS;

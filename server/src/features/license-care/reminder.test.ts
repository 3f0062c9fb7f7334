import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueReminders, isDue, REMINDER_DAYS } from './reminder.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const date = (days: number) => new Date(START + days * DAY);

/** Plays the job over a calendar: waits, runs and renewals; answers with what was sent. */
interface Sent {
  days: number;
  validUntil: number;
  at: number;
}
type Step = { wait: number } | { run: number } | { renew: number };
function play(steps: readonly Step[], firstEnd: number): Sent[] {
  const sent: Sent[] = [];
  let today = 0;
  let validUntil = firstEnd;
  for (const step of steps) {
    if ('wait' in step) today += step.wait;
    else if ('renew' in step) validUntil = Math.max(validUntil, today) + step.renew;
    else {
      for (let time = 0; time < step.run; time += 1) {
        const due = dueReminders(date(today)).filter((reminder) =>
          isDue(reminder, { validFrom: date(0), validUntil: date(validUntil) }),
        );
        expect(due.length).toBeLessThanOrEqual(1);
        for (const { days } of due) {
          // What the table of reminders sent refuses.
          if (!sent.some((one) => one.days === days && one.validUntil === validUntil)) {
            sent.push({ days, validUntil, at: today });
          }
        }
      }
    }
  }
  return sent;
}

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ wait: fc.double({ min: 0.01, max: 45, noNaN: true }) }) },
    { weight: 6, arbitrary: fc.record({ run: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ renew: fc.double({ min: 1, max: 400, noNaN: true }) }) },
  ),
  { maxLength: 120 },
);
const firstEnd = fc.double({ min: 1, max: 400, noNaN: true });

describe('reminders over any calendar', () => {
  it('are never sent twice, never about an end that a renewal has moved, never early, and only the latest due', () => {
    fc.assert(
      fc.property(steps, firstEnd, (calendar, end) => {
        const sent = play(calendar, end);
        expect(new Set(sent.map(({ days, validUntil }) => `${days} ${validUntil}`)).size).toBe(sent.length);
        for (const [place, { days, validUntil, at }] of sent.entries()) {
          expect(at).toBeGreaterThanOrEqual(validUntil + days - 1e-6);
          const next = REMINDER_DAYS[REMINDER_DAYS.findIndex((one) => one === days) + 1] ?? 60;
          expect(at).toBeLessThan(validUntil + next + 1e-6);
          expect(validUntil + days).toBeGreaterThanOrEqual(-1e-6);
          // A renewal only moves the end later, so what comes later is never about an earlier end.
          expect(validUntil).toBeGreaterThanOrEqual(sent[place - 1]?.validUntil ?? 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('all come, in their order, while the job runs each day', () => {
    fc.assert(
      fc.property(fc.double({ min: 60, max: 400, noNaN: true }), (end) => {
        const daily = Array.from({ length: 480 }, (): Step[] => [{ run: 1 }, { wait: 1 }]).flat();
        expect(play(daily, end).map(({ days }) => days)).toEqual([...REMINDER_DAYS]);
      }),
      { numRuns: 50 },
    );
  });

  it('that were missed are not all made up for', () => {
    expect(play([{ wait: 100 }, { run: 2 }], 110).map(({ days }) => days)).toEqual([-30]);
    expect(play([{ wait: 135 }, { run: 2 }], 110).map(({ days }) => days)).toEqual([20]);
    expect(play([{ wait: 171 }, { run: 2 }], 110)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { calendarTextOf, daysAlike, hoursOf, newCalendar, spansOf } from './calendar.ts';

const span = (from: string, to: string, day = 1) => ({ day, from, to });

describe('the hours of a day', () => {
  it.each([
    ['', []],
    ['9-18', [span('09:00', '18:00')]],
    ['09:00–12:00, 13.30 — 18', [span('09:00', '12:00'), span('13:30', '18:00')]],
    ['13-18; 9-12', [span('09:00', '12:00'), span('13:00', '18:00')]],
    ['0-24', [span('00:00', '24:00')]],
  ])('are read from “%s”', (line, spans) => {
    expect(spansOf(line, 1)).toEqual(spans);
  });

  it.each(['9', 'always', '18-9', '9-9', '9-12, 11-13', '9:60-10', '9-24:01', '9-25', '9-10-11', '9-12,', '-9-10'])(
    'are not read from “%s”',
    (line) => {
      expect(spansOf(line, 1)).toBeNull();
    },
  );
});

describe('the week of a calendar', () => {
  const text = newCalendar('Europe/Berlin');

  it('comes back as it was saved', () => {
    const hours = hoursOf(text.days) ?? [];
    expect(hours).toHaveLength(5);
    const saved = {
      id: '',
      name: '',
      timeZone: text.timeZone,
      hours,
      holidays: [],
      builtIn: false,
      plans: 0,
      version: 1,
    };
    expect(calendarTextOf(saved)).toEqual(text);
  });

  it('has hours on some day, and none that cannot be read', () => {
    expect(hoursOf({ ...text.days, 6: 'maybe' })).toBeNull();
    expect(hoursOf({ 1: '', 2: '', 3: '', 4: '', 5: '', 6: '', 7: ' ' })).toBeNull();
  });

  it('is told in days that are alike', () => {
    const hours = hoursOf({ ...text.days, 3: '', 6: '10-12', 7: '10-12' }) ?? [];
    const line = '09:00–18:00';
    expect(daysAlike(hours)).toEqual([
      { first: 1, last: 2, line },
      { first: 4, last: 5, line },
      { first: 6, last: 7, line: '10:00–12:00' },
    ]);
  });
});

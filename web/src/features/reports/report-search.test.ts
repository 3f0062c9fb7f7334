import { expect, it } from 'vitest';
import { askedReport, readReportSearch, spanOf, stretchOf } from './report-search.ts';

it('reads what makes sense of the address bar', () => {
  expect(
    readReportSearch({ from: '2026-11-01', to: 'x', period: 'week', desk: 'lab', by: 'all', clock: 'yes' }),
  ).toEqual({
    from: '2026-11-01',
    period: 'week',
    desk: 'lab',
  });
  expect(readReportSearch({ language: 'de', product: "' or 1=1", clock: true })).toEqual({
    language: 'de',
    clock: true,
  });
});

it('shows the last thirty days unless told otherwise', () => {
  expect(askedReport({}, '2026-03-01')).toEqual({ from: '2026-01-31', to: '2026-03-01', period: 'day' });
  expect(askedReport({ to: '2026-02-10' }, '2026-03-01')).toMatchObject({ from: '2026-01-12', to: '2026-02-10' });
  const year = stretchOf('year', '2026-03-01');
  expect(year).toEqual({ from: '2025-03-02', to: '2026-03-01', period: 'month' });
  expect(spanOf(year, '2026-03-01')).toBe('year');
  expect(spanOf(year, '2026-03-02')).toBeUndefined();
});

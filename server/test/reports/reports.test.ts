import type { Client } from '@companyaccount/contract/client';
import type { ReportFigures } from '@companyaccount/contract/reports';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { countReports } from '../../src/features/reports/count-reports.ts';
import { forgetAll } from '../../src/features/reports/reports-store.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';
import { loadPlain, plainFigures } from './plain-report.ts';
import { addHistories } from './random-histories.ts';

// Clocks are put back on 25 October there, and forward on 29 March.
const ZONE = 'Europe/Berlin';
const NOW = new Date('2026-11-03T09:30:00Z');
const [FROM, TO] = ['2026-10-01', '2026-11-03'];

let test: TestApp;
let lead: Client;
let ids: string[];
beforeAll(async () => {
  test = await startTestApp({ config: { timeZone: ZONE } });
  lead = await test.as('lead@vendor.example');
  const begin = Date.parse('2026-09-20T00:00:00Z');
  ids = await addHistories(test, { count: 120, from: begin, to: NOW.getTime(), seed: 7 });
  // What the demo brings along happens in days to come.
  await count();
}, 120_000);
afterAll(() => test.close());

/** Counts as if it were that moment. */
const count = (): Promise<void> => countReports({ ...test.platform, clock: () => NOW });
const startOf = (day: string): number => Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds;
const after = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();
const dump = async (): Promise<unknown> => {
  const { db } = test.platform;
  const counts = await sql`select * from app.report_counts order by grain, dimension, key, start, desk`.execute(db);
  const facts = await sql`select * from app.report_facts order by request_id, day, kind, minutes, working`.execute(db);
  const spans = await sql`select * from app.report_spans order by request_id, opened_at`.execute(db);
  return [counts.rows, facts.rows, spans.rows];
};

/** Steps of five per cent lie between what was counted and what it is told as. */
function expectNear(told: number | null, right: number | null, what: string): void {
  if (told === null || right === null) return expect(told, what).toBe(right);
  expect(Math.abs(told - right), `${what}: ${told} for ${right}`).toBeLessThanOrEqual(right * 0.026 + 1);
}

function expectFigures(told: ReportFigures, right: ReportFigures, what: string): void {
  const { firstAnswer, resolution, ...counts } = told;
  const { firstAnswer: rightAnswer, resolution: rightResolution, ...rightCounts } = right;
  expect(counts, what).toEqual(rightCounts);
  for (const name of ['median', 'p90', 'workingMedian', 'workingP90'] as const) {
    expectNear(firstAnswer[name], rightAnswer[name], `${what} first answer ${name}`);
    expectNear(resolution[name], rightResolution[name], `${what} resolution ${name}`);
  }
}

async function expectAllRight(): Promise<void> {
  const requests = await loadPlain(test);
  const now = NOW.getTime();
  for (const period of ['day', 'week', 'month'] as const) {
    const { periods, total } = await lead.getReport({ query: { from: FROM, to: TO, period } });
    for (const { from, to, figures } of periods) {
      const right = plainFigures(requests, startOf(from), startOf(after(to)), now);
      expectFigures(figures, right, `${period} ${from}`);
    }
    expectFigures(total, plainFigures(requests, startOf(FROM), startOf(after(TO)), now), period);
  }
  for (const by of ['desk', 'product', 'plan', 'language'] as const) {
    const { groups } = await lead.getReportByGroup({ query: { from: '2026-09-25', to: TO, by } });
    for (const { key, figures } of groups) {
      const own = requests.filter((one) => (by === 'desk' ? one.desk : one.keys[by]) === key);
      const right = plainFigures(own, startOf('2026-09-25'), startOf(after(TO)), now);
      expectFigures(figures, right, `${by} ${key}`);
    }
  }
}

describe('the figures', () => {
  it('are those of a plain count, in a month of 31 days and an hour', async () => {
    await expectAllRight();
  });

  it('do not change when they are counted once more, or all anew', async () => {
    const before = await dump();
    await count();
    expect(await dump()).toEqual(before);
    await transact(test.platform.db, SYSTEM, forgetAll);
    await count();
    expect(await dump()).toEqual(before);
  });

  it('follow late changes of old days', async () => {
    const { db } = test.platform;
    const [one = '', two = '', three = ''] = ids;
    const { id: product } = await db
      .selectFrom('app.products')
      .select('id')
      .orderBy('name', 'desc')
      .executeTakeFirstOrThrow();
    await db.updateTable('app.requests').set({ product_id: product, language: 'ru' }).where('id', '=', one).execute();
    await db.updateTable('app.requests').set({ owner_id: null, plan_id: null }).where('id', '=', two).execute();
    await db.updateTable('app.messages').set({ request_id: three }).where('request_id', '=', two).execute();
    await db.updateTable('app.request_ratings').set({ value: 'bad' }).where('value', '=', 'good').execute();
    await addHistories(test, { count: 5, from: startOf('2026-10-02'), to: startOf('2026-10-20'), seed: 8 });
    await count();
    await expectAllRight();
    const before = await dump();
    await transact(db, SYSTEM, forgetAll);
    await count();
    expect(await dump()).toEqual(before);
  });

  it('are counted while others count too', async () => {
    const before = await dump();
    await transact(test.platform.db, SYSTEM, forgetAll);
    await Promise.all([count(), count(), count()]);
    expect(await dump()).toEqual(before);
  });

  it('are told for one product, plan, agent or language, and not for two of them', async () => {
    const requests = await loadPlain(test);
    const [first] = (await lead.getReportByGroup({ query: { from: FROM, to: TO, by: 'language' } })).groups;
    const language = first?.key ?? '';
    const { total } = await lead.getReport({
      query: { from: FROM, to: TO, period: 'week', language, desk: 'support' },
    });
    const own = requests.filter((one) => one.keys.language === language && one.desk === 'support');
    expectFigures(total, plainFigures(own, startOf(FROM), startOf(after(TO)), NOW.getTime()), language);
    const plan = (await lead.getReportByGroup({ query: { from: FROM, to: TO, by: 'plan' } })).groups.find(
      ({ key }) => key !== null,
    );
    const both = lead.getReport({ query: { from: FROM, to: TO, period: 'week', language, plan: plan?.key ?? '' } });
    await expect(both).rejects.toMatchObject({ code: 'validation_failed' });
  });
});

describe('a stretch of time', () => {
  it('may be empty, one day, or still to come', async () => {
    const report = (from: string, to: string, period: 'day' | 'week' | 'month' = 'day') =>
      lead.getReport({ query: { from, to, period } });
    const empty = await report('2020-02-01', '2020-02-29', 'week');
    expect(empty.timeZone).toBe(ZONE);
    expect(empty.periods.map(({ from, to }) => [from, to])).toEqual([
      ['2020-02-01', '2020-02-02'],
      ['2020-02-03', '2020-02-09'],
      ['2020-02-10', '2020-02-16'],
      ['2020-02-17', '2020-02-23'],
      ['2020-02-24', '2020-02-29'],
    ]);
    expect(empty.total).toMatchObject({ filed: 0, open: [0, 0, 0, 0, 0], firstAnswer: { median: null } });
    expect((await report(TO, TO)).periods).toHaveLength(1);
    const tomorrow = await report('2031-11-04', '2031-11-30', 'month');
    expect(tomorrow.total).toMatchObject({ filed: 0, open: null });
    const both = await report('2026-11-02', '2026-11-05');
    expect(both.periods.map(({ figures }) => figures.open === null)).toEqual([false, false, true, true]);
  });

  it('is refused when it runs backwards, or is too long to be drawn', async () => {
    const cookie = await test.signIn('lead@vendor.example');
    const wrong = [
      { from: '2026-11-03', to: '2026-11-02', period: 'day' },
      { from: '2020-01-01', to: '2026-01-01', period: 'month' },
      { from: '2024-01-01', to: '2026-01-01', period: 'day' },
      { from: '0001-01-01', to: '0001-01-02', period: 'day' },
      { from: '9999-12-30', to: '9999-12-31', period: 'day' },
      { from: '2026-02-30', to: '2026-03-01', period: 'day' },
      { from: '2026-03-01', to: '2026-03-01', period: 'year' },
    ];
    for (const query of wrong) {
      const answer = await attempt(test, 'getReport', { query, cookie });
      expect(answer.statusCode, JSON.stringify(query)).toBe(422);
    }
  });
});

it('is written as CSV with the same figures', async () => {
  const cookie = await test.signIn('admin@vendor.example');
  const query = { from: FROM, to: TO, period: 'month' } as const;
  const answer = await attempt(test, 'exportReport', { query, cookie });
  expect(answer.headers['content-disposition']).toBe('attachment; filename="report.csv"');
  const [heading = '', first = ''] = answer.body.replace('\uFEFF', '').split('\r\n');
  expect(heading).toContain(`"to (${ZONE})","filed","ended"`);
  const { periods } = await lead.getReport({ query });
  expect(first.startsWith(`"${FROM}","2026-10-31","${periods[0]?.figures.filed}"`)).toBe(true);
  const groups = await attempt(test, 'exportReportByGroup', { query: { from: FROM, to: TO, by: 'agent' }, cookie });
  expect(groups.body).toContain('Erik Engineer');
});

it('is no business of customers, nor of staff who are no leads', async () => {
  const query = { from: FROM, to: TO, period: 'day', by: 'agent' };
  for (const email of [
    'anna@acme.example',
    'clara@globex.example',
    'engineer@vendor.example',
    'analyst@vendor.example',
  ]) {
    const cookie = await test.signIn(email);
    for (const name of ['getReport', 'exportReport', 'getReportByGroup', 'exportReportByGroup'] as const) {
      expect((await attempt(test, name, { query, cookie })).statusCode, `${email} ${name}`).toBe(403);
    }
  }
  const scope = { side: 'customer', companyId: ids[0] ?? '', personId: ids[0] ?? '' } as const;
  for (const table of ['report_counts', 'report_facts', 'report_spans', 'report_changes', 'report_due_days']) {
    const look = transact(test.platform.db, scope, (tx) => sql`select * from ${sql.raw(`app.${table}`)}`.execute(tx));
    await expect(look, table).rejects.toThrow(/permission denied/u);
  }
});

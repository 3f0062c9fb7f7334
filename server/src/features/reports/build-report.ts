import {
  type Report,
  type ReportByGroup,
  type ReportByGroupQuery,
  type ReportQuery,
  REPORT_DAYS_MAX,
} from '@companyaccount/contract/reports';
import type { Tx } from '#platform/db/database.ts';
import { refuseField } from '#platform/errors.ts';
import { figuresOf } from './figures.ts';
import { loadNote } from './reports-store.ts';
import { type Counted, listCounts, loadGroupNames } from './reports-views.ts';
import { dayCount, partsOf, periodsOf, type Stretch } from './stretch.ts';
import type { Dimension } from './tally.ts';

/** How the counting stands. */
async function loadCounting(tx: Tx, timeZone: string) {
  const [countedAt, countedTo] = [await loadNote(tx, 'countedAt'), await loadNote(tx, 'countedTo')];
  return { timeZone, countedAt, countedTo: countedTo ?? '' };
}

/** The last day of a stretch of which there can be figures; null: all of it is to come. */
const lastOf = ({ from, to }: Stretch, countedTo: string): string | null =>
  from > countedTo ? null : to < countedTo ? to : countedTo;

/** Days that people mean. */
const [FIRST_DAY, LAST_DAY] = ['2000-01-01', '2199-12-31'];

function assertStretch({ from, to }: Stretch): void {
  if (from < FIRST_DAY) throw refuseField('from', 'too_small');
  if (to > LAST_DAY) throw refuseField('to', 'too_large');
  if (to < from) throw refuseField('to', 'too_small');
  if (dayCount(from, to) > REPORT_DAYS_MAX) throw refuseField('to', 'too_large');
}

/** Figures are kept for every product, plan, agent and language, not for pairs of them. */
function filterOf({ product, plan, agent, language }: ReportQuery): { dimension: Dimension; key: string } {
  const given = Object.entries({ product, plan, agent, language }).filter(([, key]) => key !== undefined);
  const [first, second] = given as [Dimension, string][];
  if (second !== undefined) throw refuseField(second[0], 'invalid');
  return first === undefined ? { dimension: 'all', key: '' } : { dimension: first[0], key: first[1] };
}

/** How the desks did, period by period. */
export async function buildReport(tx: Tx, query: ReportQuery, timeZone: string): Promise<Report> {
  assertStretch(query);
  const periods = periodsOf(query, query.period);
  if (periods === null) throw refuseField('period', 'too_small');
  const { countedTo, ...counting } = await loadCounting(tx, timeZone);
  const rows = await listCounts(tx, 'day', query, { ...filterOf(query), desk: query.desk });
  const byDay = Map.groupBy(rows, ({ start }) => start);
  const open = (stretch: Stretch): Counted[] | null => {
    const last = lastOf(stretch, countedTo);
    return last === null ? null : (byDay.get(last) ?? []);
  };
  const sorted = rows.toSorted((one, other) => (one.start < other.start ? -1 : 1));
  let at = 0;
  return {
    ...counting,
    total: figuresOf(rows, open(query)),
    periods: periods.map(({ from, to }) => {
      const first = at;
      while ((sorted[at]?.start ?? '~') <= to) at += 1;
      return { from, to, figures: figuresOf(sorted.slice(first, at), open({ from, to })) };
    }),
  };
}

/** How the desks did, split by what requests are about or who they belong to; those with most requests first. */
export async function buildReportByGroup(tx: Tx, query: ReportByGroupQuery, timeZone: string): Promise<ReportByGroup> {
  assertStretch(query);
  const { by, desk } = query;
  const { countedTo, ...counting } = await loadCounting(tx, timeZone);
  const filter = { dimension: by === 'desk' ? ('all' as const) : by, desk };
  const { months, days } = partsOf(query);
  const rows = months === null ? [] : await listCounts(tx, 'month', months, filter);
  for (const part of days) rows.push(...(await listCounts(tx, 'day', part, filter)));
  const last = lastOf(query, countedTo);
  const open = last === null ? null : await listCounts(tx, 'day', { from: last, to: last }, filter);
  const keyOf = (row: Counted): string => (by === 'desk' ? row.desk : row.key);
  const grouped = Map.groupBy(rows, keyOf);
  const openBy = open === null ? null : Map.groupBy(open, keyOf);
  const keys = [...new Set([...grouped.keys(), ...(openBy?.keys() ?? [])])];
  const names = await loadGroupNames(tx, by, keys);
  const groups = keys.map((key) => ({
    key: key === '' ? null : key,
    name: names.get(key) ?? null,
    figures: figuresOf(grouped.get(key) ?? [], openBy === null ? null : (openBy.get(key) ?? [])),
  }));
  const size = ({ figures: { filed, ended } }: (typeof groups)[number]): number => filed + ended;
  return { ...counting, groups: groups.toSorted((one, other) => size(other) - size(one)) };
}

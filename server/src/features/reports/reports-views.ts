import type { ReportGroup } from '@companyaccount/contract/reports';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import type { Stretch } from './stretch.ts';
import type { Dimension, Tally } from './tally.ts';

export interface Counted {
  start: string;
  desk: string;
  key: string;
  figures: Tally;
}

/** Figures of days or months within a stretch: of one dimension, and of one key of it if asked. */
export async function listCounts(
  tx: Tx,
  grain: 'day' | 'month',
  { from, to }: Stretch,
  { dimension, key, desk }: { dimension: Dimension; key?: string | undefined; desk?: string | undefined },
): Promise<Counted[]> {
  const rows = await tx
    .selectFrom('app.report_counts')
    .select(['desk', 'key', 'figures', sql<string>`to_char(start, 'YYYY-MM-DD')`.as('start')])
    .where('grain', '=', grain)
    .where('dimension', '=', dimension)
    .where(sql<boolean>`start between ${from}::date and ${to}::date`)
    .$if(key !== undefined, (q) => q.where('key', '=', key ?? ''))
    .$if(desk !== undefined, (q) => q.where('desk', '=', desk ?? ''))
    .execute();
  return rows as unknown as Counted[];
}

/** The names behind the keys of a report; of desks and languages the reader's page knows them. */
export async function loadGroupNames(
  tx: Tx | Db,
  by: ReportGroup,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const ids = keys.filter((key) => key !== '');
  if (ids.length === 0 || by === 'desk' || by === 'language') return new Map();
  const table = { product: 'app.products', plan: 'app.support_plans', agent: 'auth.people' } as const;
  const rows = await tx.selectFrom(table[by]).select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

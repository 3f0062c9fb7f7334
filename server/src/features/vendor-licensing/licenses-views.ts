import type { IssuedLicense, LICENSE_CLAIMS, ISSUED_LICENSE_SORTS } from '@companyaccount/contract/admin-licensing';
import { inState, shownState } from '#features/licensing/index.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type Sort = (typeof ISSUED_LICENSE_SORTS)[number];
export interface LicenseQuery {
  q?: string;
  state?: IssuedLicense['state'];
  claim?: (typeof LICENSE_CLAIMS)[number];
  product?: string;
  plan?: string;
  company?: string;
  batch?: string;
  endsBefore?: string;
  sort?: Sort;
  'page[size]'?: number;
  'page[after]'?: string;
}

const licenseRows = (db: Db | Tx) =>
  db
    .selectFrom('app.licenses as l')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .innerJoin('app.support_plans as s', 's.id', 'l.plan_id')
    .leftJoin('app.companies as c', 'c.id', 'l.company_id')
    .select(['l.id', 'l.serial', 'l.product_id', 'p.name as product', 'l.plan_id', 's.name as plan', 'l.company_id'])
    .select(['c.name as company', 'l.seats', 'l.state', 'l.state_reason', 'l.valid_from', 'l.valid_until'])
    .select(['l.reference', 'l.batch_id', 'l.created_at', 'l.version']);
export type LicenseRow = Awaited<ReturnType<ReturnType<typeof licenseRows>['executeTakeFirstOrThrow']>>;

export const presentLicense = (row: LicenseRow, now: Date): IssuedLicense => ({
  id: row.id,
  serial: row.serial,
  product: { id: row.product_id, name: row.product },
  plan: { id: row.plan_id, name: row.plan },
  company: row.company_id === null ? null : { id: row.company_id, name: row.company ?? '' },
  seats: row.seats,
  state: shownState(row, now),
  stateReason: row.state_reason,
  validFrom: row.valid_from.toISOString(),
  validUntil: row.valid_until?.toISOString() ?? null,
  reference: row.reference,
  batchId: row.batch_id,
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

/** How many companies a part of a name may mean; whoever means another writes more of it. */
const COMPANIES_MAX = 200;

/** What a search means, looked up first, so that the list itself is read by an index. */
async function findMeant(db: Db, q: string, serialPrefix: string): Promise<RawBuilder<boolean>> {
  const text = q.trim();
  const serials = [text, text.toUpperCase(), `${serialPrefix}-${text}`];
  const licenses = await db
    .selectFrom('app.licenses')
    .select('id')
    .where((eb) => eb.or([eb('serial', 'in', serials), eb('reference', '=', text)]))
    .limit(COMPANIES_MAX)
    .execute();
  const companies = await db
    .selectFrom('app.companies')
    .select('id')
    .where('name', 'ilike', `%${text.replaceAll(/[\\%_]/gu, '\\$&')}%`)
    .limit(COMPANIES_MAX)
    .execute();
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  return sql<boolean>`(l.id = any(${ids(licenses)}::uuid[]) or l.company_id = any(${ids(companies)}::uuid[]))`;
}

const END: RawBuilder<boolean> = sql`(l.state = 'active' and l.valid_until is not null)`;
const ORDERS: Record<Sort, { column: 'l.created_at' | 'l.valid_until'; down: boolean }> = {
  '-created': { column: 'l.created_at', down: true },
  end: { column: 'l.valid_until', down: false },
  '-end': { column: 'l.valid_until', down: true },
};

/** The statement of the list: one more than a page. */
export async function licenseList(db: Db, query: LicenseQuery, serialPrefix: string, now: Date) {
  const { q, state, claim, product, plan, company, batch, endsBefore, sort = '-created' } = query;
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  const { column, down } = ORDERS[sort];
  const conditions: RawBuilder<boolean>[] = [
    ...(q === undefined || q.trim() === '' ? [] : [await findMeant(db, q, serialPrefix)]),
    ...(state === undefined ? [] : [inState(state, now)]),
    ...(claim === undefined
      ? []
      : [sql<boolean>`l.company_id is ${sql.raw(claim === 'claimed' ? 'not null' : 'null')}`]),
    ...(product === undefined ? [] : [sql<boolean>`l.product_id = ${product}`]),
    ...(plan === undefined ? [] : [sql<boolean>`l.plan_id = ${plan}`]),
    ...(company === undefined ? [] : [sql<boolean>`l.company_id = ${company}`]),
    ...(batch === undefined ? [] : [sql<boolean>`l.batch_id = ${batch}`]),
    ...(endsBefore === undefined ? [] : [sql<boolean>`l.valid_until < ${endsBefore}`]),
    ...(sort === '-created' ? [] : [END]),
    ...(after === null
      ? []
      : [
          sql<boolean>`(${sql.ref(column)}, l.id) ${sql.raw(down ? '<' : '>')} (${after.value}::timestamptz, ${after.id}::uuid)`,
        ]),
  ];
  return licenseRows(db)
    .$call((rows) => conditions.reduce((all, condition) => all.where(condition), rows))
    .orderBy(column, down ? 'desc' : 'asc')
    .orderBy('l.id', down ? 'desc' : 'asc')
    .limit(pageSize(query) + 1);
}

/** Where a row stands in the order of a list. */
export const cursorOf =
  (sort: Sort = '-created') =>
  (row: LicenseRow) => ({
    value: (sort === '-created' ? row.created_at : (row.valid_until ?? row.created_at)).toISOString(),
    id: row.id,
  });

/** One license. Throws `not_found`. */
export async function loadLicenseRow(db: Db | Tx, id: string): Promise<LicenseRow> {
  const row = await licenseRows(db).where('l.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

import type { License, LicenseDetails, licensingRoutes, Product } from '@companyaccount/contract/licensing';
import type { QueryOf } from '@companyaccount/contract/route';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { keyFileName } from './key-set.ts';

/** The whole catalogue, in the vendor's order. */
export async function listProducts(db: Db): Promise<Product[]> {
  const rows = await db
    .selectFrom('app.products as p')
    .leftJoin('app.product_versions as v', 'v.product_id', 'p.id')
    .select(['p.id', 'p.name', 'v.version', 'v.support', sql<string | null>`v.support_until::text`.as('support_until')])
    .where('p.archived_at', 'is', null)
    .orderBy('p.position')
    .orderBy('v.position')
    .execute();
  const products = new Map<string, Product>();
  for (const { id, name, version, support, support_until: supportUntil } of rows) {
    const product = products.get(id) ?? { id, name, versions: [] };
    products.set(id, product);
    if (version !== null) {
      product.versions.push({ version, support: support as Product['versions'][number]['support'], supportUntil });
    }
  }
  return [...products.values()];
}

/** Licenses with the names that a screen shows; the wall keeps a customer to one company. */
export const licenseRows = (tx: Tx) =>
  tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .innerJoin('app.support_plans as s', 's.id', 'l.plan_id')
    .select(['l.id', 'l.serial', 'l.product_id', 'p.name as product', 's.name as plan', 'l.seats', 'l.state'])
    .select(['l.valid_from', 'l.valid_until', 'l.created_at']);

/** The states as conditions on the row; `shownState` says the same of one license. */
export const inState = (state: License['state'], now: Date) => {
  switch (state) {
    case 'suspended':
    case 'revoked':
      return sql<boolean>`l.state = ${state}`;
    case 'expired':
      return sql<boolean>`l.state = 'active' and l.valid_until <= ${now}`;
    case 'not_yet_valid':
      return sql<boolean>`l.state = 'active' and l.valid_from > ${now}`;
    case 'active':
      return sql<boolean>`l.state = 'active' and l.valid_from <= ${now} and ${endOf} > ${now}`;
  }
};

/** When a license ends, as `licenses_ending` orders them: what never ends, last. */
const endOf = sql<Date>`coalesce(l.valid_until, 'infinity'::timestamptz)`;

export type LicenseQuery = QueryOf<typeof licensingRoutes.listLicenses>;

/** Where a license stands in the list. */
export const licenseCursor = (row: LicenseRow, { sort }: LicenseQuery) => ({
  value: sort === 'ends' ? (row.valid_until?.toISOString() ?? 'infinity') : row.created_at.toISOString(),
  id: row.id,
});

/** The company's licenses in the order asked for, one more than a page; the wall keeps to one company. */
export async function listLicenses(tx: Tx, query: LicenseQuery, now: Date) {
  const { state, product, endsAfter, sort = '-created' } = query;
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return licenseRows(tx)
    .$if(state !== undefined, (q) => q.where(inState(state ?? 'active', now)))
    .$if(product !== undefined, (q) => q.where('l.product_id', '=', product ?? ''))
    .$if(endsAfter !== undefined, (q) => q.where(sql<boolean>`${endOf} > ${endsAfter}::timestamptz`))
    .$if(sort === '-created', (q) =>
      q
        .$if(after !== null, (one) =>
          one.where(sql<boolean>`(l.created_at, l.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
        )
        .orderBy('l.created_at', 'desc')
        .orderBy('l.id', 'desc'),
    )
    .$if(sort === 'ends', (q) =>
      q
        .$if(after !== null, (one) =>
          one.where(sql<boolean>`(${endOf}, l.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
        )
        .orderBy(endOf)
        .orderBy('l.id'),
    )
    .limit(pageSize(query) + 1)
    .execute();
}

/** A few licenses of a company: what is valid first, and of that what ends first. */
export const listBestLicenses = (tx: Tx, companyId: string, count: number, now: Date) =>
  licenseRows(tx)
    .where('l.company_id', '=', companyId)
    .orderBy(inState('active', now), 'desc')
    .orderBy(endOf)
    .orderBy('l.id')
    .limit(count)
    .execute();

export type LicenseRow = Awaited<ReturnType<ReturnType<typeof licenseRows>['execute']>>[number];

/** What the key set of a license holds or will hold: a file per component, in the product's order. */
export async function listKeySet(tx: Tx, license: LicenseRow): Promise<LicenseDetails['keyFiles']> {
  const rows = await tx
    .selectFrom('app.product_components as c')
    .leftJoin('app.key_files as k', (join) =>
      join.onRef('k.component_id', '=', 'c.id').on('k.license_id', '=', license.id),
    )
    .select(['c.code', 'c.name', 'k.issued_at'])
    .where('c.product_id', '=', license.product_id)
    .orderBy('c.position')
    .orderBy('c.id')
    .execute();
  return rows.map(({ code, name, issued_at }) => ({
    fileName: keyFileName(license.serial, code),
    fits: name,
    issuedAt: issued_at?.toISOString() ?? null,
  }));
}

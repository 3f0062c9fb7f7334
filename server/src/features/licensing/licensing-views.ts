import type { Product } from '@companyaccount/contract/licensing';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

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

/** The company's licenses, newest first, one more than a page; the wall keeps to one company. */
export async function listLicenses(tx: Tx, query: { 'page[size]'?: number; 'page[after]'?: string }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return licenseRows(tx)
    .$if(after !== null, (q) => q.where(sql<boolean>`(l.created_at, l.id) < (${after?.value}, ${after?.id})`))
    .orderBy('l.created_at', 'desc')
    .orderBy('l.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

export type LicenseRow = Awaited<ReturnType<typeof listLicenses>>[number];

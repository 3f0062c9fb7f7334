import type { ProductProfile } from '@companyaccount/contract/product-profiles';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

/** Product profiles with the names of their products; the wall keeps a customer to one company. */
export const profileRows = (tx: Tx) =>
  tx
    .selectFrom('app.product_profiles as f')
    .innerJoin('app.products as p', 'p.id', 'f.product_id')
    .select(['f.id', 'f.name', 'f.product_id', 'p.name as product', 'f.product_version', 'f.operating_system'])
    .select(['f.notes', 'f.version', 'f.created_at']);

export type ProfileRow = Awaited<ReturnType<ReturnType<typeof profileRows>['executeTakeFirstOrThrow']>>;

/** The company's product profiles in the order of their making, one more than a page. */
export async function listProfiles(
  tx: Tx,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<ProfileRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return profileRows(tx)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(f.created_at, f.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('f.created_at')
    .orderBy('f.id')
    .limit(pageSize(query) + 1)
    .execute();
}

export const presentProfile = (row: ProfileRow): ProductProfile => ({
  id: row.id,
  name: row.name,
  product: { id: row.product_id, name: row.product },
  productVersion: row.product_version,
  operatingSystem: row.operating_system,
  notes: row.notes,
  version: row.version,
  createdAt: row.created_at.toISOString(),
});

import type { ViewFilters, ViewList } from '@companyaccount/contract/saved-views';
import { type Selectable, sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import type { DB } from '#platform/db/schema.generated.ts';
import { newId } from '#platform/ids.ts';

/** Whose views of which list: a person's in one company, or as staff. */
export interface Owner {
  personId: string;
  companyId: string | null;
}

/** The views of one owner; the wall says the same once more for members. */
export const viewsOf = (tx: Tx, { personId, companyId }: Owner, list: ViewList) =>
  tx
    .selectFrom('app.saved_views')
    .where('person_id', '=', personId)
    .where('company_id', 'is not distinct from', companyId)
    .where('list', '=', list);

/** Whoever changes how many views somebody has, or their order, waits for the other. */
export async function lockViews(tx: Tx, { personId }: Owner): Promise<void> {
  await takeTurn(tx, `views ${personId}`);
}

export async function countOwnViews(tx: Tx, owner: Owner, list: ViewList): Promise<{ count: number; last: number }> {
  return viewsOf(tx, owner, list)
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last')])
    .executeTakeFirstOrThrow();
}

interface NewView {
  owner: Owner;
  list: ViewList;
  name: string;
  filters: ViewFilters;
  shared: boolean;
  position: number;
  at: Date;
}

export async function insertView(tx: Tx, { owner, filters, at, ...view }: NewView, id = newId()): Promise<string> {
  await tx
    .insertInto('app.saved_views')
    .values({
      ...view,
      id,
      person_id: owner.personId,
      company_id: owner.companyId,
      filters: JSON.stringify(filters),
      created_at: at,
    })
    .execute();
  return id;
}

/** Changes a view of this version; undefined where it has moved. */
export async function updateView(
  tx: Tx,
  id: string,
  version: number,
  { name, filters, shared }: { name?: string; filters?: ViewFilters; shared?: boolean },
): Promise<Selectable<DB['app.saved_views']> | undefined> {
  return tx
    .updateTable('app.saved_views')
    .set((eb) => ({
      ...(name === undefined ? {} : { name }),
      ...(filters === undefined ? {} : { filters: JSON.stringify(filters) }),
      ...(shared === undefined ? {} : { shared }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
}

/** Puts views into this order. */
export async function orderViews(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`update app.saved_views v set position = o.position
    from unnest(${[...ids]}::uuid[]) with ordinality as o (id, position)
    where v.id = o.id`.execute(tx);
}

export async function deleteViewRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.saved_views').where('id', '=', id).execute();
}

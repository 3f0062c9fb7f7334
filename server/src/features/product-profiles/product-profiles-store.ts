import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { newId } from '#platform/ids.ts';

/** What is stored of a profile; a text that says nothing is null. */
export interface ProfileColumns {
  name: string;
  product_id: string;
  product_version: string | null;
  operating_system: string | null;
  notes: string | null;
}

/** Whoever adds or renames waits for the other, so that two at once neither exceed the number nor take one name. */
export async function lockProfiles(tx: Tx, companyId: string): Promise<void> {
  await takeTurn(tx, `profiles ${companyId}`);
}

/** How many profiles the company has. */
export async function countProfiles(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom('app.product_profiles')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whether another profile of the company has this name, in whatever case. */
export async function isNameTaken(tx: Tx, name: string, exceptId: string | null): Promise<boolean> {
  const row = await tx
    .selectFrom('app.product_profiles')
    .select('id')
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .$if(exceptId !== null, (q) => q.where('id', '!=', exceptId ?? ''))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function isProduct(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom('app.products').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

export async function insertProfile(tx: Tx, companyId: string, profile: ProfileColumns, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.product_profiles')
    .values({ id, company_id: companyId, ...profile, created_at: at })
    .execute();
  return id;
}

/** Changes a profile and counts its version on. */
export async function updateProfile(tx: Tx, id: string, change: Partial<ProfileColumns>): Promise<void> {
  await tx
    .updateTable('app.product_profiles')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function dropProfile(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.product_profiles').where('id', '=', id).execute();
}

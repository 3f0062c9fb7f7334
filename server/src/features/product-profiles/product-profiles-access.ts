import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type ProfileRow, profileRows } from './product-profiles-views.ts';

/** One product profile of the actor's company. Throws `not_found` for any other. */
export async function loadProfile(tx: Tx, id: string): Promise<ProfileRow> {
  const row = await profileRows(tx).where('f.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** The same, locked until the transaction ends, so that of two changes the second sees the first. */
export async function lockProfile(tx: Tx, id: string): Promise<ProfileRow> {
  const row = await profileRows(tx).where('f.id', '=', id).forUpdate('f').executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

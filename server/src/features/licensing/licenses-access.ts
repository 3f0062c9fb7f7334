import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type LicenseRow, licenseRows } from './licensing-views.ts';

/** One license of the actor's company. Throws `not_found` for any other. */
export async function loadLicense(tx: Tx, id: string): Promise<LicenseRow> {
  const row = await licenseRows(tx).where('l.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

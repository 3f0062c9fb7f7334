import { sql } from 'kysely';
import type { Db } from '#platform/db/database.ts';

/** How long a lease outlives its holder. A living one extends it much more often. */
const LEASE_SECONDS = 6;

/** Takes the lease of an upload if nobody holds it; otherwise lets the holder know that it is wanted. */
export async function takeLease(db: Db, uploadId: string, holder: string): Promise<boolean> {
  const { rows } = await sql`
    insert into app.upload_leases as l (upload_id, holder, until)
    values (${uploadId}, ${holder}, now() + make_interval(secs => ${LEASE_SECONDS}))
    on conflict (upload_id) do update set holder = excluded.holder, until = excluded.until, wanted = false
      where l.until < now()
    returning true`.execute(db);
  if (rows.length > 0) return true;
  await db.updateTable('app.upload_leases').set({ wanted: true }).where('upload_id', '=', uploadId).execute();
  return false;
}

/** Extends a lease: `lost` when somebody else has taken it over, `wanted` when another request waits for it. */
export async function extendLease(db: Db, uploadId: string, holder: string): Promise<'held' | 'wanted' | 'lost'> {
  const row = await db
    .updateTable('app.upload_leases')
    .set({ until: sql`now() + make_interval(secs => ${LEASE_SECONDS})` })
    .where('upload_id', '=', uploadId)
    .where('holder', '=', holder)
    .returning('wanted')
    .executeTakeFirst();
  if (row === undefined) return 'lost';
  return row.wanted ? 'wanted' : 'held';
}

export async function giveLeaseBack(db: Db, uploadId: string, holder: string): Promise<void> {
  await db.deleteFrom('app.upload_leases').where('upload_id', '=', uploadId).where('holder', '=', holder).execute();
}

/** Forgets the leases of processes that died. */
export async function deleteDeadLeases(db: Db): Promise<void> {
  await db
    .deleteFrom('app.upload_leases')
    .where('until', '<', sql<Date>`now() - interval '1 hour'`)
    .execute();
}

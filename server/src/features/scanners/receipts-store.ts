import { sql } from 'kysely';
import type { Db } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';
import type { ScannerCaller } from './credentials-access.ts';

/** As many scanners are remembered of one company; the longest unseen give way. */
const SCANNERS_MAX = 10_000;

/**
 * Notes that a company's scanner was here, and with `release` that it has this release from now on. The same scanner
 * within a minute is noted once, unless something else of it has changed.
 */
export async function noteReceipt(
  db: Db,
  { companyId, credentialId }: ScannerCaller,
  { scannerId, release, at }: { scannerId: string; release: string | null; at: Date },
): Promise<void> {
  const { rows } = await sql<{ isNew: boolean }>`
    insert into app.scanners as s (id, company_id, scanner_id, credential_id, release, seen_at)
    values (${newId()}, ${companyId}, ${scannerId}, ${credentialId}, ${release}, ${at})
    on conflict (company_id, scanner_id) do update set credential_id = excluded.credential_id,
      release = coalesce(excluded.release, s.release), seen_at = excluded.seen_at
    where s.credential_id <> excluded.credential_id or excluded.seen_at - s.seen_at > interval '1 minute'
      or coalesce(excluded.release, s.release) is distinct from s.release
    returning xmax = 0 as "isNew"`.execute(db);
  if (rows[0]?.isNew !== true) return;
  await sql`delete from app.scanners where company_id = ${companyId} and (seen_at, id) <= (
    select seen_at, id from app.scanners where company_id = ${companyId}
    order by seen_at desc, id desc offset ${SCANNERS_MAX} limit 1)`.execute(db);
}

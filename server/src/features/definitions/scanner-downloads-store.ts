import { sql } from 'kysely';
import type { Db } from '#platform/db/database.ts';

/** As many as of 10,000 scanners with five files each; the oldest give way. */
const KEPT_MAX = 50_000;

/** Whether the scanner of this id was last served just this content. */
export async function hasServed(db: Db, scannerId: string, file: string, sha256: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('app.scanner_downloads')
    .select('sha256')
    .where('scanner_id', '=', scannerId)
    .where('file', '=', file)
    .executeTakeFirst();
  return row?.sha256.equals(sha256) === true;
}

/** Writes down what a scanner has got whole. */
export async function noteServed(db: Db, scannerId: string, file: string, sha256: Buffer, at: Date): Promise<void> {
  await db
    .insertInto('app.scanner_downloads')
    .values({ scanner_id: scannerId, file, sha256, served_at: at })
    .onConflict((conflict) => conflict.columns(['scanner_id', 'file']).doUpdateSet({ sha256, served_at: at }))
    .execute();
}

/** Forgets the oldest beyond what is kept; whoever is forgotten just gets a file once more. */
export async function forgetOldest(db: Db): Promise<void> {
  await sql`delete from app.scanner_downloads where served_at <= (
    select served_at from app.scanner_downloads order by served_at desc offset ${KEPT_MAX} limit 1)`.execute(db);
}

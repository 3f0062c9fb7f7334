import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import type { Role } from './repository.ts';

/** Metadata of a role as it was signed. */
export interface SignedMetadata {
  version: number;
  content: Buffer;
  expiresAt: Date;
  createdAt: Date;
}

/** The newest metadata of a role, or that of a version; undefined where there is none. */
export async function findMetadata(db: Db | Tx, role: Role, version?: number): Promise<SignedMetadata | undefined> {
  return db
    .selectFrom('app.signed_metadata')
    .select(['version', 'content', 'expires_at as expiresAt', 'created_at as createdAt'])
    .where('role', '=', role)
    .$if(version !== undefined, (q) => q.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertMetadata(tx: Tx, role: Role, row: SignedMetadata): Promise<void> {
  await tx
    .insertInto('app.signed_metadata')
    .values({
      role,
      version: row.version,
      content: row.content,
      expires_at: row.expiresAt,
      created_at: row.createdAt,
    })
    .execute();
}

/** Forgets what no client asks for any more; roots and targets stay, since clients go through all of them. */
export async function forgetMetadata(tx: Tx, before: Date): Promise<void> {
  await sql`delete from app.signed_metadata m where role in ('definitions', 'snapshot', 'timestamp')
    and created_at < ${before} and version < (
      select max(version) from app.signed_metadata newest where newest.role = m.role)`.execute(tx);
}

/** Whether a reminder is due that the newest root ends before a time; notes that it was given. */
export async function takeReminder(tx: Tx, endsBefore: Date, at: Date, lastBefore: Date): Promise<boolean> {
  const { rows } = await sql`update app.signed_metadata set reminded_at = ${at}
    where role = 'root' and version = (select max(version) from app.signed_metadata where role = 'root')
      and expires_at < ${endsBefore} and (reminded_at is null or reminded_at < ${lastBefore})
    returning version`.execute(tx);
  return rows.length > 0;
}

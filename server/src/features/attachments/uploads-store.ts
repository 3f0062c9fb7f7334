import type { Storage } from '@companyaccount/contract/attachments';
import { PUBLIC_FILES_MAX } from '@companyaccount/contract/submissions';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { Refusal } from '#platform/errors.ts';
import { OPEN_UPLOADS_MAX, UPLOAD_HOURS } from './attachment.ts';
import type { Uploader } from './upload.ts';
import { countBegun, publicBytesLeft } from './upload-tokens-store.ts';

/** What the files of the transaction's own company take and may take, in bytes. */
export async function loadStorage(tx: Tx, companyId: string): Promise<Storage> {
  const { quota, left } = await tx
    .selectFrom('app.companies')
    .select('storage_quota as quota')
    .select(sql<number>`app.storage_left()`.as('left'))
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  return { used: quota - left, quota };
}

export interface NewUpload {
  id: string;
  by: Uploader;
  name: string;
  size: number;
}

const countOpen = async (tx: Tx, by: Uploader): Promise<number> =>
  (
    await tx
      .selectFrom('app.uploads')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .$if(by.personId !== null, (q) => q.where('person_id', '=', by.personId))
      .$if(by.uploadTokenId !== null, (q) => q.where('upload_token_id', '=', by.uploadTokenId))
      .executeTakeFirstOrThrow()
  ).count;

/** Refuses a file for which the public form has no place; answers with when its token ends. */
async function admitPublic(tx: Tx, by: Uploader & { personId: null }, size: number, bytes: number): Promise<Date> {
  // For all tokens: two uploads begun together must not both take the last of the room.
  await takeTurn(tx, 'public uploads');
  const { expiresAt, tooMany } = await countBegun(tx, by.uploadTokenId);
  if (tooMany || (await countOpen(tx, by)) >= PUBLIC_FILES_MAX) throw new Refusal('too_many_files');
  if (size > (await publicBytesLeft(tx, bytes))) throw new Refusal('public_storage_full');
  return expiresAt;
}

async function admitPerson(tx: Tx, by: Uploader & { personId: string }, size: number, now: Date): Promise<Date> {
  const { personId, companyId } = by;
  await takeTurn(tx, companyId ?? personId);
  if ((await countOpen(tx, by)) >= OPEN_UPLOADS_MAX) throw new Refusal('too_many_requests', { retryAfter: 3600 });
  if (companyId !== null) {
    const { used, quota } = await loadStorage(tx, companyId);
    if (size > quota - used) throw new Refusal('storage_full');
  }
  return new Date(now.getTime() + UPLOAD_HOURS * 3_600_000);
}

/**
 * Writes a new upload, its whole size counted against the company's storage, or the room of the public form
 * (`publicBytes`), from now on. Refuses when there is not that much left, or too many uploads are lying about.
 */
export async function insertUpload(
  tx: Tx,
  { id, by, name, size }: NewUpload,
  publicBytes: number,
  now: Date,
): Promise<void> {
  const expiresAt =
    by.personId === null ? await admitPublic(tx, by, size, publicBytes) : await admitPerson(tx, by, size, now);
  await tx
    .insertInto('app.uploads')
    .values({
      id,
      company_id: by.companyId,
      person_id: by.personId,
      upload_token_id: by.uploadTokenId,
      name,
      size,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
}

/** The row of an upload, whoever's it is: for use once the caller's right to it is established. */
export const findUpload = (db: Db, id: string) =>
  db
    .selectFrom('app.uploads')
    .select(['id', 'name', 'size', 'received', 'state', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirst();

/** Notes how much of an upload the blob store holds for certain. */
export async function noteProgress(db: Db, id: string, received: number, finished: boolean): Promise<void> {
  await db
    .updateTable('app.uploads')
    .set({ received, state: finished ? 'finished' : 'receiving' })
    .where('id', '=', id)
    .execute();
}

/**
 * Deletes the row of an upload and, before that is committed, what `removeBlob` stands for. An upload that a message is
 * taking at this moment is left alone, since only one of the two transactions gets the row. Says whether there was one.
 */
export function deleteUpload(db: Db, id: string, removeBlob: () => Promise<void>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx.deleteFrom('app.uploads').where('id', '=', id).returning('id').executeTakeFirst();
    if (row !== undefined) await removeBlob();
    return row !== undefined;
  });
}

/** Uploads past their time, the oldest first. */
export async function findExpiredUploads(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('app.uploads')
    .select('id')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes somebody's finished uploads out of the table to become attachments; `upload_not_ready` if one is not there. */
export async function takeFinishedUploads(
  tx: Tx,
  { by, ids, now }: { by: Uploader; ids: readonly string[]; now: Date },
): Promise<{ id: string; name: string; size: number }[]> {
  const rows = await tx
    .deleteFrom('app.uploads')
    .where('id', 'in', [...ids])
    .where('person_id', 'is not distinct from', by.personId)
    .where('company_id', 'is not distinct from', by.companyId)
    .where('upload_token_id', 'is not distinct from', by.uploadTokenId)
    .where('state', '=', 'finished')
    .where('expires_at', '>', now)
    .returning(['id', 'name', 'size'])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    if (row === undefined) throw new Refusal('upload_not_ready');
    return row;
  });
}

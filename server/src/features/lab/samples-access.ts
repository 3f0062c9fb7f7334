import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** The sample with this SHA-256; any other is `not_found`. Only staff of the lab come here. */
export async function findSample(tx: Db | Tx, sha256: string, lock = false) {
  const row = await tx
    .selectFrom('app.samples')
    .select(['id', 'blob_id', 'sha256', 'sha1', 'md5', 'tlsh', 'size', 'media_type', 'entropy', 'created_at'])
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
export type SampleRow = Awaited<ReturnType<typeof findSample>>;

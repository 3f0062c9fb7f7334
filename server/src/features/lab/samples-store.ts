import type { Db, Tx } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';

export interface NewSample {
  sha256: Buffer;
  size: number;
  blobId: string;
}

/** The sample with this content, made now if it is new; `created` tells whether the blob given is its own. */
export async function keepSample(
  tx: Tx,
  { sha256, size, blobId }: NewSample,
  at: Date,
): Promise<{ id: string; created: boolean }> {
  const id = newId();
  const made = await tx
    .insertInto('app.samples')
    .values({ id, sha256, size, blob_id: blobId, created_at: at })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made !== undefined) return { id, created: true };
  const known = await tx.selectFrom('app.samples').select('id').where('sha256', '=', sha256).executeTakeFirstOrThrow();
  return { id: known.id, created: false };
}

/** Which of these contents are samples already, as hex. */
export async function knownHashes(db: Db, hashes: readonly Buffer[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom('app.samples')
    .select('sha256')
    .where('sha256', 'in', [...hashes])
    .execute();
  return new Set(rows.map(({ sha256 }) => sha256.toString('hex')));
}

/** Notes what is known of a sample by reading it once. */
export async function describeSample(
  tx: Tx,
  id: string,
  facts: { md5?: Buffer; sha1?: Buffer; entropy?: number; tlsh?: string; media_type?: string },
): Promise<void> {
  await tx.updateTable('app.samples').set(facts).where('id', '=', id).execute();
}

/** Notes that a sample lies within another. */
export async function insertContained(
  tx: Tx,
  containerId: string,
  inner: readonly { id: string; path: string }[],
): Promise<void> {
  if (inner.length === 0) return;
  await tx
    .insertInto('app.contained_samples')
    .values(inner.map(({ id, path }) => ({ container_id: containerId, sample_id: id, path })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

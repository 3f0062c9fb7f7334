import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

export interface NewImage {
  id: string;
  articleId: string;
  name: string;
  originalId: string;
  blobId: string;
  at: Date;
}

export async function insertImage(tx: Tx, row: NewImage): Promise<void> {
  await tx
    .insertInto('app.article_images')
    .values({
      id: row.id,
      article_id: row.articleId,
      name: row.name,
      original_id: row.originalId,
      blob_id: row.blobId,
      created_at: row.at,
    })
    .execute();
}

export async function countImages(tx: Tx, articleId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('app.article_images')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('article_id', '=', articleId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A picture that waits to be encoded anew. */
export const findPendingImage = (db: Db, id: string) =>
  db
    .selectFrom('app.article_images')
    .select(['original_id as originalId', 'blob_id as blobId'])
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();

/** Notes what became of a picture; null: it could not be unpacked. */
export async function settleImage(
  tx: Tx,
  id: string,
  made: { type: string; width: number; height: number } | null,
): Promise<void> {
  await tx
    .updateTable('app.article_images')
    .set(made === null ? { state: 'refused' } : { state: 'ready', ...made })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** All blobs of the pictures of an article. */
export async function findBlobsOf(tx: Tx, articleId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.article_images')
    .select(sql<string[]>`array[original_id, blob_id]`.as('ids'))
    .where('article_id', '=', articleId)
    .execute();
  return rows.flatMap(({ ids }) => ids);
}

import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

export async function insertComment(
  tx: Tx,
  comment: { id: string; sampleId: string; personId: string; text: string; at: Date },
): Promise<void> {
  const { id, sampleId: sample_id, personId: person_id, text, at: created_at } = comment;
  await tx.insertInto('app.sample_comments').values({ id, sample_id, person_id, text, created_at }).execute();
}

const comments = (tx: Tx) =>
  tx
    .selectFrom('app.sample_comments as c')
    .innerJoin('auth.people as p', 'p.id', 'c.person_id')
    .select(['c.id', 'c.text', 'c.created_at', 'c.person_id', 'p.name']);

/** Comments on a sample, newest first, and one more than the page. */
export async function listCommentRows(
  tx: Tx,
  sampleId: string,
  query: { 'page[size]'?: number; 'page[after]'?: string },
) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return comments(tx)
    .where('c.sample_id', '=', sampleId)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(c.created_at, c.id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type CommentRow = Awaited<ReturnType<typeof listCommentRows>>[number];

export const commentCursor = (row: CommentRow) => ({ value: row.created_at.toISOString(), id: row.id });

export const loadCommentRow = (tx: Tx, id: string): Promise<CommentRow> =>
  comments(tx).where('c.id', '=', id).executeTakeFirstOrThrow();

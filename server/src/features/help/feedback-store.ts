import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

export interface Feedback {
  id: string;
  articleId: string;
  language: string;
  helpful: boolean;
  comment: string | null;
  side: 'public' | 'customer' | 'vendor';
  personId: string | null;
  at: Date;
}

/** For so long somebody unknown may take back or add to what they said. */
const FOLLOWED_MS = 3_600_000;

/** Changes what somebody unknown said a while ago; false where there is no such thing. */
export async function followFeedback(tx: Tx, id: string, row: Omit<Feedback, 'id'>): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.article_feedback')
    .set({ helpful: row.helpful, ...(row.comment === null ? {} : { comment: row.comment, told_at: null }) })
    .where('id', '=', id)
    .where('article_id', '=', row.articleId)
    .where('person_id', 'is', null)
    .where('created_at', '>', new Date(row.at.getTime() - FOLLOWED_MS))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps what a reader says, and answers with the id of that. Of a person who was signed in only the last word is kept, and a comment is not lost by a later click. */
export async function saveFeedback(tx: Tx, row: Feedback): Promise<string> {
  const { id } = await tx
    .insertInto('app.article_feedback')
    .values({
      id: row.id,
      article_id: row.articleId,
      language: row.language,
      helpful: row.helpful,
      comment: row.comment,
      side: row.side,
      person_id: row.personId,
      created_at: row.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['article_id', 'person_id'])
        .where('person_id', 'is not', null)
        .doUpdateSet({
          helpful: row.helpful,
          language: row.language,
          ...(row.comment === null ? {} : { comment: row.comment, told_at: null, created_at: row.at }),
        }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Articles with comments that nobody was told of yet. */
export async function findUntold(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct article_id as id from app.article_feedback where comment is not null and told_at is null
    order by article_id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Takes the comments on an article that nobody was told of yet, the oldest first; from now on somebody was. */
export async function takeComments(
  tx: Tx,
  articleId: string,
  at: Date,
): Promise<{ comment: string; helpful: boolean }[]> {
  const { rows } = await sql<{ comment: string; helpful: boolean }>`
    with taken as (
      update app.article_feedback set told_at = ${at}
      where article_id = ${articleId} and comment is not null and told_at is null
      returning comment, helpful, created_at)
    select comment, helpful from taken order by created_at`.execute(tx);
  return rows;
}

/** Who wrote what is published of an article, in English if possible, and still works here; its title with them. */
export async function findAuthor(
  tx: Tx,
  articleId: string,
): Promise<{ name: string; email: string; language: string; title: string } | undefined> {
  return tx
    .selectFrom('app.article_versions as v')
    .innerJoin('auth.people as p', 'p.id', 'v.author_id')
    .innerJoin('app.agents as a', (join) => join.onRef('a.person_id', '=', 'v.author_id').on('a.active', '=', true))
    .select(['p.name', 'p.email', 'p.language', 'v.title'])
    .where('v.article_id', '=', articleId)
    .orderBy((eb) => eb('v.state', '=', 'published'), 'desc')
    .orderBy((eb) => eb('v.language', '=', 'en'), 'desc')
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

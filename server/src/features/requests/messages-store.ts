import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** A message of a request that the actor may see; an internal one is not there for customers. */
export async function findMessage(tx: Tx, requestId: string, id: string) {
  const row = await tx
    .selectFrom('app.messages')
    .select(['author_id', 'visibility', 'text', 'version', 'created_at'])
    .where('id', '=', id)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** Whether a message is the one whose beginning lists show. */
export async function isLastPublicMessage(tx: Tx, requestId: string, id: string): Promise<boolean> {
  const last = await tx
    .selectFrom('app.messages')
    .select('id')
    .where('request_id', '=', requestId)
    .where('visibility', '=', 'public')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.id === id;
}

/** Puts a new text in a message's place and keeps the old one as a version. */
export async function replaceText(tx: Tx, id: string, text: string, at: Date): Promise<void> {
  await sql`select app.correct_message(${id}::uuid, ${text}, ${at}::timestamptz)`.execute(tx);
}

/** The request that a message stands in. */
export async function loadMessagePlace(tx: Tx, id: string): Promise<string> {
  const row = await tx.selectFrom('app.messages').select('request_id').where('id', '=', id).executeTakeFirstOrThrow();
  return row.request_id;
}

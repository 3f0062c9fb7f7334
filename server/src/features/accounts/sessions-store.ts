import { randomBytes } from 'node:crypto';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';

const newToken = () => randomBytes(32).toString('base64url');

/**
 * Marks a session as signed in at this moment and answers with its new token: whoever copied the old cookie has nothing
 * of the rights that come with it. The session's id stays, so its streams go on.
 */
export async function renewSession(tx: Tx, sessionId: string, now: Date): Promise<string> {
  const token = newToken();
  await tx
    .updateTable('auth.sessions')
    .set({ token, signed_in_at: now, updated_at: now })
    .where('id', '=', sessionId)
    .execute();
  return token;
}

/** Ends one session of a person, and its streams wherever they are; answers whether there was one. */
export async function endSession(tx: Tx, personId: string, sessionId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('auth.sessions')
    .where('id', '=', sessionId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await emit(tx, 'rights_changed', { personId });
  return true;
}

/** Ends every session of a person except `kept`, and their streams wherever they are; answers how many. */
export async function endSessionsOf(tx: Tx, personId: string, kept: string | null): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('auth.sessions')
    .where('person_id', '=', personId)
    .$if(kept !== null, (query) => query.where('id', '!=', kept ?? ''))
    .executeTakeFirst();
  await emit(tx, 'rights_changed', { personId });
  return Number(numDeletedRows);
}

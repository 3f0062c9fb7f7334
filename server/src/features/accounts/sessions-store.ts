import { randomBytes } from 'node:crypto';
import type { Tx } from '#platform/db/database.ts';

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

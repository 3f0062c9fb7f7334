import { randomBytes } from 'node:crypto';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';

/** A session that is remembered by the browser; another ends with it, or after a day. */
export const SESSION_DAYS = 14;
/** A session of staff that is not used for so long has ended: a working day, but not the night after it. */
export const STAFF_IDLE_MS = 8 * 3_600_000;

const newToken = () => randomBytes(32).toString('base64url');

/**
 * Marks a session as signed in at this moment and answers with its new token: whoever copied the old cookie has nothing
 * of the rights that come with it. The session's id stays, so its streams go on.
 */
export async function renewSession(
  tx: Tx,
  sessionId: string,
  now: Date,
  { secondFactor = false }: { secondFactor?: boolean } = {},
): Promise<string> {
  const token = newToken();
  await tx
    .updateTable('auth.sessions')
    .set({ token, signed_in_at: now, updated_at: now, ...(secondFactor ? { second_factor: true } : {}) })
    .where('id', '=', sessionId)
    .execute();
  return token;
}

/** From where a session is begun, as its owner will see it in the list. */
export interface Caller {
  address: string;
  userAgent: string;
}

/** Begins a session for which a second factor was given, and answers with its token. */
export async function insertSession(
  tx: Tx,
  personId: string,
  { remember, caller, now }: { remember: boolean; caller: Caller; now: Date },
): Promise<string> {
  const token = newToken();
  await tx
    .insertInto('auth.sessions')
    .values({
      person_id: personId,
      token,
      ip_address: caller.address,
      user_agent: caller.userAgent,
      second_factor: true,
      signed_in_at: now,
      last_used_at: now,
      created_at: now,
      expires_at: new Date(now.getTime() + (remember ? SESSION_DAYS : 1) * 86_400_000),
    })
    .execute();
  return token;
}

/** Takes back a session that nobody has been given. */
export async function dropSession(tx: Tx, token: string): Promise<void> {
  await tx.deleteFrom('auth.sessions').where('token', '=', token).execute();
}

/** Removes sessions that are over, and those of staff that nobody has used for a while. */
export async function dropEndedSessions(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('auth.sessions').where('expires_at', '<=', now).execute();
  await tx
    .deleteFrom('auth.sessions')
    .where('last_used_at', '<=', new Date(now.getTime() - STAFF_IDLE_MS))
    .where('person_id', 'in', (eb) => eb.selectFrom('app.agents').select('person_id').where('active', '=', true))
    .execute();
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

import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { isPassword } from './auth.ts';
import { findPasswordHash } from './people-store.ts';
import { renewSession } from './sessions-store.ts';

const ATTEMPTS = 10;
const ATTEMPTS_SECONDS = 600;

/**
 * Refuses when this is not the person's password, at the field `pointer`. Attempts are counted per person, wherever they
 * come from: whoever holds a stolen session must not guess the password with it.
 */
export async function assertPassword(
  { db }: Platform,
  personId: string,
  password: string,
  pointer: string,
): Promise<void> {
  await throttle(db, `password:${personId}`, ATTEMPTS, ATTEMPTS_SECONDS);
  const known = await findPasswordHash(db, personId);
  if (known !== null && (await isPassword(known, password))) return;
  throw new Refusal('invalid_credentials', { fields: [{ pointer, code: 'invalid' }] });
}

/** Lets the person of a session prove again who they are, and answers with the session's new token. */
export async function confirmIdentity(
  platform: Platform,
  { personId, sessionId }: SignedIn,
  password: string,
): Promise<string> {
  const { db, clock } = platform;
  await assertPassword(platform, personId, password, '/password');
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    await audit(tx, 'session.confirmed', { type: 'person', id: personId });
    return renewSession(tx, sessionId, clock());
  });
}

import type { PasskeyAnswer } from '@companyaccount/contract/second-factors';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { isPassword } from './auth.ts';
import { findPasswordHash } from './people-store.ts';
import { findSecondFactors, hasSecondFactor } from './second-factors-store.ts';
import { renewSession } from './sessions-store.ts';
import { type Site, verifyPasskey } from './verify-passkey.ts';
import { withSecondFactor } from './verify-second-factor.ts';

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

/** What a person shows to prove who they are. */
export interface Proof {
  password?: string;
  code?: string;
  passkey?: PasskeyAnswer;
}

/**
 * Lets the person of a session prove again who they are, the way they sign in, and answers with the session's new token:
 * a passkey is enough; with the password comes the code of the second factor, where there is one.
 */
export async function confirmIdentity(
  platform: Platform,
  { personId, sessionId }: SignedIn,
  { password, code, passkey }: Proof,
  siteOf: () => Site,
): Promise<string> {
  const { db, clock } = platform;
  const renew = async (tx: Tx, secondFactor: boolean) => {
    await audit(tx, 'session.confirmed', { type: 'person', id: personId });
    return renewSession(tx, sessionId, clock(), { secondFactor });
  };
  if (passkey !== undefined) {
    const verified = await verifyPasskey(platform, siteOf(), passkey);
    // Somebody else's passkey proves somebody else.
    if (verified.personId !== personId) throw new Refusal('passkey_refused');
    return transact(db, { side: 'vendor', personId }, async (tx) => {
      await verified.noteUse(tx);
      return renew(tx, true);
    });
  }
  if (password === undefined) {
    throw new Refusal('validation_failed', { fields: [{ pointer: '/password', code: 'required' }] });
  }
  await assertPassword(platform, personId, password, '/password');
  if (hasSecondFactor(await findSecondFactors(db, personId))) {
    return withSecondFactor(platform, personId, code, (tx) => renew(tx, true));
  }
  return transact(db, { side: 'vendor', personId }, (tx) => renew(tx, false));
}

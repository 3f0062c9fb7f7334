import { randomBytes } from 'node:crypto';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { loadPerson } from './people-store.ts';
import {
  adoptAuthenticator,
  findAuthenticator,
  findSecondFactors,
  hasSecondFactor,
  lockPerson,
  replaceRecoveryCodes,
  upsertPendingAuthenticator,
} from './second-factors-store.ts';
import { endSessionsOf, renewSession } from './sessions-store.ts';
import { tellSigningIn } from './tell-signing-in.ts';
import { TOTP_SECRET_BYTES, totpSecretText, totpStep, totpUri } from './totp.ts';

const PENDING_MS = 30 * 60_000;
const ATTEMPTS = 20;
const ATTEMPTS_SECONDS = 900;

/** Begins to set up an authenticator app: what it has to be told, as text and as an address for a QR code. */
export async function beginAuthenticator(
  { db, keyring, clock, config }: Platform,
  { personId }: SignedIn,
): Promise<{ secret: string; uri: string }> {
  const secret = randomBytes(TOTP_SECRET_BYTES);
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    const { email } = await loadPerson(tx, personId);
    const until = new Date(clock().getTime() + PENDING_MS);
    await upsertPendingAuthenticator(tx, personId, keyring.seal('totp', secret, personId), until);
    await audit(tx, 'authenticator.begun', { type: 'person', id: personId });
    return { secret: totpSecretText(secret), uri: totpUri(secret, config.vendorName, email) };
  });
}

/** What an added second factor brings: the session's new token, and recovery codes if it is the first. */
export interface Added {
  token: string;
  recoveryCodes: string[] | null;
}

/**
 * Does what any new second factor asks for. The first ends all other sessions, since they were begun without one, and
 * brings the recovery codes. To be called with the person locked, before the factor is written.
 */
export async function welcomeSecondFactor(
  tx: Tx,
  { personId, sessionId }: SignedIn,
  now: Date,
): Promise<() => Promise<Added>> {
  const first = !hasSecondFactor(await findSecondFactors(tx, personId));
  return async () => {
    if (first) await endSessionsOf(tx, personId, sessionId);
    const recoveryCodes = first ? await replaceRecoveryCodes(tx, personId) : null;
    return { token: await renewSession(tx, sessionId, now, { secondFactor: true }), recoveryCodes };
  };
}

/** Turns the app on that was begun, once it shows a right code. */
export async function confirmAuthenticator(platform: Platform, actor: SignedIn, code: string): Promise<Added> {
  const { db, keyring, clock } = platform;
  const { personId } = actor;
  await throttle(db, `authenticator:${personId}`, ATTEMPTS, ATTEMPTS_SECONDS);
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    const now = clock();
    await lockPerson(tx, personId);
    const row = await findAuthenticator(tx, personId);
    if (row?.pending_secret == null || row.pending_until === null || row.pending_until <= now) {
      throw new Refusal('conflict');
    }
    const secret = keyring.open('totp', row.pending_secret, personId);
    const step = totpStep(secret, code.replaceAll(/\s/gu, ''), now, 0);
    if (step === null) {
      throw new Refusal('second_factor_wrong', { fields: [{ pointer: '/code', code: 'invalid' }] });
    }
    const welcome = await welcomeSecondFactor(tx, actor, now);
    await adoptAuthenticator(tx, personId, step, now);
    await audit(tx, 'authenticator.added', { type: 'person', id: personId });
    await tellSigningIn(tx, platform, personId, 'authenticator_added');
    return welcome();
  });
}

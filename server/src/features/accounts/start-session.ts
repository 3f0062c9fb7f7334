import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { findChallenge, insertChallenge, newSecret, takeChallenge } from './challenges-store.ts';
import { findSecondFactors, hasSecondFactor, lockPerson } from './second-factors-store.ts';
import { dropSession, insertSession, type Caller } from './sessions-store.ts';
import { withSecondFactor } from './verify-second-factor.ts';

/** What a right password leads to: a session, or the question for the second factor. */
export interface SecondStep {
  token: string;
  authenticator: boolean;
  passkey: boolean;
}

/**
 * Decides about the session that a right password has begun (`sessionToken`). A person with a second factor does not get
 * it: it ends here, unseen, and the answer names the sign-in for the second step. Null: the session stands.
 */
export async function demandSecondStep(
  { db, clock }: Platform,
  personId: string,
  sessionToken: string,
  remember: boolean,
): Promise<SecondStep | null> {
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    // A second factor that is being set up at this moment ends the session, or is seen here.
    await lockPerson(tx, personId);
    const found = await findSecondFactors(tx, personId);
    if (!hasSecondFactor(found)) {
      await audit(tx, 'session.started', { type: 'person', id: personId });
      return null;
    }
    await dropSession(tx, sessionToken);
    const token = newSecret();
    await insertChallenge(tx, 'second_step', token, clock(), { personId, remember });
    await audit(tx, 'session.second_step', { type: 'person', id: personId });
    return { token, authenticator: found.authenticatorSince !== null, passkey: found.passkeys > 0 };
  });
}

/** Takes the code of the second step, and answers with the token of the session that begins by it. */
export async function finishSecondStep(
  platform: Platform,
  token: string,
  code: string,
  caller: Caller,
): Promise<{ token: string; remember: boolean }> {
  const { db, clock } = platform;
  const challenge = await findChallenge(db, 'second_step', token, clock());
  if (challenge?.person_id == null) throw new Refusal('sign_in_expired');
  const { person_id: personId, remember } = challenge;
  return withSecondFactor(platform, personId, code, async (tx) => {
    const now = clock();
    // Gone meanwhile: another answer was faster, or the password has been changed.
    if ((await takeChallenge(tx, 'second_step', token, now)) === undefined) throw new Refusal('sign_in_expired');
    await audit(tx, 'session.started', { type: 'person', id: personId }, { by: 'second factor' });
    return { token: await insertSession(tx, personId, { remember, caller, now }), remember };
  });
}

/** Begins the session of whoever showed a passkey, and answers with its token. */
export async function startSessionByPasskey(
  { db, clock }: Platform,
  { personId, noteUse }: { personId: string; noteUse: (tx: Tx) => Promise<void> },
  remember: boolean,
  caller: Caller,
): Promise<string> {
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    await noteUse(tx);
    await audit(tx, 'session.started', { type: 'person', id: personId }, { by: 'passkey' });
    return insertSession(tx, personId, { remember, caller, now: clock() });
  });
}

import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { readRecoveryCode } from './recovery-code.ts';
import { findAuthenticator, findSecondFactors, spendRecoveryCode, spendStep } from './second-factors-store.ts';
import { tellSigningIn } from './tell-signing-in.ts';
import { totpStep } from './totp.ts';

// Three codes of a million are right at any time: at this rate a year of guessing succeeds once in three, and each
// quarter of an hour of it needs the password too.
const ATTEMPTS = 10;
const ATTEMPTS_SECONDS = 900;

const wrongCode = (code: 'invalid' | 'required') =>
  new Refusal('second_factor_wrong', { fields: [{ pointer: '/code', code }] });

/**
 * Takes a code of the person's authenticator app, or one of their recovery codes, and runs `then` in the transaction
 * that spends it. Attempts are counted per person, wherever they come from: too many lock this step for a while, and
 * neither the account nor its passkeys.
 */
export async function withSecondFactor<T>(
  platform: Platform,
  personId: string,
  typed: string | undefined,
  then: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { db } = platform;
  if (typed === undefined) throw wrongCode('required');
  await throttle(db, `secondFactor:${personId}`, ATTEMPTS, ATTEMPTS_SECONDS);
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    if (!(await spend(tx, platform, personId, typed))) throw wrongCode('invalid');
    return then(tx);
  });
}

async function spend(tx: Tx, platform: Platform, personId: string, typed: string): Promise<boolean> {
  const now = platform.clock();
  const recoveryCode = readRecoveryCode(typed);
  if (recoveryCode !== null) {
    if (!(await spendRecoveryCode(tx, personId, recoveryCode, now))) return false;
    const { recoveryCodesLeft } = await findSecondFactors(tx, personId);
    await audit(tx, 'recovery_code.used', { type: 'person', id: personId }, { left: recoveryCodesLeft });
    await tellSigningIn(tx, platform, personId, 'recovery_code_used', { left: String(recoveryCodesLeft) });
    return true;
  }
  const authenticator = await findAuthenticator(tx, personId);
  if (authenticator?.sealed_secret == null) return false;
  const secret = platform.keyring.open('totp', authenticator.sealed_secret, personId);
  const step = totpStep(secret, typed.replaceAll(/\s/gu, ''), now, authenticator.last_step);
  return step !== null && spendStep(tx, personId, step);
}

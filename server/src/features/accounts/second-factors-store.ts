import { randomBytes } from 'node:crypto';
import type { Db, Tx } from '#platform/db/database.ts';
import { hashRecoveryCode, RECOVERY_CODE_BYTES, RECOVERY_CODES, writeRecoveryCode } from './recovery-code.ts';

/** Makes whoever changes or relies on a person's second factors wait for the others. */
export async function lockPerson(tx: Tx, personId: string): Promise<void> {
  await tx.selectFrom('auth.people').select('id').where('id', '=', personId).forUpdate().executeTakeFirstOrThrow();
}

/** Which second factors a person has. */
export async function findSecondFactors(
  db: Db | Tx,
  personId: string,
): Promise<{ authenticatorSince: Date | null; passkeys: number; recoveryCodesLeft: number }> {
  const row = await db
    .selectFrom('auth.people as p')
    .leftJoin('auth.authenticators as a', 'a.person_id', 'p.id')
    .select((eb) => [
      'a.confirmed_at',
      eb
        .selectFrom('auth.passkeys as k')
        .select((k) => k.fn.countAll().as('n'))
        .whereRef('k.person_id', '=', 'p.id')
        .as('passkeys'),
      eb
        .selectFrom('auth.recovery_codes as r')
        .select((r) => r.fn.countAll().as('n'))
        .whereRef('r.person_id', '=', 'p.id')
        .where('r.used_at', 'is', null)
        .as('codes'),
    ])
    .where('p.id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    authenticatorSince: row.confirmed_at,
    passkeys: Number(row.passkeys),
    recoveryCodesLeft: Number(row.codes),
  };
}

export const hasSecondFactor = (found: { authenticatorSince: Date | null; passkeys: number }): boolean =>
  found.authenticatorSince !== null || found.passkeys > 0;

/** Keeps the secret of an app that is being set up; one that works stays as it is. */
export async function upsertPendingAuthenticator(tx: Tx, personId: string, sealed: Buffer, until: Date): Promise<void> {
  const pending = { pending_secret: sealed, pending_until: until };
  await tx
    .insertInto('auth.authenticators')
    .values({ person_id: personId, ...pending })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(pending))
    .execute();
}

export interface AuthenticatorRow {
  sealed_secret: Buffer | null;
  last_step: number;
  pending_secret: Buffer | null;
  pending_until: Date | null;
}

export async function findAuthenticator(db: Db | Tx, personId: string): Promise<AuthenticatorRow | undefined> {
  const row = await db
    .selectFrom('auth.authenticators')
    .select(['sealed_secret', 'last_step', 'pending_secret', 'pending_until'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, last_step: Number(row.last_step) };
}

/** Puts the app that was being set up in the place of the one before. */
export async function adoptAuthenticator(tx: Tx, personId: string, step: number, now: Date): Promise<void> {
  await tx
    .updateTable('auth.authenticators')
    .set((eb) => ({
      sealed_secret: eb.ref('pending_secret'),
      confirmed_at: now,
      last_step: step,
      pending_secret: null,
      pending_until: null,
    }))
    .where('person_id', '=', personId)
    .execute();
}

/** Spends the code of a time step; of several that give it at the same time only one is told yes. */
export async function spendStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('auth.authenticators')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes the authenticator app away; answers whether there was one that worked. */
export async function deleteAuthenticator(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('auth.authenticators')
    .where('person_id', '=', personId)
    .returning('confirmed_at')
    .executeTakeFirst();
  return row?.confirmed_at != null;
}

/** Gives a person new recovery codes in the place of all they had. This is the only time they can be read. */
export async function replaceRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
  await deleteRecoveryCodes(tx, personId);
  const codes = Array.from({ length: RECOVERY_CODES }, () => writeRecoveryCode(randomBytes(RECOVERY_CODE_BYTES)));
  await tx
    .insertInto('auth.recovery_codes')
    .values(codes.map((code) => ({ person_id: personId, code_hash: hashRecoveryCode(code.replaceAll('-', '')) })))
    .execute();
  return codes;
}

/** Spends a recovery code; of several that give it at the same time only one is told yes. */
export async function spendRecoveryCode(tx: Tx, personId: string, code: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('auth.recovery_codes')
    .set({ used_at: now })
    .where('person_id', '=', personId)
    .where('code_hash', '=', hashRecoveryCode(code))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deleteRecoveryCodes(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('auth.recovery_codes').where('person_id', '=', personId).execute();
}

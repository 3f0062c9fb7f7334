import { newId } from '#platform/ids.ts';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';

export interface NewRegistration {
  licenseId: string;
  email: string;
  name: string;
  companyName: string | null;
  language: string;
  passwordHash: string;
  expiresAt: Date;
}

export async function insertRegistration(tx: Tx, r: NewRegistration): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.registrations')
    .values({
      id,
      license_id: r.licenseId,
      email: r.email,
      name: r.name,
      company_name: r.companyName,
      language: r.language,
      password_hash: r.passwordHash,
      expires_at: r.expiresAt,
    })
    .execute();
  return id;
}

/** A registration that nobody was written to yet, locked; undefined when its mail was written already. */
export async function lockUnmailedRegistration(tx: Tx, id: string) {
  return tx
    .selectFrom('app.registrations')
    .select(['id', 'license_id', 'email', 'language'])
    .where('id', '=', id)
    .where('token_hash', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function setRegistrationToken(tx: Tx, id: string, tokenHash: Buffer): Promise<void> {
  await tx.updateTable('app.registrations').set({ token_hash: tokenHash }).where('id', '=', id).execute();
}

export async function dropRegistration(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.registrations').where('id', '=', id).execute();
}

/**
 * Takes a registration out by its token: a link works once. Confirmations of one address wait for each other, so that
 * the second finds the person the first one made.
 */
export async function takeRegistration(tx: Tx, tokenHash: Buffer, now: Date) {
  const found = await tx
    .selectFrom('app.registrations')
    .select('email')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(tx, `registration ${found.email}`);
  return tx
    .deleteFrom('app.registrations')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Other unconfirmed registrations of an address end when one is confirmed. */
export async function dropRegistrationsOf(tx: Tx, email: string): Promise<void> {
  await tx.deleteFrom('app.registrations').where('email', '=', email).execute();
}

export async function dropExpiredRegistrations(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('app.registrations').where('expires_at', '<=', now).execute();
}

import { newId } from '#platform/ids.ts';
import type { AgentRole } from '@companyaccount/contract/permissions';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract/schema';
import type { Db, Tx } from '#platform/db/database.ts';

/** The interface language of a stored code; English when it is none of ours. */
export const asInterfaceLanguage = (language: string | null | undefined): InterfaceLanguage =>
  INTERFACE_LANGUAGES.find((known) => known === language) ?? 'en';

export interface NewPerson {
  name: string;
  email: string;
  language: InterfaceLanguage;
  passwordHash: string;
}

/** E-mail addresses are compared in lower case. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

/** Writes a person with a confirmed address and a password. */
export async function insertPerson(tx: Tx, { name, email, language, passwordHash }: NewPerson): Promise<string> {
  const id = newId();
  await tx
    .insertInto('auth.people')
    .values({ id, name: name.trim(), email: normalizeEmail(email), email_verified: true, language })
    .execute();
  await tx
    .insertInto('auth.accounts')
    .values({ person_id: id, account_id: id, provider_id: 'credential', password: passwordHash })
    .execute();
  return id;
}

/** Makes a person staff of the vendor. */
export async function insertAgent(tx: Tx, personId: string, roles: readonly AgentRole[]): Promise<void> {
  await tx
    .insertInto('app.agents')
    .values({ person_id: personId, roles: [...roles] })
    .execute();
}

/** Whether the vendor has an admin. */
export async function hasAdmin(tx: Tx): Promise<boolean> {
  const admin = await tx
    .selectFrom('app.agents')
    .select('person_id')
    .where('active', '=', true)
    .where((eb) => eb(eb.val('admin'), '=', eb.fn.any('roles')))
    .limit(1)
    .executeTakeFirst();
  return admin !== undefined;
}

/** Whether the person is staff of the vendor, or was: such a person never stands on the customers' side. */
export async function isStaff(db: Db | Tx, personId: string): Promise<boolean> {
  const agent = await db
    .selectFrom('app.agents')
    .select('person_id')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return agent !== undefined;
}

/** Whether the person belongs to a company, or waits for one. */
export async function isMemberAnywhere(tx: Tx, personId: string): Promise<boolean> {
  const member = await tx
    .selectFrom('app.members')
    .select('id')
    .where('person_id', '=', personId)
    .where('state', '!=', 'removed')
    .limit(1)
    .executeTakeFirst();
  return member !== undefined;
}

/** Ends every link to a new password that the person still has, and every sign-in that waits for its second step. */
export async function dropLinksOf(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('auth.challenges').where('person_id', '=', personId).execute();
  await tx.deleteFrom('auth.verifications').where('value', '=', personId).execute();
}

export async function findPersonByEmail(
  tx: Tx,
  email: string,
): Promise<{ id: string; name: string; language: string } | undefined> {
  return tx
    .selectFrom('auth.people')
    .select(['id', 'name', 'language'])
    .where('email', '=', normalizeEmail(email))
    .executeTakeFirst();
}

/** Name and address of a person who is signed in. */
export async function loadPerson(
  db: Db | Tx,
  id: string,
): Promise<{ id: string; name: string; email: string; language: string }> {
  return db
    .selectFrom('auth.people')
    .select(['id', 'name', 'email', 'language'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** The hash of a person's password; null when they have none. */
export async function findPasswordHash(db: Db | Tx, personId: string): Promise<string | null> {
  const account = await db
    .selectFrom('auth.accounts')
    .select('password')
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  return account?.password ?? null;
}

/** Gives a person another password. */
export async function updatePasswordHash(tx: Tx, personId: string, passwordHash: string): Promise<void> {
  await tx
    .updateTable('auth.accounts')
    .set((eb) => ({ password: passwordHash, updated_at: eb.fn('now') }))
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .execute();
}

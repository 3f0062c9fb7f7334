import type { MemberRole } from '@companyaccount/contract/permissions';
import type { Tx } from '#platform/db/database.ts';
import type { Scope } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { asInterfaceLanguage } from './people-store.ts';

/**
 * Administration runs on the vendor's side of the wall, with the company taken from the actor. Letting customers'
 * transactions write `app.members` instead would make every hole in any of them a way to become an administrator, and
 * they would need addresses, mails and events about other people besides, none of which a customer's transaction has.
 */
export const administrationScope = (actor: Member): Scope => ({ side: 'vendor', personId: actor.personId });

/** The company that the actor acts for; under any other id there is none. */
export function ownCompany(actor: Member, id: string): string {
  if (id !== actor.membership.companyId) throw new Refusal('not_found');
  return id;
}

/** Refuses when there is no such company. */
export async function assertCompany(tx: Tx, id: string): Promise<void> {
  const company = await tx.selectFrom('app.companies').select('id').where('id', '=', id).executeTakeFirst();
  if (company === undefined) throw new Refusal('not_found');
}

/** Locks any company, for a change by the vendor. */
export async function lockCompanyById(tx: Tx, id: string) {
  const company = await tx
    .selectFrom('app.companies')
    .select(['id', 'name', 'sharing', 'version'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (company === undefined) throw new Refusal('not_found');
  return company;
}

/**
 * Locks the company for a change by one of its administrators. Whatever concerns who may administer it waits for each
 * other here, and the actor's own role is asked again afterwards: it may have been taken away meanwhile.
 */
export async function lockCompany(tx: Tx, actor: Member, id: string) {
  const company = await lockCompanyById(tx, ownCompany(actor, id));
  const own = await tx
    .selectFrom('app.members')
    .select('role')
    .where('company_id', '=', id)
    .where('person_id', '=', actor.personId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (own?.role !== 'administrator') throw new Refusal('forbidden');
  return company;
}

/** A member of a locked company, active or waiting; a removed one does not exist. */
export async function findMember(tx: Tx, companyId: string, memberId: string) {
  const row = await tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.person_id', 'm.role', 'm.state', 'p.name', 'p.email', 'p.language'])
    .where('m.id', '=', memberId)
    .where('m.company_id', '=', companyId)
    .where('m.state', 'in', ['active', 'pending'])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return {
    id: row.id,
    personId: row.person_id,
    name: row.name,
    email: row.email,
    language: asInterfaceLanguage(row.language),
    role: row.role as MemberRole,
    state: row.state as 'active' | 'pending',
  };
}

/** Refuses when this is the only administrator that the locked company has. */
export async function assertNotLastAdministrator(tx: Tx, companyId: string, memberId: string): Promise<void> {
  const other = await tx
    .selectFrom('app.members')
    .select('id')
    .where('company_id', '=', companyId)
    .where('role', '=', 'administrator')
    .where('state', '=', 'active')
    .where('id', '!=', memberId)
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) throw new Refusal('last_administrator');
}

import type { MemberRole } from '@companyaccount/contract/permissions';
import type { Tx } from '#platform/db/database.ts';

/** Changes what a member is. */
export async function updateMember(
  tx: Tx,
  memberId: string,
  change: { role?: MemberRole; state?: 'active' | 'removed' },
): Promise<void> {
  await tx.updateTable('app.members').set(change).where('id', '=', memberId).execute();
}

/** Ends the sessions in which a person acts for a company, or has not chosen one. */
export async function endSessionsFor(tx: Tx, personId: string, companyId: string): Promise<void> {
  await tx
    .deleteFrom('auth.sessions')
    .where('person_id', '=', personId)
    .where((eb) => eb.or([eb('company_id', '=', companyId), eb('company_id', 'is', null)]))
    .execute();
}

/** The company's administrators, always in the same order, so that mails to them wait for each other in one way. */
export async function findAdministrators(
  tx: Tx,
  companyId: string,
): Promise<{ name: string; email: string; language: string; timeZone: string }[]> {
  return tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['p.name', 'p.email', 'p.language', 'p.time_zone as timeZone'])
    .where('m.company_id', '=', companyId)
    .where('m.role', '=', 'administrator')
    .where('m.state', '=', 'active')
    .orderBy('p.id')
    .execute();
}

/** The active member of a company who signs in with this address, in lower case. */
export async function findMemberByEmail(tx: Tx, companyId: string, email: string) {
  return tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['p.id as personId', 'p.name', 'p.email', 'p.language', 'm.role'])
    .where('m.company_id', '=', companyId)
    .where('m.state', '=', 'active')
    .where('p.email', '=', email)
    .executeTakeFirst();
}

/** What a person is in a company, active or waiting; the company stays locked until the transaction ends. */
export async function findOwnMembership(tx: Tx, personId: string, companyId: string) {
  await tx.selectFrom('app.companies').select('id').where('id', '=', companyId).forNoKeyUpdate().execute();
  return tx
    .selectFrom('app.members')
    .select(['id', 'role', 'state'])
    .where('company_id', '=', companyId)
    .where('person_id', '=', personId)
    .where('state', 'in', ['active', 'pending'])
    .executeTakeFirst();
}

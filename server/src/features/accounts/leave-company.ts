import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal } from '#platform/errors.ts';
import { endSessionsFor, findAdministrators, findOwnMembership, updateMember } from './members-store.ts';
import { tellMemberChange } from './tell-members.ts';

/** The job that asks the vendor for an administrator where a company has none any more. */
export const NO_ADMINISTRATOR_TASK = 'account-help.no-administrator';

/** Asks the vendor for an administrator if the company has lost its last one. */
async function askWithoutAdministrator(tx: Tx, companyId: string): Promise<void> {
  if ((await findAdministrators(tx, companyId)).length > 0) return;
  await enqueue(tx, NO_ADMINISTRATOR_TASK, { companyId }, { key: `${NO_ADMINISTRATOR_TASK}:${companyId}` });
}

/**
 * Takes a person out of a company at their own wish. The last administrator must say so: the company then has none until
 * the vendor appoints one.
 */
export async function leaveCompany(
  tx: Tx,
  personId: string,
  companyId: string,
  withoutAdministrator: boolean,
): Promise<void> {
  const member = await findOwnMembership(tx, personId, companyId);
  if (member === undefined) throw new Refusal('not_found');
  const administers = member.state === 'active' && member.role === 'administrator';
  if (administers && !withoutAdministrator && (await findAdministrators(tx, companyId)).length === 1) {
    throw new Refusal('last_administrator');
  }
  await updateMember(tx, member.id, { state: 'removed' });
  await endSessionsFor(tx, personId, companyId);
  await tellMemberChange(tx, companyId, { id: member.id, personId }, 'member.left', { role: member.role });
  if (administers) await askWithoutAdministrator(tx, companyId);
}

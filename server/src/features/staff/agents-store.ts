import type { AgentRole } from '@companyaccount/contract/permissions';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';

export interface StoredAgent {
  id: string;
  name: string;
  email: string;
  language: InterfaceLanguage;
  roles: AgentRole[];
  active: boolean;
}

/** Changes of who administers the installation wait for each other, so that somebody always does. */
export const lockStaff = async (tx: Tx): Promise<void> => {
  await takeTurn(tx, 'staff');
};

/**
 * Locks the staff for a change by an admin, whose own role is asked again afterwards: it may have been taken away
 * meanwhile.
 */
export async function lockStaffFor(tx: Tx, actor: Agent): Promise<void> {
  await lockStaff(tx);
  const own = await findAgent(tx, actor.personId);
  if (own?.active !== true || !own.roles.includes('admin')) throw new Refusal('forbidden');
}

/** A person of the staff, also one who left. */
export async function findAgent(tx: Tx, id: string): Promise<StoredAgent | undefined> {
  const row = await tx
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'a.roles', 'a.active'])
    .where('a.person_id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...row, language: asInterfaceLanguage(row.language), roles: row.roles as AgentRole[] };
}

export async function assertAgent(tx: Tx, id: string): Promise<StoredAgent> {
  const agent = await findAgent(tx, id);
  if (agent === undefined) throw new Refusal('not_found');
  return agent;
}

/** Refuses when nobody but this person administers the installation. */
export async function assertNotLastAdmin(tx: Tx, id: string): Promise<void> {
  const other = await tx
    .selectFrom('app.agents')
    .select('person_id')
    .where('active', '=', true)
    .where('person_id', '!=', id)
    .where((eb) => eb(eb.val('admin'), '=', eb.fn.any('roles')))
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) throw new Refusal('last_admin');
}

export async function updateAgent(
  tx: Tx,
  id: string,
  change: { roles?: AgentRole[]; active?: boolean },
): Promise<void> {
  await tx.updateTable('app.agents').set(change).where('person_id', '=', id).execute();
}

export async function endAllSessions(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('auth.sessions').where('person_id', '=', personId).execute();
}

/** Open requests that a person has and no longer works on, a hundred at most. */
export async function lockRequestsToRelease(
  tx: Tx,
  ownerId: string,
  desks: readonly string[],
): Promise<{ id: string; company_id: string | null; desk: string; author_id: string | null }[]> {
  return tx
    .selectFrom('app.requests')
    .select(['id', 'company_id', 'desk', 'author_id'])
    .where('owner_id', '=', ownerId)
    .where('status', 'in', ['new', 'open', 'waiting_for_customer'])
    .$if(desks.length > 0, (q) => q.where('desk', 'not in', desks))
    .orderBy('id')
    .limit(100)
    .forUpdate()
    .execute();
}

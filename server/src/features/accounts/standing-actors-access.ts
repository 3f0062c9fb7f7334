import { AGENT_ROLES, type AgentRole, type MemberRole } from '@companyaccount/contract/permissions';
import type { Db } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { asInterfaceLanguage } from './people-store.ts';

/**
 * A person with their rights of this very moment, for work that goes on after their call has ended: for a company that they
 * belong to, or, where that is null, for the vendor. Null where they have no rights there any more.
 */
export async function findStandingActor(
  db: Db,
  { personId, companyId }: { personId: string; companyId: string | null },
): Promise<Member | Agent | null> {
  const found = await db
    .selectFrom('auth.people as p')
    .leftJoin('app.agents as a', (join) => join.onRef('a.person_id', '=', 'p.id').on('a.active', '=', true))
    .leftJoin('app.members as m', (join) =>
      join.onRef('m.person_id', '=', 'p.id').on('m.company_id', '=', companyId).on('m.state', '=', 'active'),
    )
    .leftJoin('app.companies as c', 'c.id', 'm.company_id')
    .select(['p.language', 'a.roles', 'm.role', 'c.sharing'])
    .where('p.id', '=', personId)
    .executeTakeFirst();
  if (found === undefined) return null;
  const person = {
    personId,
    // No session and no token stands behind it, so nothing that asks for a fresh one is open to it.
    sessionId: '',
    token: null,
    signedInAt: new Date(0),
    secondFactorMissing: false,
    language: asInterfaceLanguage(found.language),
  };
  if (companyId === null) {
    const [first, ...others] = AGENT_ROLES.filter((role): role is AgentRole => found.roles?.includes(role) === true);
    return first === undefined ? null : { ...person, membership: null, agentRoles: [first, ...others] };
  }
  // Staff act for the vendor alone.
  if (found.roles !== null || found.role === null || found.sharing === null) return null;
  const membership = { companyId, role: found.role as MemberRole, sharing: found.sharing as 'own' | 'company' };
  return { ...person, membership, agentRoles: [] };
}

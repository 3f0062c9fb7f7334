import { AGENT_ROLES, type AgentRole, type MemberRole } from '@companyaccount/contract/permissions';
import type { FastifyRequest } from 'fastify';
import type { Db } from '#platform/db/database.ts';
import { type Actor, NOBODY } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { bearerOf } from './api-token.ts';
import { asInterfaceLanguage } from './people-store.ts';
import { type SessionCookie, sessionTokenOf } from './session-cookie.ts';
import { STAFF_IDLE_MS } from './sessions-store.ts';
import { findLivingTokens, findTokenActor } from './token-actors-access.ts';

const USE_NOTED_MS = 60_000;

const isAgentRole = (role: string): role is AgentRole => (AGENT_ROLES as readonly string[]).includes(role);

/**
 * Who calls: the person of the token or of the session cookie with their rights of this very moment. Staff act for the
 * vendor; a member acts for the company chosen in the session, else for the first one that has let them in.
 */
export async function findActor(
  { db, clock, config }: Platform,
  sessionCookie: SessionCookie,
  request: FastifyRequest,
): Promise<Actor> {
  const { cookie, authorization } = request.headers;
  // A call with both is the token's alone.
  const bearer = bearerOf(authorization);
  if (bearer !== null) return findTokenActor(db, bearer, request.ip, clock());
  if (cookie === undefined) return NOBODY;
  const token = sessionTokenOf(sessionCookie, cookie);
  if (token === null) return NOBODY;
  const now = clock();

  const rights = await db
    .selectFrom('auth.sessions as s')
    .innerJoin('auth.people as p', 'p.id', 's.person_id')
    .leftJoin('app.agents as a', (join) => join.onRef('a.person_id', '=', 's.person_id').on('a.active', '=', true))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('app.members as m')
          .innerJoin('app.companies as c', 'c.id', 'm.company_id')
          .select(['m.company_id', 'm.role', 'c.sharing'])
          .whereRef('m.person_id', '=', 's.person_id')
          .where('m.state', '=', 'active')
          .orderBy((chosen) => chosen('m.company_id', 'is not distinct from', chosen.ref('s.company_id')), 'desc')
          .orderBy('m.created_at')
          .limit(1)
          .as('member'),
      (join) => join.onTrue(),
    )
    .select([
      's.id as session_id',
      's.person_id',
      'p.language',
      's.signed_in_at',
      's.last_used_at',
      's.second_factor',
      'a.roles',
      'member.company_id',
      'member.role',
      'member.sharing',
    ])
    .where('s.token', '=', token)
    .where('s.expires_at', '>', now)
    .executeTakeFirst();
  if (rights === undefined) return NOBODY;
  const { session_id: sessionId, person_id: personId } = rights;
  const idle = now.getTime() - rights.last_used_at.getTime();
  if (rights.roles !== null && idle > STAFF_IDLE_MS) return NOBODY;
  if (idle > USE_NOTED_MS) await noteUse(db, sessionId, now);
  const person = {
    personId,
    sessionId,
    token: null,
    signedInAt: rights.signed_in_at,
    secondFactorMissing: rights.roles !== null && !config.demo && !rights.second_factor,
    language: asInterfaceLanguage(rights.language),
  };
  if (rights.roles !== null) return { ...person, membership: null, agentRoles: rights.roles.filter(isAgentRole) };
  const { company_id: companyId, role, sharing } = rights;
  const membership =
    companyId === null ? null : { companyId, role: role as MemberRole, sharing: sharing as 'own' | 'company' };
  return { ...person, membership, agentRoles: [] };
}

/** Notes that a session is in use; once a minute is exact enough, and spares a write per call. */
async function noteUse(db: Db, sessionId: string, now: Date): Promise<void> {
  await db.updateTable('auth.sessions').set({ last_used_at: now }).where('id', '=', sessionId).execute();
}

/** Which of these sessions (and tokens) are over, so that their live streams can be ended. */
export async function findEndedSessions(db: Db, sessionIds: readonly string[], now: Date): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set();
  const alive = await db
    .selectFrom('auth.sessions')
    .select('id')
    .where('id', 'in', sessionIds)
    .where('expires_at', '>', now)
    .execute();
  const ids = new Set([...alive.map(({ id }) => id), ...(await findLivingTokens(db, sessionIds, now))]);
  return new Set(sessionIds.filter((id) => !ids.has(id)));
}

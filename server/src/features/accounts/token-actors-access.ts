import { AGENT_ROLES, type MemberRole } from '@companyaccount/contract/permissions';
import type { TokenScope } from '@companyaccount/contract/token-scopes';
import type { Db } from '#platform/db/database.ts';
import { type Actor, NOBODY } from '#platform/http/actor.ts';
import { countedAddress, throttle } from '#platform/http/throttle.ts';
import { hashToken } from './api-token.ts';
import { noteTokenUse } from './api-tokens-store.ts';
import { asInterfaceLanguage } from './people-store.ts';

const USE_NOTED_MS = 60_000;
const WRONG_TOKENS = 30;
const WRONG_TOKENS_SECONDS = 60;

const findAlive = (db: Db, token: string, now: Date) =>
  db
    .selectFrom('app.api_tokens as t')
    .innerJoin('auth.people as p', 'p.id', 't.person_id')
    .leftJoin('app.agents as a', (join) => join.onRef('a.person_id', '=', 't.person_id').on('a.active', '=', true))
    .leftJoin('app.members as m', (join) =>
      join
        .onRef('m.person_id', '=', 't.person_id')
        .onRef('m.company_id', '=', 't.company_id')
        .on('m.state', '=', 'active'),
    )
    .leftJoin('app.companies as c', 'c.id', 'm.company_id')
    .select(['t.id', 't.person_id', 't.scopes', 't.last_used_at', 't.company_id', 'p.language'])
    .select(['a.roles', 'm.role', 'c.sharing'])
    .where('t.hash', '=', hashToken(token))
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', now)
    .executeTakeFirst();

/**
 * Who calls with this token: its person, for its company or for the vendor, with the rights of this very moment; nobody
 * where the token is wrong, has ended, or its person has no rights there any more. Wrong ones are counted by address.
 */
export async function findTokenActor(db: Db, token: string, address: string, now: Date): Promise<Actor> {
  const found = token === '' ? undefined : await findAlive(db, token, now);
  const membership =
    found?.company_id == null || found.role === null || found.sharing === null
      ? null
      : { companyId: found.company_id, role: found.role as MemberRole, sharing: found.sharing as 'own' | 'company' };
  const agentRoles =
    found?.company_id === null ? AGENT_ROLES.filter((role) => found.roles?.includes(role) === true) : [];
  if (found === undefined || (membership === null && agentRoles.length === 0)) {
    await throttle(db, `token:${countedAddress(address)}`, WRONG_TOKENS, WRONG_TOKENS_SECONDS);
    return NOBODY;
  }
  if (now.getTime() - (found.last_used_at?.getTime() ?? 0) >= USE_NOTED_MS) {
    await noteTokenUse(db, found.id, now, address);
  }
  return {
    personId: found.person_id,
    // Streams are kept, counted and ended by it.
    sessionId: found.id,
    token: { id: found.id, scopes: found.scopes as TokenScope[] },
    // Never fresh: what asks for a sign-in of just now is not for programs.
    signedInAt: new Date(0),
    secondFactorMissing: false,
    language: asInterfaceLanguage(found.language),
    membership,
    agentRoles,
  };
}

/** Which of these tokens still open something that they opened. */
export async function findLivingTokens(db: Db, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('app.api_tokens')
    .select('id')
    .where('id', 'in', ids)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  return rows.map(({ id }) => id);
}

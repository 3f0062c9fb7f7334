import { adminAgentRoutes } from '@companyaccount/contract/admin-agents';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { inviteAgent, inviteAgentAgain } from './add-agent.ts';
import { listAgentRows, loadAgent, presentAgent } from './agents-views.ts';
import { changeAgentRoles, deactivateAgent, reactivateAgent } from './change-agent.ts';
import { setUp } from './open-set-up.ts';

/** Handlers of the vendor's staff, and of the first admin. */
export function staffHandlers(platform: Platform): Handlers<typeof adminAgentRoutes> {
  const { db } = platform;
  const change = async (actor: Agent, id: string, deed: (tx: Tx) => Promise<void>) =>
    transact(db, scopeOf(actor), async (tx) => {
      await deed(tx);
      return loadAgent(tx, id);
    });
  return {
    setUp: async ({ body }) => setUp(platform, body),
    listAgents: async ({ actor, query }) =>
      page(
        adminAgentRoutes.listAgents,
        { query },
        await transact(db, scopeOf(actor), (tx) => listAgentRows(tx, query)),
        presentAgent,
        (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      ),
    inviteAgent: async ({ actor, body }) => inviteAgent(platform, actor, body),
    inviteAgentAgain: async ({ actor, params: { id } }) => inviteAgentAgain(platform, actor, id),
    changeAgentRoles: async ({ actor, params: { id }, body: { roles } }) =>
      change(actor, id, (tx) => changeAgentRoles(tx, actor, id, roles)),
    deactivateAgent: async ({ actor, params: { id } }) => change(actor, id, (tx) => deactivateAgent(tx, actor, id)),
    reactivateAgent: async ({ actor, params: { id } }) => change(actor, id, (tx) => reactivateAgent(tx, actor, id)),
  };
}

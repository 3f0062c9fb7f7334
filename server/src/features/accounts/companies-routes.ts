import { companyRoutes } from '@companyaccount/contract/companies';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Member, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { approveMember } from './approve-member.ts';
import { changeRole } from './change-role.ts';
import { editCompany } from './edit-company.ts';
import { administrationScope, ownCompany } from './members-access.ts';
import { listMembers, loadCompany, loadMember, presentMember } from './members-views.ts';
import { rejectMember } from './reject-member.ts';
import { removeMember } from './remove-member.ts';

/** Handlers of a company and its members. */
export function companyHandlers(platform: Platform): Handlers<typeof companyRoutes> {
  const { db, clock } = platform;
  const administer = <T>(actor: Member, work: (tx: Tx) => Promise<T>) => transact(db, administrationScope(actor), work);
  return {
    getCompany: async ({ actor, params }) => {
      ownCompany(actor, params.id);
      return transact(db, scopeOf(actor), (tx) => loadCompany(tx, actor, clock()));
    },
    patchCompany: async ({ actor, params, body, version }) =>
      administer(actor, async (tx) => {
        await editCompany(tx, actor, params.id, version, body);
        return loadCompany(tx, actor, clock());
      }),
    listMembers: async ({ actor, params, query }) => {
      ownCompany(actor, params.id);
      const rows = await administer(actor, (tx) => listMembers(tx, actor, query));
      return page(
        companyRoutes.listMembers,
        { params, query },
        rows,
        (row) => presentMember(row, actor),
        (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      );
    },
    approveMember: async ({ actor, params: { id, memberId } }) =>
      administer(actor, async (tx) => {
        await approveMember(tx, platform, actor, id, memberId);
        return loadMember(tx, actor, memberId);
      }),
    rejectMember: async ({ actor, params: { id, memberId } }) =>
      administer(actor, (tx) => rejectMember(tx, actor, id, memberId)),
    changeMemberRole: async ({ actor, params: { id, memberId }, body: { role } }) =>
      administer(actor, async (tx) => {
        await changeRole(tx, actor, id, memberId, role);
        return loadMember(tx, actor, memberId);
      }),
    removeMember: async ({ actor, params: { id, memberId } }) =>
      administer(actor, (tx) => removeMember(tx, actor, id, memberId)),
  };
}

import { adminCompanyRoutes } from '@companyaccount/contract/admin-companies';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { listCompanyRows, loadCompanyRecord, presentSummary } from './admin-companies-views.ts';
import { listDomainRows, loadDomain, presentDomain } from './company-domains-views.ts';
import { confirmDomain } from './confirm-domain.ts';
import { renameCompany } from './edit-company.ts';
import { assertCompany } from './members-access.ts';
import { listMembersOf, presentMemberOf } from './members-views.ts';
import { withdrawDomain } from './withdraw-domain.ts';

const byCreation = (row: { id: string; created_at: Date }) => ({ value: row.created_at.toISOString(), id: row.id });

/** Handlers of companies for the vendor's administrators. */
export function adminCompanyHandlers(platform: Platform): Handlers<typeof adminCompanyRoutes> {
  const { db } = platform;
  return {
    listCompanies: async ({ actor, query }) => {
      const rows = await transact(db, scopeOf(actor), (tx) => listCompanyRows(tx, query));
      return page(adminCompanyRoutes.listCompanies, { query }, rows, presentSummary, byCreation);
    },
    getCompanyRecord: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), (tx) => loadCompanyRecord(tx, id)),
    renameCompany: async ({ actor, params: { id }, body: { name }, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await renameCompany(tx, id, version, name);
        return loadCompanyRecord(tx, id);
      }),
    listMembersOf: async ({ actor, params, query }) => {
      const rows = await transact(db, scopeOf(actor), async (tx) => {
        await assertCompany(tx, params.id);
        return listMembersOf(tx, params.id, ['active', 'pending'], query);
      });
      return page(adminCompanyRoutes.listMembersOf, { params, query }, rows, presentMemberOf, byCreation);
    },
    listDomainsOf: async ({ actor, params, query }) => {
      const rows = await transact(db, scopeOf(actor), async (tx) => {
        await assertCompany(tx, params.id);
        return listDomainRows(tx, params.id, query);
      });
      return page(adminCompanyRoutes.listDomainsOf, { params, query }, rows, presentDomain, byCreation);
    },
    vouchForDomain: async ({ actor, params: { id }, body: { domain } }) =>
      transact(db, scopeOf(actor), async (tx) => loadDomain(tx, id, await confirmDomain(tx, platform, id, domain))),
    withdrawDomain: async ({ actor, params: { id, domainId } }) =>
      transact(db, scopeOf(actor), (tx) => withdrawDomain(tx, id, domainId)),
  };
}

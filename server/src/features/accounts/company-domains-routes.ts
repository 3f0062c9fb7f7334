import { companyDomainRoutes } from '@companyaccount/contract/company-domains';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import type { Member } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { addDomain } from './add-domain.ts';
import { listDomainRows, loadDomain, presentDomain } from './company-domains-views.ts';
import { administrationScope, ownCompany } from './members-access.ts';
import { removeDomain } from './remove-domain.ts';
import { checkDomain } from './verify-domain.ts';

/** Handlers of a company's mail domains. */
export function companyDomainHandlers(platform: Platform): Handlers<typeof companyDomainRoutes> {
  const administer = <T>(actor: Member, work: (tx: Tx) => Promise<T>) =>
    transact(platform.db, administrationScope(actor), work);
  return {
    listDomains: async ({ actor, params, query }) => {
      ownCompany(actor, params.id);
      return page(
        companyDomainRoutes.listDomains,
        { params, query },
        await administer(actor, (tx) => listDomainRows(tx, params.id, query)),
        presentDomain,
        (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      );
    },
    addDomain: async ({ actor, params: { id }, body }) =>
      administer(actor, async (tx) => loadDomain(tx, id, await addDomain(tx, actor, id, body.domain))),
    checkDomain: async ({ actor, params: { id, domainId } }) => {
      await checkDomain(platform, actor, id, domainId);
      return administer(actor, (tx) => loadDomain(tx, id, domainId));
    },
    removeDomain: async ({ actor, params: { id, domainId } }) =>
      administer(actor, (tx) => removeDomain(tx, actor, id, domainId)),
  };
}

import type { Tx } from '#platform/db/database.ts';
import { lockDomainOf } from './company-domains-access.ts';
import { deleteDomain } from './company-domains-store.ts';
import { lockCompanyById } from './members-access.ts';
import { tellDomainChange } from './tell-domain.ts';

/** Takes a mail domain away from a company. Whoever came by it stays a member. */
export async function withdrawDomain(tx: Tx, companyId: string, domainId: string): Promise<void> {
  await lockCompanyById(tx, companyId);
  const domain = await lockDomainOf(tx, companyId, domainId);
  await deleteDomain(tx, domain.id);
  await tellDomainChange(tx, domain, 'domain.removed', { by: 'vendor' });
}

import type { Tx } from '#platform/db/database.ts';
import type { Member } from '#platform/http/actor.ts';
import { lockDomainOf } from './company-domains-access.ts';
import { deleteDomain } from './company-domains-store.ts';
import { lockCompany } from './members-access.ts';
import { tellDomainChange } from './tell-domain.ts';

/** Gives a domain up. Whoever came by it stays a member. */
export async function removeDomain(tx: Tx, actor: Member, companyId: string, domainId: string): Promise<void> {
  await lockCompany(tx, actor, companyId);
  const domain = await lockDomainOf(tx, companyId, domainId);
  await deleteDomain(tx, domain.id);
  await tellDomainChange(tx, domain, 'domain.removed');
}

import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { assertFewDomains, assertMailDomain } from './add-domain.ts';
import { lockDomainOf } from './company-domains-access.ts';
import { insertDomain, isProvedByOther, updateDomain } from './company-domains-store.ts';
import { lockCompanyById } from './members-access.ts';
import { mailAboutDomain, tellDomainChange } from './tell-domain.ts';

/**
 * Confirms a mail domain of a company by the vendor's word, claimed or not; answers with its id. From then on nothing in
 * DNS ends it.
 */
export async function confirmDomain(tx: Tx, platform: Platform, companyId: string, typed: string): Promise<string> {
  const name = assertMailDomain(typed);
  await lockCompanyById(tx, companyId);
  const { id, isNew } = await insertDomain(tx, companyId, name);
  if (isNew) await assertFewDomains(tx, companyId);
  const domain = await lockDomainOf(tx, companyId, id);
  if (domain.proof === 'vendor') return id;
  if (await isProvedByOther(tx, companyId, name)) throw new Refusal('domain_taken');
  await updateDomain(tx, id, { proof: 'vendor', proved_at: platform.clock(), missing_since: null, ended_at: null });
  await tellDomainChange(tx, domain, 'domain.confirmed', { by: 'vendor' });
  await mailAboutDomain(tx, platform, domain, 'domain_confirmed');
  return id;
}

import type { AuditAction } from '@companyaccount/contract/audit';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import type { Platform } from '#platform/platform.ts';
import type { StoredDomain } from './company-domains-access.ts';
import { findCompanyName } from './companies-store.ts';
import { inOwnLetters } from './mail-domain.ts';
import { findAdministrators } from './members-store.ts';
import { asInterfaceLanguage } from './people-store.ts';

type Domain = Pick<StoredDomain, 'id' | 'companyId' | 'domain'>;

/** Notes what was done about a domain, and tells the company's open pages. */
export async function tellDomainChange(
  tx: Tx,
  { id, companyId, domain }: Domain,
  action: AuditAction,
  data: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, action, { type: 'domain', id }, { domain, ...data }, companyId);
  await emit(tx, 'company_changed', { companyId });
}

/** Writes to every administrator of the company, each in their own language, how a domain stands now. */
export async function mailAboutDomain(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  { companyId, domain }: Domain,
  template: 'domain_confirmed' | 'domain_record_missing' | 'domain_ended',
): Promise<void> {
  const company = await findCompanyName(tx, companyId);
  for (const { name, email, language } of await findAdministrators(tx, companyId)) {
    await mailer.send(tx, {
      to: email,
      template,
      language: asInterfaceLanguage(language),
      values: { name, company, domain: inOwnLetters(domain), link: `${publicUrl()}/company/domains` },
      secret: false,
    });
  }
}

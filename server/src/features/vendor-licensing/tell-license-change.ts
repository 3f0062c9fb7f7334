import { findAdministrators } from '#features/accounts/index.ts';
import type { AuditAction } from '@companyaccount/contract/audit';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import type { Platform } from '#platform/platform.ts';
import { endInWords } from './license-words.ts';
import { loadMailFacts, type LockedLicense } from './licenses-store.ts';

export type LicenseMail = 'license_suspended' | 'license_resumed' | 'license_revoked' | 'license_renewed';

/** Lets open pages of the company and of the admins know that a license is another now. */
export async function announceLicense(tx: Tx, companyId: string | null): Promise<void> {
  if (companyId !== null) await emit(tx, 'license_changed', { companyId });
  await emit(tx, 'license_changed', {});
}

/** Notes a change of a license, announces it, and writes to the administrators of its company. */
export async function tellLicenseChange(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  license: LockedLicense,
  action: AuditAction,
  {
    template,
    reason = '',
    data = {},
  }: { template: LicenseMail | null; reason?: string; data?: Record<string, unknown> },
): Promise<void> {
  const companyId = license.company_id;
  await audit(tx, action, { type: 'license', id: license.id }, data, companyId);
  await announceLicense(tx, companyId);
  await tellHooks(tx, 'license.changed', { companyId, objectId: license.id, data: { deed: action } });
  const facts = companyId === null || template === null ? undefined : await loadMailFacts(tx, license);
  if (companyId === null || template === null || facts === undefined) return;
  for (const { name, email, language } of await findAdministrators(tx, companyId)) {
    await mailer.send(tx, {
      to: email,
      template,
      language: language as InterfaceLanguage,
      values: {
        name,
        company: facts.company,
        product: facts.product,
        serial: license.serial,
        plan: facts.plan,
        seats: String(facts.seats),
        end: endInWords(facts.valid_until, language as InterfaceLanguage),
        reason,
        link: `${publicUrl()}/home`,
      },
      secret: false,
    });
  }
}

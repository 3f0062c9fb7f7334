import { assertUsable, claimLicense, type LicenseProof, lockLicense, refuseProof } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { refuseField } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { findCompanyName, insertCompany, insertMember, letWait } from './companies-store.ts';
import { findAdministrators } from './members-store.ts';
import { asInterfaceLanguage } from './people-store.ts';

/** Whoever holds a code or key file of the company can cause these, under as many addresses as they have. */
const WAITING_MAILS_PER_HOUR = 20;

export interface Joined {
  companyId: string;
  companyName: string;
  membership: 'active' | 'pending';
}

interface Joining {
  person: { id: string; name: string; email: string };
  licenseId: string;
  /** How the person showed the license in this very call; null when they did so before. */
  proof: LicenseProof | null;
  /** What a new company would be called; null refuses an unclaimed license. */
  companyName: string | null;
}

/**
 * What a license opens to a person who holds it. Whoever comes first claims it: the company comes to be with them as its
 * first administrator; anyone later waits to be let in by an administrator. The license is locked and looked at again,
 * because it may have been claimed, suspended or revoked since it was found.
 */
export async function joinByLicense(
  tx: Tx,
  platform: Platform,
  { person, licenseId, proof, companyName }: Joining,
): Promise<Joined> {
  const { companyId: owner, state } = await lockLicense(tx, licenseId, platform.clock());
  assertUsable(state, proof);
  if (owner === null) {
    if (companyName === null) throw refuseField('/companyName', 'required');
    const companyId = await insertCompany(tx, companyName);
    await insertMember(tx, companyId, person.id, 'administrator', 'active');
    await claimLicense(tx, licenseId, companyId);
    await audit(tx, 'license.claimed', { type: 'person', id: person.id }, { licenseId }, companyId);
    await emit(tx, 'rights_changed', { companyId, personId: person.id });
    return { companyId, companyName: companyName.trim(), membership: 'active' };
  }
  const member = await letWait(tx, owner, person.id);
  if (member.state === 'active' && proof !== null) throw refuseProof(proof, 'license_already_added');
  const name = await findCompanyName(tx, owner);
  if (member.isNew) {
    await audit(tx, 'member.waiting', { type: 'person', id: person.id }, { licenseId }, owner);
    await emit(tx, 'rights_changed', { companyId: owner, personId: person.id });
    await emit(tx, 'company_changed', { companyId: owner });
    await askAdministrators(tx, platform, { id: owner, name }, person);
  }
  return { companyId: owner, companyName: name, membership: member.state };
}

/** Asks the administrators, each in their own language, whether to let a person in. */
async function askAdministrators(
  tx: Tx,
  { mailer, publicUrl }: Platform,
  company: { id: string; name: string },
  person: { name: string; email: string },
): Promise<void> {
  for (const { name, email, language } of await findAdministrators(tx, company.id)) {
    await mailer.send(tx, {
      to: email,
      template: 'member_waiting',
      language: asInterfaceLanguage(language),
      values: { name, company: company.name, person: person.name, email: person.email, link: `${publicUrl()}/company` },
      secret: false,
      hourly: WAITING_MAILS_PER_HOUR,
    });
  }
}

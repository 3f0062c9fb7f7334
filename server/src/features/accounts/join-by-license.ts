import { assertUsable, claimLicense, type LicenseProof, lockLicense, refuseProof } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { findCompanyName, insertCompany, insertMember, joinOrWait } from './companies-store.ts';
import { hasProved } from './company-domains-store.ts';
import { domainOfAddress } from './mail-domain.ts';
import { findAdministrators } from './members-store.ts';
import { asInterfaceLanguage, isStaff } from './people-store.ts';

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
 * first administrator; anyone later waits to be let in by an administrator, or is let in by a mail domain that the
 * company has proved. The license is locked and looked at again, because it may have been claimed, suspended or revoked
 * since it was found.
 */
export async function joinByLicense(
  tx: Tx,
  platform: Platform,
  { person, licenseId, proof, companyName }: Joining,
): Promise<Joined> {
  if (await isStaff(tx, person.id)) throw new Refusal('person_is_staff');
  const { companyId: owner, state } = await lockLicense(tx, licenseId, platform.clock());
  assertUsable(state, proof);
  if (owner === null) {
    if (companyName === null) throw refuseField('/companyName', 'required');
    const companyId = await insertCompany(tx, companyName);
    await insertMember(tx, companyId, person.id, 'administrator', 'active');
    await claimLicense(tx, licenseId, companyId);
    await audit(tx, 'license.claimed', { type: 'person', id: person.id }, { licenseId }, companyId);
    await emit(tx, 'rights_changed', { companyId, personId: person.id });
    await tellHooks(tx, 'license.changed', { companyId, objectId: licenseId, data: { deed: 'license.claimed' } });
    return { companyId, companyName: companyName.trim(), membership: 'active' };
  }
  const known = await domainApproves(tx, owner, person.email);
  const member = await joinOrWait(tx, owner, person.id, known ? 'active' : 'pending');
  if (member.state === 'active' && !member.isNew && proof !== null) throw refuseProof(proof, 'license_already_added');
  const name = await findCompanyName(tx, owner);
  if (member.isNew) {
    const joined = member.state === 'active';
    const deed = joined ? 'member.joined_by_domain' : 'member.waiting';
    await audit(tx, deed, { type: 'person', id: person.id }, { licenseId }, owner);
    await tellHooks(tx, 'member.changed', { companyId: owner, objectId: member.id, data: { deed } });
    await emit(tx, 'rights_changed', { companyId: owner, personId: person.id });
    await emit(tx, 'company_changed', { companyId: owner });
    await tellAdministrators(tx, platform, joined ? 'member_joined' : 'member_waiting', { id: owner, name }, person);
  }
  return { companyId: owner, companyName: name, membership: member.state };
}

/** Whether the company has proved the domain of a confirmed address; exactly this one, not one above or below it. */
async function domainApproves(tx: Tx, companyId: string, email: string): Promise<boolean> {
  const domain = domainOfAddress(email);
  return domain !== null && hasProved(tx, companyId, domain);
}

/** Asks the administrators, each in their own language, whether to let a person in, or tells that one has come. */
async function tellAdministrators(
  tx: Tx,
  { mailer, publicUrl }: Platform,
  template: 'member_waiting' | 'member_joined',
  company: { id: string; name: string },
  person: { name: string; email: string },
): Promise<void> {
  for (const { name, email, language } of await findAdministrators(tx, company.id)) {
    await mailer.send(tx, {
      to: email,
      template,
      language: asInterfaceLanguage(language),
      values: { name, company: company.name, person: person.name, email: person.email, link: `${publicUrl()}/company` },
      secret: false,
      hourly: WAITING_MAILS_PER_HOUR,
    });
  }
}

import type { Membership } from '@companyaccount/contract/accounts';
import type { License } from '@companyaccount/contract/licensing';
import {
  assertUsable,
  claimLicense,
  findProvenLicense,
  type LicenseProof,
  loadLicense,
  lockLicense,
  presentLicense,
  refuseProof,
} from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { Refusal } from '#platform/errors.ts';
import { isMember, type Member, type SignedIn } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { joinByLicense } from './join-by-license.ts';
import { chooseCompany } from './me-store.ts';
import { lockCompany } from './members-access.ts';
import { findMembershipByLicense } from './members-views.ts';
import { loadPerson } from './people-store.ts';

/**
 * Adds a license that the person shows by code or key file; answers with its id. It is meant for the company that the
 * session acts for, which only its administrators add to. With a company's name, or without a company to act for, it
 * opens what it would to somebody who registers.
 */
export async function addLicense(
  tx: Tx,
  platform: Platform,
  actor: SignedIn,
  proof: LicenseProof,
  companyName: string | null,
): Promise<string> {
  if (isMember(actor) && companyName === null) {
    if (actor.membership.role !== 'administrator') throw new Refusal('forbidden');
    return addToOwn(tx, platform, actor, proof);
  }
  const { id: licenseId, state } = await findProvenLicense(tx, platform, proof);
  // Refused as soon as an unknown code is, not only where the license is locked.
  assertUsable(state, proof);
  const person = await loadPerson(tx, actor.personId);
  const joined = await joinByLicense(tx, platform, { person, licenseId, proof, companyName });
  // Whoever founds a company, or is let in at once, goes on there.
  if (joined.membership === 'active') await chooseCompany(tx, actor, joined.companyId);
  return licenseId;
}

async function addToOwn(tx: Tx, platform: Platform, actor: Member, proof: LicenseProof): Promise<string> {
  const { companyId } = actor.membership;
  await lockCompany(tx, actor, companyId);
  const { id } = await findProvenLicense(tx, platform, proof);
  const { companyId: owner, state } = await lockLicense(tx, id, platform.clock());
  if (owner === companyId) throw refuseProof(proof, 'license_already_added');
  assertUsable(state, proof);
  if (owner !== null) throw refuseProof(proof, 'license_claimed');
  await claimLicense(tx, id, companyId);
  await audit(tx, 'license.added', { type: 'license', id }, {}, companyId);
  await emit(tx, 'license_changed', { companyId });
  await tellHooks(tx, 'license.changed', { companyId, objectId: id, data: { deed: 'license.added' } });
  return id;
}

/** What adding a license gave a person, as it is now: the license, or the membership that waits for its company. */
export async function loadAdded(
  tx: Tx,
  platform: Pick<Platform, 'clock'>,
  actor: SignedIn,
  licenseId: string,
): Promise<License | Membership> {
  const membership = await findMembershipByLicense(tx, actor.personId, licenseId);
  if (membership === undefined) throw new Refusal('not_found');
  return membership.state === 'pending'
    ? membership
    : presentLicense(await loadLicense(tx, licenseId), platform.clock());
}

import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { findDomain, lockDomain, lockDomainOf, type StoredDomain } from './company-domains-access.ts';
import { type DomainFinding, isProvedByOther, updateDomain } from './company-domains-store.ts';
import { judge, weigh } from './domain-confirmation.ts';
import { recordOf } from './mail-domain.ts';
import { administrationScope, lockCompany } from './members-access.ts';
import { mailAboutDomain, tellDomainChange } from './tell-domain.ts';

async function lookFor({ dns }: Platform, { domain, token }: StoredDomain): Promise<DomainFinding> {
  return judge(await dns.findTexts(recordOf(domain, token).name), domain, token);
}

/** Notes what was found, and lets the confirmation begin, stand, wait or end accordingly. */
async function noteFinding(
  tx: Tx,
  platform: Platform,
  domain: StoredDomain,
  finding: DomainFinding,
): Promise<'confirmed' | 'taken' | 'ended' | 'unchanged'> {
  const now = platform.clock();
  const seen = { checked_at: now, finding };
  // The vendor's word does not depend on DNS.
  if (domain.proof === 'vendor') return 'unchanged';
  if (domain.proof === null) {
    const taken = finding === 'found' && (await isProvedByOther(tx, domain.companyId, domain.domain));
    if (finding !== 'found' || taken) {
      await updateDomain(tx, domain.id, seen);
      return taken ? 'taken' : 'unchanged';
    }
    await updateDomain(tx, domain.id, { ...seen, proof: 'dns', proved_at: now, missing_since: null, ended_at: null });
    await tellDomainChange(tx, domain, 'domain.confirmed', { by: 'dns' });
    await mailAboutDomain(tx, platform, domain, 'domain_confirmed');
    return 'confirmed';
  }
  const weight = weigh(finding, domain.missingSince, domain.checkedAt, now);
  if (weight === 'ended') {
    await updateDomain(tx, domain.id, { ...seen, proof: null, proved_at: null, missing_since: null, ended_at: now });
    await tellDomainChange(tx, domain, 'domain.ended', { finding });
    await mailAboutDomain(tx, platform, domain, 'domain_ended');
    return 'ended';
  }
  await updateDomain(tx, domain.id, {
    ...seen,
    missing_since: weight === 'stands' ? null : (domain.missingSince ?? now),
  });
  if (weight === 'warned') await mailAboutDomain(tx, platform, domain, 'domain_record_missing');
  return 'unchanged';
}

/**
 * Looks for the record of a domain because an administrator asks to. DNS is asked between two transactions, so that
 * none waits for a slow server.
 */
export async function checkDomain(
  platform: Platform,
  actor: Member,
  companyId: string,
  domainId: string,
): Promise<void> {
  const { db } = platform;
  const scope = administrationScope(actor);
  const locked = (tx: Tx) => lockCompany(tx, actor, companyId).then(() => lockDomainOf(tx, companyId, domainId));
  const finding = await lookFor(platform, await transact(db, scope, locked));
  const outcome = await transact(db, scope, async (tx) => {
    const domain = await locked(tx);
    const noted = await noteFinding(tx, platform, domain, finding);
    if (noted === 'unchanged' || noted === 'taken') {
      await tellDomainChange(tx, domain, 'domain.checked', { finding, taken: noted === 'taken' });
    }
    return noted;
  });
  if (outcome === 'taken') throw new Refusal('domain_taken');
}

/** Looks for the record of a domain by the calendar. */
export async function recheckDomain(platform: Platform, domainId: string): Promise<void> {
  const { db } = platform;
  const known = await transact(db, SYSTEM, (tx) => findDomain(tx, domainId));
  if (known === undefined) return;
  const finding = await lookFor(platform, known);
  await transact(db, SYSTEM, async (tx) => {
    const domain = await lockDomain(tx, domainId);
    if (domain !== undefined) await noteFinding(tx, platform, domain, finding);
  });
}

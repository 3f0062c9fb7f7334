import type { ErrorCode } from '@companyaccount/contract/errors';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { countDomains, insertDomain } from './company-domains-store.ts';
import { readMailDomain } from './mail-domain.ts';
import { lockCompany } from './members-access.ts';
import { tellDomainChange } from './tell-domain.ts';

const MAX_DOMAINS = 50;
const REFUSALS: Record<'suffix' | 'free_mail', ErrorCode> = {
  suffix: 'domain_is_suffix',
  free_mail: 'free_mail_domain',
};

/** The domain that was typed, in ASCII; refuses what no company can have for itself. */
export function assertMailDomain(typed: string): string {
  const read = readMailDomain(typed);
  if ('domain' in read) return read.domain;
  if (read.refused === 'malformed') throw refuseField('/domain', 'wrong_format');
  throw new Refusal(REFUSALS[read.refused], { fields: [{ pointer: '/domain', code: 'invalid' }] });
}

/** Refuses when a company has more domains than anybody needs. */
export async function assertFewDomains(tx: Tx, companyId: string): Promise<void> {
  if ((await countDomains(tx, companyId)) > MAX_DOMAINS) throw new Refusal('too_many_domains');
}

/**
 * Claims a mail domain for the actor's company. It opens nothing until it is proved. Answers with its id, also when it is
 * claimed already.
 */
export async function addDomain(tx: Tx, actor: Member, companyId: string, typed: string): Promise<string> {
  const domain = assertMailDomain(typed);
  await lockCompany(tx, actor, companyId);
  const { id, isNew } = await insertDomain(tx, companyId, domain);
  if (!isNew) return id;
  await assertFewDomains(tx, companyId);
  await tellDomainChange(tx, { id, companyId, domain }, 'domain.claimed');
  return id;
}

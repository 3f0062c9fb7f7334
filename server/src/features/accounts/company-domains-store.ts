import { randomBytes } from 'node:crypto';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { newId } from '#platform/ids.ts';

export type DomainProof = 'dns' | 'vendor';
export type DomainFinding = 'found' | 'missing' | 'other_value' | 'no_answer';

/** Confirmations of one domain wait for each other, so that two companies cannot both have it. */
export async function lockDomainName(tx: Tx, domain: string): Promise<void> {
  await takeTurn(tx, `domain ${domain}`);
}

/** Claims a domain for a company; answers with its id, and whether that is new. */
export async function insertDomain(tx: Tx, companyId: string, domain: string): Promise<{ id: string; isNew: boolean }> {
  const added = await tx
    .insertInto('app.company_domains')
    .values({ id: newId(), company_id: companyId, domain, token: randomBytes(20).toString('base64url') })
    .onConflict((conflict) => conflict.columns(['company_id', 'domain']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added !== undefined) return { id: added.id, isNew: true };
  const known = await tx
    .selectFrom('app.company_domains')
    .select('id')
    .where('company_id', '=', companyId)
    .where('domain', '=', domain)
    .executeTakeFirstOrThrow();
  return { id: known.id, isNew: false };
}

export async function countDomains(tx: Tx, companyId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('app.company_domains')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('company_id', '=', companyId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface DomainChange {
  proof?: DomainProof | null;
  proved_at?: Date | null;
  checked_at?: Date;
  finding?: DomainFinding;
  missing_since?: Date | null;
  ended_at?: Date | null;
}

export async function updateDomain(tx: Tx, id: string, change: DomainChange): Promise<void> {
  await tx.updateTable('app.company_domains').set(change).where('id', '=', id).execute();
}

export async function deleteDomain(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.company_domains').where('id', '=', id).execute();
}

/** Whether another company has proved the domain. */
export async function isProvedByOther(tx: Tx, companyId: string, domain: string): Promise<boolean> {
  const other = await tx
    .selectFrom('app.company_domains')
    .select('id')
    .where('domain', '=', domain)
    .where('proof', 'is not', null)
    .where('company_id', '!=', companyId)
    .executeTakeFirst();
  return other !== undefined;
}

/** Whether the company has proved exactly this domain. */
export async function hasProved(tx: Tx, companyId: string, domain: string): Promise<boolean> {
  const own = await tx
    .selectFrom('app.company_domains')
    .select('id')
    .where('domain', '=', domain)
    .where('proof', 'is not', null)
    .where('company_id', '=', companyId)
    .executeTakeFirst();
  return own !== undefined;
}

/** Domains to look for in DNS: those proved by it, once a day; claims of the last days, each time. */
export async function findDomainsToCheck(
  tx: Tx,
  { checkedBefore, claimedAfter }: { checkedBefore: Date; claimedAfter: Date },
): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.company_domains')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.and([eb('proof', '=', 'dns'), eb('checked_at', '<', checkedBefore)]),
        eb.and([eb('proof', 'is', null), eb('ended_at', 'is', null), eb('created_at', '>', claimedAfter)]),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type DomainProof, lockDomainName } from './company-domains-store.ts';

export interface StoredDomain {
  id: string;
  companyId: string;
  domain: string;
  token: string;
  proof: DomainProof | null;
  checkedAt: Date | null;
  missingSince: Date | null;
}

/** A domain by its id; undefined when it has been given up. For the program itself, which asks for no company's. */
export async function findDomain(tx: Tx, id: string): Promise<StoredDomain | undefined> {
  const row = await tx
    .selectFrom('app.company_domains')
    .select(['id', 'company_id', 'domain', 'token', 'proof', 'checked_at', 'missing_since'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    companyId: row.company_id,
    domain: row.domain,
    token: row.token,
    proof: row.proof as DomainProof | null,
    checkedAt: row.checked_at,
    missingSince: row.missing_since,
  };
}

/**
 * A domain for a change: whatever concerns who has proved this name waits for each other, and is read only then.
 * Undefined when it has been given up.
 */
export async function lockDomain(tx: Tx, id: string): Promise<StoredDomain | undefined> {
  const found = await findDomain(tx, id);
  if (found === undefined) return undefined;
  await lockDomainName(tx, found.domain);
  return findDomain(tx, id);
}

/** The same for somebody who acts on one company: under the id of another's domain there is none. */
export async function lockDomainOf(tx: Tx, companyId: string, id: string): Promise<StoredDomain> {
  const found = await lockDomain(tx, id);
  if (found?.companyId !== companyId) throw new Refusal('not_found');
  return found;
}

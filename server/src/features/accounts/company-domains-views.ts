import type { CompanyDomain, DomainState } from '@companyaccount/contract/company-domains';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { confirmationEnds } from './domain-confirmation.ts';
import { inOwnLetters, recordOf } from './mail-domain.ts';

const rowsOf = (tx: Tx, companyId: string) =>
  tx.selectFrom('app.company_domains').selectAll().where('company_id', '=', companyId);
export type DomainRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['executeTakeFirstOrThrow']>>;

/** Domains of a company in the order of claiming, one more than a page. */
export async function listDomainRows(
  tx: Tx,
  companyId: string,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<DomainRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return rowsOf(tx, companyId)
    .$if(after !== null, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('created_at', 'id'), '>', eb.tuple(new Date(after?.value ?? ''), after?.id ?? '')),
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(pageSize(query) + 1)
    .execute();
}

export async function loadDomain(tx: Tx, companyId: string, id: string): Promise<CompanyDomain> {
  return presentDomain(await rowsOf(tx, companyId).where('id', '=', id).executeTakeFirstOrThrow());
}

function stateOf({ proof, missing_since, ended_at }: DomainRow): DomainState {
  if (proof === null) return ended_at === null ? 'waiting' : 'ended';
  return missing_since === null ? 'confirmed' : 'record_missing';
}

export const presentDomain = (row: DomainRow): CompanyDomain => ({
  id: row.id,
  domain: row.domain,
  displayName: inOwnLetters(row.domain),
  state: stateOf(row),
  proof: row.proof as CompanyDomain['proof'],
  record: recordOf(row.domain, row.token),
  provedAt: row.proved_at?.toISOString() ?? null,
  checkedAt: row.checked_at?.toISOString() ?? null,
  finding: row.finding as CompanyDomain['finding'],
  endsAt: row.missing_since === null ? null : confirmationEnds(row.missing_since).toISOString(),
  createdAt: row.created_at.toISOString(),
});

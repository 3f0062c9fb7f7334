import type { RequestSummary } from '@companyaccount/contract/requests';
import type { Db } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, type Member, scopeOf } from '#platform/http/actor.ts';
import { originOf, presentSummary } from './requests-present.ts';
import { listRequestRows, type ListQuery, loadNames, loadRequestRows, type RequestRow } from './requests-views.ts';
import { searchRequestIds } from './search-views.ts';

/** The ids that a text leads to, a page and one more; null where nothing is searched for. */
const findIds = async (db: Db, actor: Member | Agent, { q, ...query }: ListQuery): Promise<string[] | null> =>
  q === undefined || q.trim() === ''
    ? null
    : transact(db, { side: 'vendor', personId: actor.personId }, (tx) => searchRequestIds(tx, actor, { ...query, q }));

/** A page of the requests that the actor may see, and one more, as the query filters, searches and orders them. */
export async function findRequests(
  db: Db,
  actor: Member | Agent,
  query: ListQuery,
): Promise<{ rows: RequestRow[]; present: (row: RequestRow) => RequestSummary }> {
  const ids = await findIds(db, actor, query);
  return transact(db, scopeOf(actor), async (tx) => {
    const rows = ids === null ? await listRequestRows(tx, actor, query) : await loadRequestRows(tx, actor, ids);
    const names = await loadNames(
      tx,
      rows.flatMap((row) => [originOf(row), row.owner_id]),
    );
    return { rows, present: (row) => presentSummary(row, names) };
  });
}

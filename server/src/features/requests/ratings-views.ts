import type { GivenRating, ratingRoutes } from '@companyaccount/contract/ratings';
import type { Desk } from '@companyaccount/contract/requests';
import type { QueryOf } from '@companyaccount/contract/route';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { type Cursor, decodeCursor, pageSize } from '#platform/http/cursor.ts';
import type { AskedRating } from './rating-token.ts';
import { formatNumber } from './request.ts';
import { type Names, presentPerson } from './requests-present.ts';

const RECENT = 5;

/** Of whom a resolved request is, if that resolution still stands. */
export async function findResolvedCompany(
  db: Db,
  { requestId, resolvedAt }: Pick<AskedRating, 'requestId' | 'resolvedAt'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('app.requests')
    .select('company_id')
    .where('id', '=', requestId)
    .where('resolved_at', '=', resolvedAt)
    .executeTakeFirst();
  return row?.company_id ?? null;
}

const selectRatings = (tx: Tx) =>
  tx
    .selectFrom('app.request_ratings as g')
    .innerJoin('app.requests as r', 'r.id', 'g.request_id')
    .innerJoin('app.companies as c', 'c.id', 'g.company_id')
    .select(['g.request_id', 'g.person_id', 'g.owner_id', 'g.value', 'g.comment', 'g.updated_at', 'g.unsettled'])
    .select(['g.settled_at', 'g.settled_by', 'g.settled_note'])
    .select(['r.desk', 'r.number', 'r.subject', 'c.id as company_id', 'c.name as company'])
    .orderBy('g.updated_at', 'desc')
    .orderBy('g.request_id', 'desc');
export type GivenRow = Awaited<ReturnType<ReturnType<typeof selectRatings>['execute']>>[number];

/** The newest rating of a request that no lead has seen to. */
export const findUnsettled = (tx: Tx, requestId: string): Promise<GivenRow | undefined> =>
  selectRatings(tx).where('g.request_id', '=', requestId).where('g.unsettled', '=', true).limit(1).executeTakeFirst();

/** A page of ratings and one more, those changed last first. */
export async function listRatingRows(
  tx: Tx,
  { list = 'unsettled', ...query }: QueryOf<(typeof ratingRoutes)['listRatings']>,
): Promise<GivenRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return selectRatings(tx)
    .$if(list === 'unsettled', (q) => q.where(sql<boolean>`g.unsettled`))
    .$if(list === 'settled', (q) => q.where(sql<boolean>`g.value = 'bad' and not g.unsettled`))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(g.updated_at, g.request_id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .limit(pageSize(query) + 1)
    .execute();
}

export const ratingCursor = (row: GivenRow): Cursor => ({
  value: row.updated_at.toISOString(),
  id: row.request_id,
});

/** The last ratings of a company. */
export const listCompanyRatings = (tx: Tx, companyId: string): Promise<GivenRow[]> =>
  selectRatings(tx).where('g.company_id', '=', companyId).limit(RECENT).execute();

/** Everybody whom a rating names. */
export const peopleOf = (row: GivenRow): (string | null)[] => [row.person_id, row.owner_id, row.settled_by];

export const presentGiven =
  (names: Names) =>
  (row: GivenRow): GivenRating => ({
    request: {
      id: row.request_id,
      desk: row.desk as Desk,
      number: formatNumber(row.desk as Desk, row.number),
      subject: row.subject,
    },
    company: { id: row.company_id, name: row.company },
    author: presentPerson(names, row.person_id),
    owner: row.owner_id === null ? null : presentPerson(names, row.owner_id),
    value: row.value as GivenRating['value'],
    comment: row.comment,
    updatedAt: row.updated_at.toISOString(),
    unsettled: row.unsettled,
    settled:
      row.settled_at === null || row.settled_by === null
        ? null
        : { by: presentPerson(names, row.settled_by), at: row.settled_at.toISOString(), note: row.settled_note },
  });

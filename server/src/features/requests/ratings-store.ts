import type { Rating } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

interface NewRating {
  requestId: string;
  /** Which resolution is meant: the moment it was given. */
  resolvedAt: Date;
  companyId: string;
  personId: string;
  /** Who was in charge. */
  ownerId: string | null;
  value: Rating['value'];
  comment: string | null;
  at: Date;
}

/** Writes the rating of a resolution, in the place of an earlier one. */
export async function saveRating(tx: Tx, r: NewRating): Promise<void> {
  const said = { person_id: r.personId, value: r.value, comment: r.comment, updated_at: r.at };
  await tx
    .insertInto('app.request_ratings')
    .values({
      ...said,
      request_id: r.requestId,
      resolved_at: r.resolvedAt,
      company_id: r.companyId,
      owner_id: r.ownerId,
      created_at: r.at,
    })
    .onConflict((conflict) => conflict.columns(['request_id', 'resolved_at']).doUpdateSet(said))
    .execute();
}

/** What was said of a resolution of a request; undefined while nothing was, or none stands. */
export async function findRating(tx: Tx, requestId: string, resolvedAt: Date | null) {
  if (resolvedAt === null) return undefined;
  return tx
    .selectFrom('app.request_ratings')
    .select(['value', 'comment', 'person_id', 'updated_at'])
    .where('request_id', '=', requestId)
    .where('resolved_at', '=', resolvedAt)
    .executeTakeFirst();
}
/** Whether a lead has yet to see to what was said of the request, of whichever resolution. Asked on the vendor's side. */
export async function hasUnsettledRating(tx: Tx, requestId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.request_ratings')
    .select('value')
    .where('request_id', '=', requestId)
    .where('unsettled', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that a lead has seen to the bad ratings of a request; answers with how many there were. */
export async function settleRatings(
  tx: Tx,
  requestId: string,
  { personId, note, at }: { personId: string; note: string | null; at: Date },
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('app.request_ratings')
    .set({ settled_at: sql`greatest(updated_at, ${at})`, settled_by: personId, settled_note: note })
    .where('request_id', '=', requestId)
    .where('unsettled', '=', true)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export type RatingRow = NonNullable<Awaited<ReturnType<typeof findRating>>>;

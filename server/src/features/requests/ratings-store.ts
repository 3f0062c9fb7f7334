import type { Rating } from '@companyaccount/contract/requests';
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
export type RatingRow = NonNullable<Awaited<ReturnType<typeof findRating>>>;

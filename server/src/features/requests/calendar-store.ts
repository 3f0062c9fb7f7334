import { sql } from 'kysely';
import type { Db } from '#platform/db/database.ts';

export interface Due {
  id: string;
  step_at: Date;
}

/** Requests that the calendar is to act on, in the order of their time, from `after` on. */
export async function listDue(db: Db, now: Date, after: Due | null, limit: number): Promise<Due[]> {
  const rows = await db
    .selectFrom('app.requests')
    .select(['id', 'step_at'])
    .where('step_at', '<=', now)
    .$if(after !== null, (q) => q.where(sql<boolean>`(step_at, id) > (${after?.step_at}, ${after?.id}::uuid)`))
    .orderBy('step_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, step_at }) => (step_at === null ? [] : [{ id, step_at }]));
}

import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

export interface Watched {
  id: string;
  watch_at: Date;
}

/** Requests whose promise needs something done by now, in the order of their time, from `after` on. */
export async function listWatched(db: Db, now: Date, after: Watched | null, limit: number): Promise<Watched[]> {
  const rows = await db
    .selectFrom('app.requests')
    .select(['id', 'watch_at'])
    .where('watch_at', '<=', now)
    .$if(after !== null, (q) => q.where(sql<boolean>`(watch_at, id) > (${after?.watch_at}, ${after?.id}::uuid)`))
    .orderBy('watch_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, watch_at }) => (watch_at === null ? [] : [{ id, watch_at }]));
}

/** A person of the staff who works here now, for a mail. */
export async function findAgent(tx: Tx, personId: string) {
  return tx
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'p.time_zone'])
    .where('a.active', '=', true)
    .where('p.id', '=', personId)
    .executeTakeFirst();
}

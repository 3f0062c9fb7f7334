import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

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

/** Whom to write about a request of a company: who filed it and who takes part, as far as they are still members. */
export async function listConcerned(tx: Tx, requestId: string) {
  return tx
    .selectFrom('app.requests as r')
    .innerJoin('app.members as m', 'm.company_id', 'r.company_id')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['p.name', 'p.email', 'p.language', 'p.time_zone as timeZone'])
    .where('r.id', '=', requestId)
    .where('m.state', '=', 'active')
    .where((eb) =>
      eb.or([
        eb('p.id', '=', eb.ref('r.author_id')),
        eb.exists(
          eb
            .selectFrom('app.request_participants as with')
            .select('with.person_id')
            .whereRef('with.request_id', '=', 'r.id')
            .whereRef('with.person_id', '=', 'p.id'),
        ),
      ]),
    )
    .orderBy('p.id')
    .execute();
}

/** Who filed a request outside every company; nobody before the address is confirmed. */
export async function findSubmitterToTell(tx: Tx, submitterId: string) {
  return tx
    .selectFrom('app.submitters')
    .select(['name', 'email', 'language'])
    .where('id', '=', submitterId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
}

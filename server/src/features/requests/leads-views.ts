import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

/** The leads who work here now. */
export async function listLeads(
  tx: Tx,
): Promise<{ id: string; name: string; email: string; language: string; time_zone: string }[]> {
  return tx
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'p.time_zone'])
    .where('a.active', '=', true)
    .where(sql<boolean>`'lead' = any (a.roles)`)
    .orderBy('p.id')
    .execute();
}

import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

/** The leads who work here now. */
export async function listLeads(tx: Tx): Promise<{ name: string; email: string; language: string }[]> {
  return tx
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.name', 'p.email', 'p.language'])
    .where('a.active', '=', true)
    .where(sql<boolean>`'lead' = any (a.roles)`)
    .orderBy('p.id')
    .execute();
}

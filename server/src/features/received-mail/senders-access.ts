import type { Tx } from '#platform/db/database.ts';

/** The language of a person with this address; null where there is none. */
export async function loadLanguage(tx: Tx, email: string): Promise<string | null> {
  const row = await tx.selectFrom('auth.people').select('language').where('email', '=', email).executeTakeFirst();
  return row?.language ?? null;
}

/** Somebody who writes from a confirmed address, and the companies they belong to, the one they chose last first. */
export interface Sender {
  personId: string;
  companyIds: string[];
}

/** The person whose confirmed address this is; undefined where there is none. Staff have no companies. */
export async function findSender(tx: Tx, email: string): Promise<Sender | undefined> {
  const rows = await tx
    .selectFrom('auth.people as p')
    .leftJoin('app.members as m', (join) => join.onRef('m.person_id', '=', 'p.id').on('m.state', '=', 'active'))
    .select(['p.id', 'p.chosen_company_id', 'm.company_id', 'm.created_at'])
    .where('p.email', '=', email)
    .where('p.email_verified', '=', true)
    .orderBy('m.created_at')
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const companyIds = rows.flatMap(({ company_id: id }) => (id === null ? [] : [id]));
  const chosen = companyIds.filter((id) => id === first.chosen_company_id);
  return { personId: first.id, companyIds: [...chosen, ...companyIds.filter((id) => !chosen.includes(id))] };
}

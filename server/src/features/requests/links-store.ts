import type { RequestLink } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';

interface NewLink {
  /** The later request. */
  requestId: string;
  otherId: string;
  companyId: string | null;
  kind: RequestLink['kind'];
  personId: string | null;
  at: Date;
}

export async function insertLink(
  tx: Tx,
  { requestId, otherId, companyId, kind, personId, at }: NewLink,
): Promise<void> {
  await tx
    .insertInto('app.request_links')
    .values({
      request_id: requestId,
      other_id: otherId,
      company_id: companyId,
      kind,
      person_id: personId,
      created_at: at,
    })
    .execute();
}

/** Links two requests by hand; false where they are linked already, in whatever way. */
export async function insertRelated(tx: Tx, link: Omit<NewLink, 'kind'>): Promise<boolean> {
  const { requestId, otherId, companyId, personId, at } = link;
  const turned = await tx
    .selectFrom('app.request_links')
    .select('kind')
    .where('request_id', '=', otherId)
    .where('other_id', '=', requestId)
    .executeTakeFirst();
  if (turned !== undefined) return false;
  const made = await tx
    .insertInto('app.request_links')
    .values({
      request_id: requestId,
      other_id: otherId,
      company_id: companyId,
      kind: 'related',
      person_id: personId,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .executeTakeFirst();
  return made !== undefined;
}

/** Takes a link by hand back; false where there is none. */
export async function deleteRelated(tx: Tx, one: string, other: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('app.request_links')
    .where('kind', '=', 'related')
    .where((eb) =>
      eb.or([
        eb.and([eb('request_id', '=', one), eb('other_id', '=', other)]),
        eb.and([eb('request_id', '=', other), eb('other_id', '=', one)]),
      ]),
    )
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

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

import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';

/** Makes sure that the actor began this upload, for the company they act for now; any other is `not_found`. */
export async function assertOwnUpload(tx: Tx, actor: Member | Agent, id: string): Promise<void> {
  const row = await tx
    .selectFrom('app.uploads')
    .select('id')
    .where('id', '=', id)
    .where('person_id', '=', actor.personId)
    .where('company_id', 'is not distinct from', actor.membership?.companyId ?? null)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
}

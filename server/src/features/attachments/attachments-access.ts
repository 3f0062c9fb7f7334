import type { Attachment } from '@companyaccount/contract/attachments';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import type { RequestDoor } from './request-door.ts';

/** An attachment that the actor may see; any other is `not_found`. Members see none of internal messages. */
export async function loadAttachment(
  tx: Tx,
  actor: Member | Agent,
  id: string,
  { assertMayRead }: Pick<RequestDoor, 'assertMayRead'>,
) {
  const row = await tx
    .selectFrom('app.attachments as a')
    .innerJoin('app.messages as m', 'm.id', 'a.message_id')
    .select(['a.id', 'a.company_id', 'a.request_id', 'a.name', 'a.size', 'a.state', 'a.blob_id'])
    .select(['a.preview_blob_id', 'a.preview_type'])
    .where('a.id', '=', id)
    .$if(isMember(actor), (query) => query.where('m.visibility', '=', 'public'))
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  await assertMayRead(tx, actor, row.request_id);
  return { ...row, state: row.state as Attachment['state'] };
}

import type { RequestStatus } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { changeStatus } from './change-status.ts';
import { lockAny } from './requests-access.ts';
import { insertMessage, type Mailed, updateRequest } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { tellChange } from './tell-change.ts';

/** Where the desk has laid a request aside. */
const ASIDE: readonly string[] = ['waiting_for_customer', 'resolved'] satisfies RequestStatus[];

/**
 * Adds an internal note to a request in the words of somebody on the customer's side who may not write in it: a person of
 * the company concerned, or whoever a mail says it is from. The desk finds it unread, and open again where it was laid
 * aside. Answers with its id.
 */
export async function writeNote(
  tx: Tx,
  requestId: string,
  { authorId, text, mailed }: { authorId: string | null; text: string; mailed?: Mailed },
  at: Date,
): Promise<string> {
  const request = await lockAny(tx, requestId);
  const { company_id: companyId, language } = request;
  const side = 'customer';
  const id = await insertMessage(tx, {
    companyId,
    requestId,
    authorId,
    side,
    visibility: 'internal',
    text,
    mailed,
    at,
  });
  await indexTexts(tx, [{ sourceId: id, requestId, companyId, internal: true, language, text, names: [] }]);
  await updateRequest(tx, requestId, { last_message_at: at, last_message_side: side });
  if (ASIDE.includes(request.status)) {
    await changeStatus(tx, request, { status: 'open', actorId: authorId, spoke: side, at });
  }
  await tellChange(tx, 'message_added', request, true);
  return id;
}

import type { RequestStatus } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { changeStatus } from './change-status.ts';
import { lockAny } from './requests-access.ts';
import { insertMessage, updateRequest } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { tellChange } from './tell-change.ts';

/** Where the desk has laid a request aside. */
const ASIDE: readonly string[] = ['waiting_for_customer', 'resolved'] satisfies RequestStatus[];

/**
 * Adds an internal note to a request in the words of somebody of the company concerned, who cannot see the request; the
 * desk finds it unread, and open again where it was laid aside.
 */
export async function writeNote(tx: Tx, requestId: string, authorId: string, text: string, at: Date): Promise<void> {
  const request = await lockAny(tx, requestId);
  const { company_id: companyId, language } = request;
  const side = 'customer';
  const id = await insertMessage(tx, { companyId, requestId, authorId, side, visibility: 'internal', text, at });
  await indexTexts(tx, [{ sourceId: id, requestId, companyId, internal: true, language, text, names: [] }]);
  await updateRequest(tx, requestId, { last_message_at: at, last_message_side: side });
  if (ASIDE.includes(request.status)) {
    await changeStatus(tx, request, { status: 'open', actorId: authorId, spoke: side, at });
  }
  await tellChange(tx, 'message_added', request, true);
}

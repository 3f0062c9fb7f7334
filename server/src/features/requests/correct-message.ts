import type { Desk } from '@companyaccount/contract/requests';
import { attachmentsOf } from '#features/attachments/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { correctableUntil } from './correction.ts';
import { findMessage, isLastPublicMessage, replaceText } from './messages-store.ts';
import { excerptOf, worksOn } from './request.ts';
import { assertMayWrite, lockRequest } from './requests-access.ts';
import { updateRequest } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { tellChange } from './tell-change.ts';

/**
 * Gives a message that is still at `version` a new text, while its author may still correct it; what it said before
 * stays in the record, and lists and search show the new text.
 */
export async function correctMessage(
  tx: Tx,
  actor: Member | Agent,
  { id, messageId }: { id: string; messageId: string },
  version: number,
  text: string,
  at: Date,
): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  const message = await findMessage(tx, id, messageId);
  await assertMayWrite(tx, actor, at);
  if (message.author_id !== actor.personId) throw new Refusal('forbidden');
  if (!isMember(actor) && !worksOn(actor.agentRoles, request.desk as Desk)) throw new Refusal('forbidden');
  if (correctableUntil(message, actor.personId, at) === null) throw new Refusal('too_late_to_correct');
  if (message.version !== version) throw new Refusal('version_moved');
  if (message.text === text) return;
  await replaceText(tx, messageId, text, at);
  const internal = message.visibility === 'internal';
  if (!internal && (await isLastPublicMessage(tx, id, messageId))) {
    await updateRequest(tx, id, { excerpt: excerptOf(text) });
  }
  const files = (await attachmentsOf(tx, [messageId])).get(messageId) ?? [];
  const { company_id: companyId, language } = request;
  await indexTexts(tx, [
    { sourceId: messageId, requestId: id, companyId, internal, language, text, names: files.map(({ name }) => name) },
  ]);
  const data = { requestId: id, version: version + 1 };
  await audit(tx, 'message.corrected', { type: 'message', id: messageId }, data, companyId);
  await tellChange(tx, 'message_corrected', request, internal);
}

import type { Attachment } from '@companyaccount/contract/attachments';
import type { Tx } from '#platform/db/database.ts';

/** The attachments of messages that the reader has been shown to have a right to, in their order. */
export async function attachmentsOf(tx: Tx, messageIds: readonly string[]): Promise<Map<string, Attachment[]>> {
  const byMessage = new Map<string, Attachment[]>();
  if (messageIds.length === 0) return byMessage;
  const rows = await tx
    .selectFrom('app.attachments')
    .select(['id', 'message_id', 'name', 'size', 'state', 'reason', 'sha256', 'preview_width', 'preview_height'])
    .where('message_id', 'in', [...messageIds])
    .orderBy('message_id')
    .orderBy('position')
    .execute();
  for (const { message_id: messageId, preview_width: width, preview_height: height, ...row } of rows) {
    const attachment: Attachment = {
      ...row,
      state: row.state as Attachment['state'],
      reason: row.reason as Attachment['reason'],
      sha256: row.sha256?.toString('hex') ?? null,
      preview: width === null || height === null ? null : { width, height },
    };
    byMessage.set(messageId, [...(byMessage.get(messageId) ?? []), attachment]);
  }
  return byMessage;
}

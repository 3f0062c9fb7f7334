import { type ReceivedMail, REPEATABLE_STATES, receivedMailRoutes } from '@companyaccount/contract/received-mail';
import type { Desk } from '@companyaccount/contract/requests';
import { formatNumber } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { confirmMail } from './confirm-mail.ts';
import { openKept } from './open-kept.ts';
import { rawHeaders, SHOWN_HEADERS_MAX } from './raw-headers.ts';
import { PROCESS_TASK } from './receive-mail.ts';
import { lockReceived, markWaiting } from './received-mails-store.ts';
import { listReceivedRows, loadReceivedRow, type ReceivedRow } from './received-mails-views.ts';

const isRepeatable = (state: string): boolean => REPEATABLE_STATES.some((one) => one === state);

const present = (row: ReceivedRow): ReceivedMail => ({
  id: row.id,
  state: row.state as ReceivedMail['state'],
  reason: row.reason,
  sender: row.sender,
  subject: row.subject,
  size: row.size,
  request:
    row.request_id === null || row.number === null
      ? null
      : { id: row.request_id, number: formatNumber(row.desk as Desk, row.number) },
  receivedAt: row.received_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  mayProcess: isRepeatable(row.state),
});

/** Handlers of the mails that came in. */
export function receivedMailHandlers(platform: Platform): Handlers<typeof receivedMailRoutes> {
  const { db, blobs } = platform;
  return {
    listReceivedMails: async ({ query }) =>
      page(receivedMailRoutes.listReceivedMails, { query }, await listReceivedRows(db, query), present, (row) => ({
        value: row.received_at.toISOString(),
        id: row.id,
      })),

    getReceivedMail: async ({ params: { id } }) => {
      const row = await loadReceivedRow(db, id);
      if (row === undefined) throw new Refusal('not_found');
      const beginning = row.state === 'arriving' ? null : await openKept(blobs, id, SHOWN_HEADERS_MAX);
      return { ...present(row), headers: beginning === null ? null : rawHeaders(beginning) };
    },

    processReceivedMail: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const mail = await lockReceived(tx, id);
        if (mail === undefined) throw new Refusal('not_found');
        if (!isRepeatable(mail.state)) throw new Refusal('conflict');
        await markWaiting(tx, id);
        await audit(tx, 'received_mail.processed_again', { type: 'received_mail', id });
        await enqueue(tx, PROCESS_TASK, { mailId: id }, { key: `${PROCESS_TASK}:${id}` });
        await emit(tx, 'mail_logged', {});
        const row = await loadReceivedRow(tx, id);
        if (row === undefined) throw new Refusal('not_found');
        return present(row);
      }),

    confirmReceivedMail: async ({ body }) => confirmMail(platform, body.token),
  };
}

import { adminRoutes, type Mail, type MailSummary } from '@companyaccount/contract/admin';
import { findMailboxState } from '#features/received-mail/index.ts';
import { loadRepositoryState } from '#features/signed-definitions/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { listMailAttachments, listMailRows, loadMailRow, loadSystemCounts, type MailRow } from './admin-views.ts';

const presentMail = (row: MailRow): MailSummary => ({
  id: row.id,
  to: row.recipient,
  subject: row.subject,
  template: row.template,
  language: row.language,
  state: row.state as MailSummary['state'],
  attempts: row.attempts,
  fault: row.fault as MailSummary['fault'],
  error: row.error,
  nextTryAt: row.next_try_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
});

/** Handlers of the operator's pages. */
export function adminHandlers(platform: Platform): Handlers<typeof adminRoutes> {
  const { db, config, mailer, streams } = platform;
  const showMail = async (tx: Tx, id: string): Promise<{ secret: boolean; shown: Mail }> => {
    const row = await loadMailRow(tx, id);
    if (row === undefined) throw new Refusal('not_found');
    const shown = {
      ...presentMail(row),
      text: mailer.textOf(row),
      bouncing: row.bouncing_since !== null,
      maySend: row.sealed_text !== null && row.state !== 'queued',
      attachments: await listMailAttachments(tx, id),
    };
    return { secret: row.secret, shown };
  };
  return {
    listMails: async ({ query }) =>
      page(adminRoutes.listMails, { query }, await listMailRows(db, query), presentMail, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      })),

    getMail: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const mail = await showMail(tx, id);
        // Its text may open somebody's account, so whoever reads it is remembered.
        if (mail.secret && mail.shown.text !== null) await audit(tx, 'mail.read', { type: 'mail', id });
        return mail.shown;
      }),

    sendMailAgain: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const mail = await showMail(tx, id);
        if (!(await mailer.sendAgain(tx, id))) throw new Refusal('conflict');
        await audit(tx, 'mail.sent_again', { type: 'mail', id });
        const { shown } = await showMail(tx, id);
        // Whoever only sends it again has not read it.
        return mail.secret ? { ...shown, text: null } : shown;
      }),

    getSystemState: async () => {
      const counts = await loadSystemCounts(db);
      const signed = await loadRepositoryState(db, platform.clock());
      const mailbox = await findMailboxState(platform);
      return {
        version: platform.version,
        node: process.version,
        database: { version: platform.databaseVersion, embedded: config.databaseUrl === null, sizeBytes: counts.size },
        blobs:
          config.blobs === null
            ? { kind: 'folder', location: config.dataDir }
            : { kind: 's3', location: `${config.blobs.bucketUrl}/${config.blobs.prefix}` },
        mail: {
          delivered: mailer.delivers,
          received:
            mailbox === null
              ? null
              : {
                  readAt: mailbox.readAt?.toISOString() ?? null,
                  failingSince: mailbox.failingSince?.toISOString() ?? null,
                  error: mailbox.error,
                },
        },
        jobs: { waiting: counts.waiting, failed: counts.failed },
        live: { streams: streams.count },
        signedDefinitions: signed === null ? null : { rootExpiresAt: signed.rootExpiresAt.toISOString() },
        warnings: [
          ...platform.warnings,
          ...(mailbox === null || mailbox.failingSince === null ? [] : (['mailbox_unreadable'] as const)),
          ...(signed?.warnings ?? []),
        ],
      };
    },
  };
}

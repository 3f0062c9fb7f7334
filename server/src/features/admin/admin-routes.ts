import { adminRoutes, type MailSummary } from '@companyaccount/contract/admin';
import { audit } from '#platform/db/audit.ts';
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
  error: row.error,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
});

/** Handlers of the operator's pages. */
export function adminHandlers(platform: Platform): Handlers<typeof adminRoutes> {
  const { db, config, mailer, streams } = platform;
  return {
    listMails: async ({ query }) =>
      page(adminRoutes.listMails, { query }, await listMailRows(db, query), presentMail, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      })),

    getMail: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const row = await loadMailRow(tx, id);
        if (row === undefined) throw new Refusal('not_found');
        const text = mailer.textOf(row);
        // Its text may open somebody's account, so whoever reads it is remembered.
        if (row.secret && text !== null) await audit(tx, 'mail.read', { type: 'mail', id });
        return { ...presentMail(row), text, attachments: await listMailAttachments(tx, id) };
      }),

    getSystemState: async () => {
      const counts = await loadSystemCounts(db);
      return {
        version: platform.version,
        node: process.version,
        database: { version: platform.databaseVersion, embedded: config.databaseUrl === null, sizeBytes: counts.size },
        blobs:
          config.blobs === null
            ? { kind: 'folder', location: config.dataDir }
            : { kind: 's3', location: `${config.blobs.bucketUrl}/${config.blobs.prefix}` },
        mail: { delivered: mailer.delivers },
        jobs: { waiting: counts.waiting, failed: counts.failed },
        live: { streams: streams.count },
        warnings: platform.warnings,
      };
    },
  };
}
